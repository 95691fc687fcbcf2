package network.peer.chain.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MintAccountTest {
    private static final MintMetadata METADATA =
            new MintMetadata("Peer Tökén", "PEER", "https://example.org/peer.json");

    @Test
    void itsSizesAreThoseThatKitComputes() throws IOException {
        JsonObject sizes = sizes();

        assertThat(MintAccount.sizeAtCreation()).isEqualTo(sizes.getInt("atCreation"));
        assertThat(MintAccount.sizeWith(METADATA)).isEqualTo(sizes.getInt("withMetadata"));
    }

    @Test
    void bytesThatAreNoMintAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MintAccount(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new MintAccount(new byte[82]));
        assertThatIllegalArgumentException().isThrownBy(() -> new MintAccount(new byte[400]));
    }

    @Test
    void anExtensionThatIsCutOffIsRefused() {
        byte[] bytes = new byte[200];
        bytes[45] = 1;
        bytes[165] = 1;
        bytes[166] = MintAccount.METADATA_POINTER;
        bytes[168] = 64;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MintAccount(bytes))
                .withMessageContaining("cut off");
    }

    @Test
    void metadataThatWalletsCannotShowIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MintMetadata("", "PEER", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new MintMetadata("Peer", "ELEVENCHARS", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new MintMetadata("Peer", "PEER", "u".repeat(201)));
    }

    private static JsonObject sizes() throws IOException {
        String file = "/vectors/mint-size.json";
        try (InputStream in = Objects.requireNonNull(MintAccountTest.class.getResourceAsStream(file), file);
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        }
    }
}
