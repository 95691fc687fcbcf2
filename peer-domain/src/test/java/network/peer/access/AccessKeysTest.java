package network.peer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
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

        assertThat(second.publicKeyPem()).isEqualTo(first.publicKeyPem()).startsWith("-----BEGIN PUBLIC KEY-----\n");
        assertThat(second.keyId()).isEqualTo(first.keyId()).hasSize(43);
    }

    @Test
    void halvesBelongTogether() throws Exception {
        AccessKeys keys = AccessKeys.load(home);
        Signature signing = Signature.getInstance("SHA256withRSA");
        signing.initSign(keys.privateKey());
        signing.update(new byte[] {1, 2, 3});
        byte[] signature = signing.sign();

        Signature checking = Signature.getInstance("SHA256withRSA");
        checking.initVerify(keys.publicKey());
        checking.update(new byte[] {1, 2, 3});

        assertThat(checking.verify(signature)).isTrue();
    }

    @Test
    void onlyTheOwnerReadsTheFileAndNothingElseStaysBehind() throws Exception {
        AccessKeys.load(home);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(AccessKeys.FILE_NAME))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve(AccessKeys.FILE_NAME));
        }
    }

    @Test
    void nodesThatStartTogetherGetOneKey() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService executor = Executors.newFixedThreadPool(nodes);
        try {
            Callable<String> node = () -> {
                start.await();
                return AccessKeys.load(home).keyId();
            };

            List<Future<String>> keyIds =
                    executor.invokeAll(Stream.generate(() -> node).limit(nodes).toList());

            String first = keyIds.get(0).get();
            for (Future<String> keyId : keyIds) {
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
    void configurationNamesKeyAndIssuerOnly() {
        AccessTokenConfigSource source = new AccessTokenConfigSource();

        assertThat(source.getPropertyNames())
                .containsExactlyInAnyOrder("mp.jwt.verify.publickey", "mp.jwt.verify.issuer");
        assertThat(source.getValue("mp.jwt.verify.issuer")).isEqualTo("peer-network");
        assertThat(source.getValue("peer.db.password")).isNull();
    }
}
