package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.Test;

class AssociatedTokenAccountsTest {
    @Test
    void derivesTheAddressesThatKitDerives() {
        JsonObject vector = Vectors.object("associated-token-accounts.json");
        PublicKey mint = new PublicKey(vector.getString("mint"));

        assertThat(vector.getJsonArray("accounts")).hasSize(20);
        for (JsonValue account : vector.getJsonArray("accounts")) {
            PublicKey wallet = new PublicKey(account.asJsonObject().getString("wallet"));
            assertThat(AssociatedTokenAccounts.address(wallet, mint).base58())
                    .isEqualTo(account.asJsonObject().getString("address"));
        }
    }
}
