package network.peer.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import network.peer.identity.RegisterCommand;
import network.peer.mail.Mail;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void matchesThePasswordItWasMadeOfAndNoOther() {
        PasswordHash hash = PasswordHash.of("Secret123");

        assertThat(hash.matches("Secret123")).isTrue();
        assertThat(hash.matches("Secret124")).isFalse();
        assertThat(hash.iterations()).isGreaterThanOrEqualTo(210_000);
    }

    @Test
    void saltsEveryHashAnew() {
        PasswordHash first = PasswordHash.of("Secret123");
        PasswordHash second = PasswordHash.of("Secret123");

        assertThat(first.salt()).isNotEqualTo(second.salt());
        assertThat(first.hash()).isNotEqualTo(second.hash());
    }

    /** A vector made with OpenSSL 3: {@code openssl kdf -keylen 32 -kdfopt digest:SHA512 … PBKDF2}. */
    @Test
    void usesTheStoredParameters() {
        byte[] salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        byte[] expected = HexFormat.of().parseHex("4d3b0c335c2c6256652ebdaf017bd45dc30245c1a9ecaeac783136e4273a7ac2");
        PasswordHash stored = new PasswordHash("PBKDF2WithHmacSHA512", 1_000, salt, expected);

        assertThat(stored.matches("Secret123")).isTrue();
        assertThat(stored.matches("secret123")).isFalse();
    }

    @Test
    void handsOutCopies() {
        PasswordHash hash = PasswordHash.of("Secret123");

        hash.hash()[0] ^= 1;
        hash.salt()[0] ^= 1;

        assertThat(hash.matches("Secret123")).isTrue();
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(new RegisterCommand("a@example.org", "alice", "Secret123", null).toString())
                .doesNotContain("Secret123")
                .doesNotContain("example.org");
        assertThat(new Mail("a@example.org", "Verify", "token-in-the-body").toString())
                .doesNotContain("token-in-the-body");
    }

    @Test
    void tokensAreUnguessableAndStoredAsHashes() {
        String token = SecretToken.generate();

        assertThat(token).hasSize(43).isNotEqualTo(SecretToken.generate());
        assertThat(SecretToken.hash(token)).hasSize(32).isEqualTo(SecretToken.hash(token));
    }
}
