package network.peer.chain.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the seal beside the keystore, then looks for each secret, in every common writing, in all it lets out. */
class KeySecrecyTest {
    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void nothingThatLeavesTheKeystoreShowsAKey() throws IOException {
        StringBuilder seen = new StringBuilder();
        Logger root = Logger.getLogger("");
        Level level = root.getLevel();
        Handler listener = listener(seen);
        root.addHandler(listener);
        root.setLevel(Level.ALL);
        Path file = folder.resolve("keystore.sealed");
        try {
            exercise(file, seen);
        } finally {
            root.removeHandler(listener);
            root.setLevel(level);
        }

        assertThat(seen).contains("MINT_AUTHORITY").doesNotContain(PASSPHRASE);
        for (String secret : secrets(file)) {
            assertThat(seen).doesNotContain(secret);
        }
    }

    private static void exercise(Path file, StringBuilder seen) throws IOException {
        Keystore keystore = Keystore.create(file, PASSPHRASE);
        seen.append(keystore).append(keystore.userWallet(0)).append(KeystoreUnlock.passphrase(PASSPHRASE));
        for (KeyRole role : KeyRole.values()) {
            if (role.isSigner()) {
                seen.append(keystore.signer(role));
            }
        }
        seen.append(Files.readString(file));
        seen.append(trace(catchThrowable(() -> Keystore.create(file, PASSPHRASE))));
        seen.append(trace(catchThrowable(() -> Keystore.open(file, PASSPHRASE + "!"))));
        seen.append(trace(catchThrowable(() -> keystore.signer(KeyRole.USER_MASTER_SEED))));
        seen.append(trace(catchThrowable(() -> keystore.userWallet(-1))));
    }

    private static List<String> secrets(Path file) {
        byte[] plain = SealedKeys.open(KeystoreFile.read(file), KeystoreUnlock.passphrase(PASSPHRASE), file);
        KeyMaterial material = KeyMaterial.decode(plain);
        List<String> writings = new ArrayList<>();
        for (KeyRole role : KeyRole.values()) {
            byte[] secret = material.secret(role);
            writings.add(HexFormat.of().formatHex(secret));
            writings.add(Base64.getEncoder().encodeToString(secret).replace("=", ""));
            writings.add(Arrays.toString(secret));
            writings.add(new String(secret, StandardCharsets.ISO_8859_1));
            writings.add(PublicKey.of(Arrays.copyOf(secret, 32)).base58());
        }
        assertThat(writings).hasSize(30);
        return writings;
    }

    private static String trace(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out, true));
        return out.toString();
    }

    private static Handler listener(StringBuilder seen) {
        return new Handler() {
            @Override
            public synchronized void publish(LogRecord logged) {
                seen.append(logged.getMessage()).append(Arrays.toString(logged.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
