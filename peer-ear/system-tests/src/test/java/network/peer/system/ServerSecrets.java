package network.peer.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import network.peer.launcher.PeerStack;

/** What a server knows and nobody may ever be told. */
final class ServerSecrets {
    private ServerSecrets() {}

    /** By what they are. */
    static Map<String, String> of(PeerStack stack) throws IOException {
        return Map.of(
                "the application role's password", stack.database().password(),
                "the owner role's password", stack.database().ownerPassword(),
                "the passphrase of the keystore",
                        Files.readString(Path.of(setting(stack, "peer.keystore.passphrase.file")))
                                .strip(),
                "the key of access tokens", accessKeyLine(stack));
    }

    /** One line out of the middle of the private key. */
    private static String accessKeyLine(PeerStack stack) throws IOException {
        return Files.readAllLines(Path.of(setting(stack, "peer.home")).resolve("access-token-key.pem"))
                .get(8);
    }

    private static String setting(PeerStack stack, String key) {
        return Objects.requireNonNull(stack.settings().get(key), key);
    }
}
