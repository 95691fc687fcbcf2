package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;

class TransactionSizerTest {
    private static final NetworkLimits LIMITS = NetworkLimits.PUBLIC_CLUSTERS;
    private static final PublicKey AUTHORITY = TestSigners.address("authority");
    private static final PublicKey MINT = TestSigners.address("mint");
    private static final String LONGEST_MEMO = "m".repeat(40);

    @Test
    void eighteenMintsToExistingAccountsFitWithTheLongestMemo() {
        TransactionSizer sizer = sizerWithPreamble();

        int fitted = fill(sizer, 64, i -> List.of(mintTo(i)));

        assertThat(fitted).isEqualTo(18);
        assertThat(message(sizer.instructions()).instructions()).hasSize(3 + 18);
    }

    @Test
    void nineMintsWithTheirAccountsFitWithTheLongestMemo() {
        TransactionSizer sizer = sizerWithPreamble();

        int fitted = fill(
                sizer,
                64,
                i -> List.of(
                        AssociatedTokenAccounts.createIdempotent(AUTHORITY, account(i), account(1000 + i), MINT),
                        Token2022Instructions.mintToChecked(MINT, account(i), AUTHORITY, new TokenAmount(1))));

        assertThat(fitted).isEqualTo(9);
    }

    @Test
    void throughOneTableFiftyThreeMintsFitWithTheLongestMemo() {
        TransactionSizer sizer = withPreamble(new TransactionSizer(LIMITS, AUTHORITY, List.of(table(1000, 0, 255))));

        int fitted = fill(sizer, 64, i -> List.of(mintTo(i)));

        assertThat(fitted).isEqualTo(53);
        assertThat(sizer.size().accountLocks()).isEqualTo(58);
        assertThat(sizer.size().traceEntries()).isEqualTo(56);
    }

    @Test
    void throughTwoTablesFiftyOneMintsFitWithTheLongestMemo() {
        TransactionSizer sizer = withPreamble(
                new TransactionSizer(LIMITS, AUTHORITY, List.of(table(1000, 0, 30), table(1001, 30, 225))));

        assertThat(fill(sizer, 64, i -> List.of(mintTo(i)))).isEqualTo(51);
    }

    @Test
    void tablesOfOthersChangeNothing() {
        TransactionSizer sizer = withPreamble(new TransactionSizer(LIMITS, AUTHORITY, List.of(table(1000, 500, 255))));

        assertThat(fill(sizer, 64, i -> List.of(mintTo(i)))).isEqualTo(18);
    }

    @Test
    void whatIsLookedUpCountsAsALock() {
        NetworkLimits largePackets = new NetworkLimits(
                10_000,
                LIMITS.accountLocks(),
                1_000,
                LIMITS.computeUnits(),
                LIMITS.baseFeeLamportsPerSignature(),
                LIMITS.blockhashLifetimeBlocks());
        TransactionSizer sizer =
                withPreamble(new TransactionSizer(largePackets, AUTHORITY, List.of(table(1000, 0, 255))));

        int fitted = fill(sizer, 100, i -> List.of(mintTo(i)));

        assertThat(sizer.size().accountLocks()).isEqualTo(LIMITS.accountLocks());
        assertThat(fitted).isEqualTo(LIMITS.accountLocks() - 5);
    }

    @Test
    void aGroupThatDoesNotFitChangesNothing() {
        TransactionSizer sizer = sizerWithPreamble();
        fill(sizer, 64, i -> List.of(mintTo(i)));
        List<Instruction> before = sizer.instructions();

        boolean added = sizer.tryAdd(List.of(mintTo(500)));

        assertThat(added).isFalse();
        assertThat(sizer.instructions()).isEqualTo(before);
    }

    @Test
    void oneByteMoreThanTheLimitIsRefused() {
        int memoLength = 1;
        while (size(memo(memoLength)) < LIMITS.transactionBytes()) {
            memoLength++;
        }
        int fits = memoLength;

        assertThat(size(memo(fits))).isEqualTo(LIMITS.transactionBytes());
        assertThat(message(List.of(memo(fits))).bytes()).isNotEmpty();
        assertThatExceptionOfType(TransactionTooLargeException.class)
                .isThrownBy(() -> message(List.of(memo(fits + 1))))
                .withMessage("transaction too large: 1233 bytes, the network accepts 1232");
    }

