package network.peer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeysTest {
    @TempDir
    private Path home;

    @Test
    void firstLookGeneratesAndTheNextFindsTheSame() {
        AccessKeys first = AccessKeys.load(home.resolve("new"));

        AccessKeys second = AccessKeys.load(home.resolve("new"));

        assertThat(ids(second)).isEqualTo(ids(first)).hasSize(2).allMatch(id -> id.length() == 43);
        assertThat(second.signing().keyId()).isEqualTo(first.signing().keyId());
    }

    @Test
    void halvesBelongTogether() throws Exception {
        AccessKey key = AccessKeys.load(home).signing();
        Signature signing = Signature.getInstance("SHA256withRSA");
        signing.initSign(key.privateKey());
        signing.update(new byte[] {1, 2, 3});
        byte[] signature = signing.sign();

        Signature checking = Signature.getInstance("SHA256withRSA");
        checking.initVerify(key.publicKey());
        checking.update(new byte[] {1, 2, 3});

        assertThat(checking.verify(signature)).isTrue();
    }

    @Test
    void onlyTheOwnerReadsTheFileAndNothingElseStaysBehind() throws Exception {
        AccessKeys.load(home);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(AccessKeys.FILE_NAME))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            home.resolve(AccessKeys.FILE_NAME), home.resolve(AccessKeys.NEXT_FILE_NAME));
        }
    }

    @Test
    void nodesThatStartTogetherGetOneKey() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService executor = Executors.newFixedThreadPool(nodes);
        try {
            Callable<List<String>> node = () -> {
                start.await();
                return ids(AccessKeys.load(home));
            };

            List<Future<List<String>>> keyIds =
                    executor.invokeAll(Stream.generate(() -> node).limit(nodes).toList());

            List<String> first = keyIds.get(0).get();
            for (Future<List<String>> keyId : keyIds) {
                assertThat(keyId.get()).isEqualTo(first);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void brokenFileIsRefusedByNameAndNeverReplaced() throws Exception {
        Path file = Files.writeString(home.resolve(AccessKeys.FILE_NAME), "no key");

        assertThatThrownBy(() -> AccessKeys.load(home))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("no key");
    }

    @Test
    void rotationIsAcceptedByNodesThatDoNotKnowOfItYet() {
        AccessKeys before = AccessKeys.load(home);

        AccessKeys after = rotate();

        assertThat(after.signing().keyId()).isNotEqualTo(before.signing().keyId());
        assertThat(before.byId(after.signing().keyId())).isPresent();
        assertThat(after.byId(before.signing().keyId())).isPresent();
        assertThat(after.trusted()).hasSize(3);
        assertThat(ids(AccessKeys.load(home))).isEqualTo(ids(after));
    }

    @Test
    void keyBeforeTheLastIsDroppedOnceItsTokensHaveExpired() throws Exception {
        AccessKeys first = AccessKeys.load(home);
        rotate();
        assertThatThrownBy(this::rotate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PT10M");

        Files.setLastModifiedTime(
                home.resolve(AccessKeys.PREVIOUS_FILE_NAME), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        AccessKeys third = rotate();

        assertThat(third.byId(first.signing().keyId())).isEmpty();
        assertThat(third.trusted()).hasSize(3);
    }

    @Test
    void interruptedRotationIsContinued() throws Exception {
        AccessKeys before = AccessKeys.load(home);
        Files.move(
                home.resolve(AccessKeys.NEXT_FILE_NAME),
                home.resolve(AccessKeys.FILE_NAME),
                StandardCopyOption.REPLACE_EXISTING);

        AccessKeys after = AccessKeys.load(home);

        assertThat(before.byId(after.signing().keyId())).isPresent();
        assertThat(after.trusted()).hasSize(2);
    }

    private AccessKeys rotate() {
        System.setProperty("peer.home", home.toString());
        try {
            return AccessKeys.rotate(Duration.ofMinutes(10));
        } finally {
            System.clearProperty("peer.home");
        }
    }

    private static List<String> ids(AccessKeys keys) {
        return keys.trusted().stream().map(AccessKey::keyId).toList();
    }
}
