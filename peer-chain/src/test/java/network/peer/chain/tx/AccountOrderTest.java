package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.stream.Collectors;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.Test;

class AccountOrderTest {
    @Test
    void sortsAddressesAsKitDoes() {
        JsonObject vector = Vectors.object("address-order.json");

        List<String> sorted = strings(vector, "shuffled").stream()
                .sorted(AccountOrder::collate)
                .collect(Collectors.toList());

        assertThat(sorted).hasSize(300).isEqualTo(strings(vector, "sorted"));
    }

    @Test
    void aDifferenceInCaseCountsOnlyIfNothingElseDiffers() {
        assertThat(AccountOrder.collate("aB", "Ab")).isNegative();
        assertThat(AccountOrder.collate("aC", "Ab")).isPositive();
        assertThat(AccountOrder.collate("9z", "a1")).isNegative();
        assertThat(AccountOrder.collate("ab", "abc")).isNegative();
        assertThat(AccountOrder.collate("abc", "abc")).isZero();
    }

    @Test
    void anAccountUsedTwiceAppearsOnceWithItsStrongestUse() {
        PublicKey payer = TestSigners.address("fee payer");
        PublicKey user = TestSigners.address("user");
        Instruction reads = new Instruction(Programs.MEMO, List.of(AccountMeta.signer(user)), new byte[0]);
        Instruction writes = new Instruction(
                Programs.MEMO, List.of(AccountMeta.writable(user), AccountMeta.readOnly(payer)), new byte[0]);

        List<AccountMeta> accounts = AccountOrder.of(payer, AccountOrder.merge(payer, List.of(reads, writes)));

        assertThat(accounts)
                .containsExactly(
                        AccountMeta.writableSigner(payer),
                        AccountMeta.writableSigner(user),
                        AccountMeta.readOnly(Programs.MEMO));
    }

    private static List<String> strings(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }
}
