package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lookup tables: where they stand, what is in them, and when a message gets smaller through them. */
class LookupTableTest {
    private static final JsonObject VECTORS = Vectors.object("lookup-tables.json");
    private static final PublicKey AUTHORITY = TestSigners.address("authority");
    private static final PublicKey MINT = TestSigners.address("mint");

    static List<JsonObject> accounts() {
        return VECTORS.getJsonArray("accounts").getValuesAs(JsonObject.class);
    }

    @Test
    void standsWhereKitFindsIt() {
        LookupTableInstructions.Derived derived = LookupTableInstructions.derive(
                new PublicKey(VECTORS.getString("authority")), Long.parseLong(VECTORS.getString("recentSlot")));

        assertThat(derived.address().base58()).isEqualTo(VECTORS.getString("address"));
        assertThat(derived.bump()).isEqualTo(VECTORS.getInt("bump"));
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void readsTheAccountThatKitWrote(JsonObject vector) {
        byte[] data = HexFormat.of().parseHex(vector.getString("data"));

        LookupTableAccount account = LookupTableAccount.decode(data);

        assertThat(data)
                .hasSize(LookupTableAccount.sizeBytes(account.addresses().size()));
        assertThat(account.addresses()).isEqualTo(Vectors.keys(vector, "addresses"));
        assertThat(account.authority()).contains(new PublicKey(vector.getString("authority")));
        assertThat(account.lastExtendedSlot()).isEqualTo(Long.parseLong(vector.getString("lastExtendedSlot")));
        assertThat(account.deactivationSlot())
                .isEqualTo(Optional.of(Long.parseUnsignedLong(vector.getString("deactivationSlot")))
                        .filter(slot -> slot != -1));
    }

    @Test
    void refusesDataThatIsNoTable() {
        byte[] data = HexFormat.of().parseHex(accounts().get(0).getString("data"));
        byte[] otherKind = data.clone();
        otherKind[0] = 2;
        byte[] cutOff = java.util.Arrays.copyOf(data, data.length - 1);

        assertThatIllegalArgumentException().isThrownBy(() -> LookupTableAccount.decode(otherKind));
        assertThatIllegalArgumentException().isThrownBy(() -> LookupTableAccount.decode(cutOff));
        assertThatIllegalArgumentException().isThrownBy(() -> LookupTableAccount.decode(new byte[0]));
    }

    @Test
    void anAddressThatStandsTwiceIsFoundAtItsFirstIndex() {
        LookupTable table = LookupTable.of(address(900), List.of(address(1), address(2), address(1)));

        assertThat(table.indexes()).isEqualTo(Map.of(address(1), 0, address(2), 1));
    }

    @Test
    void anIndexIsOneByte() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LookupTable(MINT, Map.of(address(1), 256)));
        assertThatIllegalArgumentException().isThrownBy(() -> new LookupTable(MINT, Map.of(address(1), -1)));
    }

    @Test
    void aLegacyMessageHasNoTables() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MessageForm(MessageVersion.LEGACY, List.of(table(900, 0, 3))));
    }

    @Test
    void isUsedOnlyWhereItMakesTheMessageSmaller() {
        List<Instruction> two = mints(0, 2);

        assertThat(smallest(two)).isEqualTo(MessageForm.of(MessageVersion.LEGACY));
        assertThat(smallest(two, table(900, 50, 60)))
                .as("nothing but the mint is in it")
                .isEqualTo(MessageForm.of(MessageVersion.LEGACY));
        assertThat(smallest(two, table(900, 1, 60)).tables())
                .as("the mint and one recipient are in it")
                .hasSize(1);
        assertThat(smallest(two, table(900, 1, 60), table(901, 0, 60)).tables())
                .as("one table has them all")
                .extracting(LookupTable::address)
                .containsExactly(address(901));
        assertThat(smallest(mints(0, 6), table(900, 0, 3), table(901, 3, 3)).tables())
                .hasSize(2);
    }

    @Test
    void neverMakesAMessageLarger() {
        for (int recipients = 0; recipients < 12; recipients++) {
            for (int inTable = 0; inTable <= recipients; inTable++) {
                List<Instruction> instructions = mints(0, recipients);
                LookupTable table = table(900, 0, inTable);

                int smallest = bytes(smallest(instructions, table), instructions);

                assertThat(smallest)
                        .isEqualTo(Math.min(
                                bytes(MessageForm.of(MessageVersion.LEGACY), instructions),
                                bytes(new MessageForm(MessageVersion.V0, List.of(table)), instructions)));
            }
        }
    }

    private static int bytes(MessageForm form, List<Instruction> instructions) {
        return TransactionSizer.measure(form, AUTHORITY, instructions).bytes();
    }

    private static MessageForm smallest(List<Instruction> instructions, LookupTable... tables) {
        return MessageForm.smallest(AUTHORITY, instructions, List.of(tables));
    }

    /** The mint, and so many recipients from the first on. */
    private static LookupTable table(int name, int first, int count) {
        List<PublicKey> addresses = new java.util.ArrayList<>(List.of(MINT));
        IntStream.range(first, first + count).forEach(i -> addresses.add(address(i)));
        return LookupTable.of(address(name), addresses);
    }

    private static List<Instruction> mints(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> Token2022Instructions.mintToChecked(MINT, address(i), AUTHORITY, new TokenAmount(1 + i)))
                .toList();
    }

    private static PublicKey address(int index) {
        return PublicKey.of(
                ByteBuffer.allocate(32).putInt(0, 7).putInt(28, index).array());
    }
}
