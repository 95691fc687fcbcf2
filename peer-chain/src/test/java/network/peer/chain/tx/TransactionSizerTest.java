package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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

    /** Groups of all kinds in a random order, through tables that overlap, some of them refused and taken back. */
    @Test
    void whatIsCountedStepByStepIsWhatTheWholeMessageTakes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            List<LookupTable> tables = List.of(
                    table(1000, 0, random.nextInt(1, 40)),
                    table(1001, random.nextInt(20), 30),
                    table(1002, random.nextInt(60), 3));
            TransactionSizer sizer = withPreamble(new TransactionSizer(LIMITS, AUTHORITY, tables));
            int refused = 0;
            while (refused < 5) {
                int recipient = random.nextInt(70);
                List<Instruction> group = random.nextInt(4) == 0
                        ? List.of(
                                AssociatedTokenAccounts.createIdempotent(
                                        AUTHORITY, account(recipient), account(500 + recipient), MINT),
                                mintTo(recipient))
                        : random.nextInt(5) == 0
                                ? List.of(Token2022Instructions.burnChecked(
                                        account(recipient), MINT, account(600 + recipient % 3), new TokenAmount(1)))
                                : List.of(mintTo(recipient));
                refused += sizer.tryAdd(group) ? 0 : 1;

                MessageForm form = MessageForm.smallest(AUTHORITY, sizer.instructions(), tables);
                assertThat(sizer.size()).isEqualTo(TransactionSizer.measure(form, AUTHORITY, sizer.instructions()));
            }
            TransactionMessage message = TransactionMessage.of(
                    MessageForm.smallest(AUTHORITY, sizer.instructions(), tables),
                    AUTHORITY,
                    Blockhash.of(new byte[32]),
                    sizer.instructions(),
                    LIMITS);
            assertThat(message.unsignedWire()).hasSize(sizer.size().bytes());
        }
    }

    @Test
    void aMessageTakesAnotherHeadAndKeepsItsAccounts() {
        List<Instruction> before =
                List.of(ComputeBudgetInstructions.setComputeUnitLimit(1_400_000), memo(40), mintTo(1));
        List<Instruction> after = List.of(ComputeBudgetInstructions.setComputeUnitLimit(9_000), memo(12), mintTo(1));

        TransactionMessage changed = message(before).withHead(after.subList(0, 2), LIMITS);

        assertThat(changed.bytes()).isEqualTo(message(after).bytes());
        assertThat(changed.instructions()).isEqualTo(after);
    }

    @Test
    void aHeadThatUsesOtherAccountsIsRefused() {
        TransactionMessage message = message(List.of(memo(40), mintTo(1)));

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> message.withHead(List.of(mintTo(2)), LIMITS))
                .withMessageContaining("instruction 0");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> message.withHead(List.of(memo(40), mintTo(2)), LIMITS))
                .withMessageContaining("instruction 1");
    }

    @Test
    void aHeadThatIsTooLongIsRefused() {
        TransactionMessage message = message(List.of(memo(40), mintTo(1)));

        assertThatExceptionOfType(TransactionTooLargeException.class)
                .isThrownBy(() -> message.withHead(List.of(memo(1_200)), LIMITS));
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
