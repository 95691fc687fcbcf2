package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every builder against what the official client builds from the same input. */
class InstructionVectorsTest {
    private static final JsonObject VECTORS = Vectors.object("instructions.json");
    private static final PublicKey AUTHORITY = TestSigners.address("authority");
    private static final PublicKey MINT = TestSigners.address("mint");
    private static final PublicKey FEE_PAYER = TestSigners.address("fee payer");
    private static final PublicKey USER = TestSigners.address("user");
    private static final PublicKey USER_TOKEN = AssociatedTokenAccounts.address(USER, MINT);
    private static final PublicKey FREEZER = freezer();
    private static final long RECENT_SLOT = 123_456_789_012L;
    private static final PublicKey TABLE =
            LookupTableInstructions.derive(AUTHORITY, RECENT_SLOT).address();
    private static final Map<String, Instruction> BUILT = Map.ofEntries(
            Map.entry(
                    "systemCreateAccount",
                    SystemInstructions.createAccount(AUTHORITY, MINT, 4_000_000, 234, Programs.TOKEN_2022)),
            Map.entry("systemTransfer", SystemInstructions.transfer(FEE_PAYER, USER, 1_000_000_007)),
            Map.entry("initializeMint2", Token2022Instructions.initializeMint2(MINT, 9, AUTHORITY, null)),
            Map.entry(
                    "initializeMint2WithFreezeAuthority",
                    Token2022Instructions.initializeMint2(MINT, 9, AUTHORITY, FREEZER)),
            Map.entry("initializeMetadataPointer", Token2022Instructions.initializeMetadataPointer(MINT, null, MINT)),
            Map.entry(
                    "initializeMetadataPointerWithAuthority",
                    Token2022Instructions.initializeMetadataPointer(MINT, AUTHORITY, MINT)),
            Map.entry(
                    "initializeTokenMetadata",
                    Token2022Instructions.initializeTokenMetadata(
                            MINT, AUTHORITY, AUTHORITY, "Peer Tökén", "PEER", "https://example.org/peer.json")),
            Map.entry(
                    "mintToChecked",
                    Token2022Instructions.mintToChecked(
                            MINT, recipientToken(0), AUTHORITY, new TokenAmount(2_119_542_178L))),
            Map.entry(
                    "transferChecked",
                    Token2022Instructions.transferChecked(
                            USER_TOKEN, MINT, recipientToken(1), USER, new TokenAmount(1))),
            Map.entry(
                    "burnChecked",
                    Token2022Instructions.burnChecked(USER_TOKEN, MINT, USER, new TokenAmount(Long.MAX_VALUE))),
            Map.entry("createIdempotent", AssociatedTokenAccounts.createIdempotent(FEE_PAYER, recipient(0), MINT)),
            Map.entry("createLookupTable", LookupTableInstructions.create(AUTHORITY, FEE_PAYER, RECENT_SLOT)),
            Map.entry(
                    "extendLookupTable",
                    LookupTableInstructions.extend(
                            TABLE,
                            AUTHORITY,
                            AUTHORITY,
                            List.of(recipientToken(0), recipientToken(1), recipientToken(2)))),
            Map.entry("deactivateLookupTable", LookupTableInstructions.deactivate(TABLE, AUTHORITY)),
            Map.entry("closeLookupTable", LookupTableInstructions.close(TABLE, AUTHORITY, FEE_PAYER)),
            Map.entry("memoWithoutSigner", MemoInstructions.memo("P1 MINT 2026-11-21 3 1")),
            Map.entry("memoWithSigners", MemoInstructions.memo("ä memo", AUTHORITY, USER)),
            Map.entry("computeUnitLimit", ComputeBudgetInstructions.setComputeUnitLimit(1_400_000)),
            Map.entry("computeUnitPrice", ComputeBudgetInstructions.setComputeUnitPrice(123_456_789)));

    static Stream<String> names() {
        return VECTORS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void buildsWhatKitBuilds(String name) {
        assertThat(BUILT.get(name)).isEqualTo(Vectors.instruction(VECTORS.getJsonObject(name)));
    }

    @Test
    void everyBuilderHasAVector() {
        assertThat(VECTORS.keySet()).isEqualTo(BUILT.keySet());
    }

    @Test
    void neitherTheDataGivenNorTheDataTakenChangesAnInstruction() {
        byte[] given = {1, 2, 3};
        Instruction instruction = new Instruction(Programs.MEMO, List.of(), given);

        given[0] = 9;
        instruction.data()[1] = 9;

        assertThat(instruction.data()).containsExactly(1, 2, 3);
    }

    private static PublicKey recipient(int index) {
        return new PublicKey(account(index).getString("wallet"));
    }

    private static PublicKey recipientToken(int index) {
        return new PublicKey(account(index).getString("address"));
    }

    private static JsonObject account(int index) {
        return Vectors.object("associated-token-accounts.json")
                .getJsonArray("accounts")
                .getJsonObject(index);
    }

    /** The last 32 bytes of the vector: an address that occurs nowhere else. */
    private static PublicKey freezer() {
        byte[] data = Vectors.instruction(VECTORS.getJsonObject("initializeMint2WithFreezeAuthority"))
                .data();
        return PublicKey.of(Arrays.copyOfRange(data, data.length - 32, data.length));
    }
}