    @Test
    void moreAccountsThanTheNetworkLocksAreRefused() {
        NetworkLimits largePackets = new NetworkLimits(
                10_000,
                LIMITS.accountLocks(),
                LIMITS.instructionTraceEntries(),
                LIMITS.computeUnits(),
                LIMITS.baseFeeLamportsPerSignature(),
                LIMITS.blockhashLifetimeBlocks());

        assertThat(messageWithAccounts(64, largePackets).accounts()).hasSize(64);
        assertThatExceptionOfType(TransactionTooLargeException.class)
                .isThrownBy(() -> messageWithAccounts(65, largePackets))
                .withMessageContaining("65 account locks");
    }

    @Test
    void moreTraceEntriesThanTheNetworkRunsAreRefused() {
        TransactionSizer sizer = new TransactionSizer(LIMITS, MessageVersion.LEGACY, AUTHORITY);

        int fitted = fill(
                sizer,
                64,
                i -> List.of(AssociatedTokenAccounts.createIdempotent(AUTHORITY, account(1), account(2), MINT)));

        assertThat(fitted).isEqualTo(12);
        assertThat(sizer.size().traceEntries()).isEqualTo(60);
    }

    private static int fill(TransactionSizer sizer, int maximum, IntFunction<List<Instruction>> groups) {
        int fitted = 0;
        while (fitted < maximum && sizer.tryAdd(groups.apply(fitted))) {
            fitted++;
        }
        return fitted;
    }

    private static TransactionSizer sizerWithPreamble() {
        return withPreamble(new TransactionSizer(LIMITS, MessageVersion.LEGACY, AUTHORITY));
    }

    private static TransactionSizer withPreamble(TransactionSizer sizer) {
        boolean fits = sizer.tryAdd(List.of(
                ComputeBudgetInstructions.setComputeUnitLimit(200_000),
                ComputeBudgetInstructions.setComputeUnitPrice(1),
                MemoInstructions.memo(LONGEST_MEMO)));
        assertThat(fits).isTrue();
        return sizer;
    }

    /** The mint, and so many recipients from the first on. */
    private static LookupTable table(int name, int first, int count) {
        List<PublicKey> addresses = new ArrayList<>(List.of(MINT));
        IntStream.range(first, first + count).forEach(i -> addresses.add(account(i)));
        return LookupTable.of(account(name), addresses);
    }

    private static Instruction mintTo(int index) {
        return Token2022Instructions.mintToChecked(MINT, account(index), AUTHORITY, new TokenAmount(1 + index));
    }

    private static Instruction memo(int length) {
        return MemoInstructions.memo("m".repeat(length));
    }

    private static int size(Instruction instruction) {
        return TransactionSizer.measure(MessageVersion.LEGACY, AUTHORITY, List.of(instruction))
                .bytes();
    }

    private static TransactionMessage messageWithAccounts(int accounts, NetworkLimits limits) {
        int besidesPayerAndProgram = accounts - 2;
        List<AccountMeta> metas = new ArrayList<>();
        IntStream.range(0, besidesPayerAndProgram).forEach(i -> metas.add(AccountMeta.readOnly(account(i))));
        return TransactionMessage.of(
                MessageVersion.V0,
                AUTHORITY,
                Blockhash.of(new byte[32]),
                List.of(new Instruction(Programs.MEMO, metas, new byte[0])),
                limits);
    }

    private static TransactionMessage message(List<Instruction> instructions) {
        return TransactionMessage.of(
                MessageVersion.LEGACY, AUTHORITY, Blockhash.of(new byte[32]), instructions, LIMITS);
    }

    private static PublicKey account(int index) {
        return PublicKey.of(
                ByteBuffer.allocate(32).putInt(0, 7).putInt(28, index).array());
    }
}
