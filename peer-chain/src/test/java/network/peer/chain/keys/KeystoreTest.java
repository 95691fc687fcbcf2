package network.peer.chain.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import network.peer.chain.keys.KeystoreException.Reason;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreTest {
    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    private static Path sharedFolder = Path.of("");

    private static Keystore shared;
    private static String sharedContent;

    @TempDir
    private Path folder = Path.of("");

    /** Opening is slow on purpose, so most tests share one keystore or its content. */
    @BeforeAll
    static void createOnce() throws IOException {
        Path file = sharedFolder.resolve("new/keystore.sealed");
        shared = Keystore.create(file, PASSPHRASE);
        sharedContent = Files.readString(file);
    }

    @Test
    void opensAgainWithTheSameKeys() throws IOException {
        Keystore opened = Keystore.open(intactFile(), PASSPHRASE);

        assertThat(publicKeys(opened)).isEqualTo(publicKeys(shared));
        assertThat(opened.userWallet(7).publicKey())
                .isEqualTo(shared.userWallet(7).publicKey());
    }

    @Test
    void everyRoleAndEveryWalletHasItsOwnKey() {
        List<PublicKey> keys = new ArrayList<>(publicKeys(shared));
        for (long index = 0; index < 100; index++) {
            keys.add(shared.userWallet(index).publicKey());
        }
        keys.add(shared.userWallet(Integer.MAX_VALUE).publicKey());

        assertThat(new HashSet<>(keys)).hasSize(5 + 101);
    }

    @Test
    void itsSignersSign() {
        byte[] message = {1, 2, 3};

        for (Signer signer : List.of(shared.signer(KeyRole.MINT_AUTHORITY), shared.userWallet(3))) {
            assertThat(Ed25519.verify(signer.publicKey(), message, signer.sign(message)))
                    .isTrue();
            assertThat(Ed25519.verify(signer.publicKey(), new byte[] {1, 2}, signer.sign(message)))
                    .isFalse();
        }
    }

    @Test
    void theMasterSeedSignsNothing() {

        assertThatIllegalArgumentException().isThrownBy(() -> shared.signer(KeyRole.USER_MASTER_SEED));
    }

    @Test
    void onlyItsOwnerCanReadTheFileAndNothingElseIsLeft() throws IOException {
        Path file = sharedFolder.resolve("new/keystore.sealed");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(sharedFolder.resolve("new"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        Path file = folder.resolve("keystore.sealed");
        Files.writeString(file, "precious");

        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> Keystore.create(file, PASSPHRASE))
                .returns(Reason.EXISTS, KeystoreException::reason);
        assertThat(file).hasContent("precious");
    }

    @Test
    void ofSeveralThatCreateAtTheSameMomentOneWins() throws Exception {
        Path file = folder.resolve("keystore.sealed");
        String content = SealedKeys.seal(
                KeyMaterial.generate(new SecureRandom()).encode(), KeystoreUnlock.passphrase(PASSPHRASE));
        Callable<String> create = () -> {
            try {
                KeystoreFile.create(file, content);
                return "created";
            } catch (KeystoreException e) {
                return e.reason().name();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<String> outcomes = new ArrayList<>();
        try {
            for (Future<String> outcome :
                    threads.invokeAll(Stream.generate(() -> create).limit(8).toList())) {
                outcomes.add(outcome.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(outcomes).containsOnlyOnce("created").hasSize(8);
        assertThat(Set.copyOf(outcomes)).isEqualTo(Set.of("created", "EXISTS"));
        assertThat(file).hasContent(content);
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefuses(Reason.MISSING, folder.resolve("nowhere"), KeystoreUnlock.passphrase(PASSPHRASE));
    }

    @Test
    void aWrongPassphraseIsNotTakenForDamage() throws IOException {
        Path file = intactFile();

        assertRefuses(Reason.WRONG_PASSPHRASE, file, KeystoreUnlock.passphrase("wrong"));
    }

    @Test
    void anyAlteredByteIsDamage() throws IOException {
        Path file = intactFile();
        String intact = Files.readString(file);

        for (String part : List.of("sealed", "nonce", "salt", "checksum")) {
            int at = intact.indexOf("\"" + part + "\":\"") + part.length() + 4;
            char other = intact.charAt(at) == '0' ? '1' : '0';
            Files.writeString(file, intact.substring(0, at) + other + intact.substring(at + 1));
            assertRefuses(Reason.DAMAGED, file, KeystoreUnlock.passphrase(PASSPHRASE));
        }
    }

    @Test
    void whatIsNoKeystoreIsDamage() throws IOException {
        Path file = folder.resolve("keystore.sealed");
        for (String content : List.of("", "{", "[]", "{}", "{\"format\":\"peer-keystore\",\"version\":1}", "null")) {
            Files.writeString(file, content);
            assertRefuses(Reason.DAMAGED, file, KeystoreUnlock.passphrase(PASSPHRASE));
        }
    }

    @Test
    void implausibleDerivationParametersAreDamageBeforeTheyCostMemory() throws IOException {
        Path file = intactFile();
        Files.writeString(file, Files.readString(file).replace("\"memoryKib\":65536", "\"memoryKib\":2000000000"));

        assertRefuses(Reason.DAMAGED, file, KeystoreUnlock.passphrase(PASSPHRASE));
    }

    @Test
    void aNewerVersionIsNamed() throws IOException {
        Path file = intactFile();
        Files.writeString(file, Files.readString(file).replace("\"version\":1", "\"version\":2"));

        assertRefuses(Reason.UNSUPPORTED_VERSION, file, KeystoreUnlock.passphrase(PASSPHRASE));
    }

    @Test
    void aKeyFileOpensItToo() throws IOException {
        Path file = folder.resolve("keystore.sealed");
        Path keyFile = folder.resolve("key");
        Files.write(keyFile, SecureRandom.getSeed(32));
        Keystore created = Keystore.create(file, KeystoreUnlock.keyFile(keyFile));

        assertThat(publicKeys(Keystore.open(file, KeystoreUnlock.keyFile(keyFile))))
                .isEqualTo(publicKeys(created));
        assertRefuses(Reason.WRONG_PASSPHRASE, file, KeystoreUnlock.passphrase(PASSPHRASE));
    }

    @Test
    void aKeyFileThatIsTooShortIsRefused() throws IOException {
        Path keyFile = folder.resolve("key");
        Files.write(keyFile, new byte[31]);

        assertThatIllegalArgumentException().isThrownBy(() -> KeystoreUnlock.keyFile(keyFile));
        assertThatIllegalArgumentException().isThrownBy(() -> KeystoreUnlock.passphrase(""));
    }

    @Test
    void rolesThatShareAKeyAreRefused() {
        byte[] plain = KeyMaterial.generate(new SecureRandom()).encode();
        int oneEntry = 2 + 32;
        System.arraycopy(plain, 2, plain, oneEntry + 2, 32);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyMaterial.decode(plain))
                .withMessage("MINT_AUTHORITY and FEE_PAYER share a key");
    }

    private Path intactFile() throws IOException {
        return Files.writeString(folder.resolve("keystore.sealed"), sharedContent);
    }

    private static void assertRefuses(Reason reason, Path file, KeystoreUnlock unlock) {
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> Keystore.open(file, unlock))
                .withMessageStartingWith(file.toString())
                .returns(reason, KeystoreException::reason);
    }

    private static List<PublicKey> publicKeys(Keystore keystore) {
        return Stream.of(KeyRole.values())
                .filter(KeyRole::isSigner)
                .map(role -> keystore.signer(role).publicKey())
                .toList();
    }
}
