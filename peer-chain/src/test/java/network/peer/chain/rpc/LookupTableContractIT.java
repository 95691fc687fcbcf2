package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.peer.chain.keys.Signer;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.LookupTableAccount;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.chain.tx.MessageForm;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.Programs;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.SystemInstructions;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The life of a lookup table: created, extended, used after its warm-up slot, deactivated, closed for its rent.
 *
 * @see <a href="https://solana.com/docs/core/transactions/lookup-tables">address lookup tables</a>
 */
class LookupTableContractIT {
    /** As long as a slot is recent. */
    private static final int COOL_DOWN_SLOTS = 513;

    private static final long SHARE_LAMPORTS = 10_000_000;

    private static LocalnetProcess localnet;
    private static SolanaRpc rpc;
    private static Signer payer;

    @BeforeAll
    static void start() {
        localnet = LocalnetProcess.withoutTicker();
        rpc = localnet.rpc();
        payer = TestChain.funded(localnet);
    }

    @AfterAll
    static void stop() {
        localnet.close();
    }

    @Test
    void aTableServesFromItsWarmUpUntilItIsClosedForItsRent() {
        List<PublicKey> recipients =
                Stream.generate(() -> TestChain.newKey().publicKey()).limit(5).toList();
        long recentSlot = rpc.getSlot(ReadAt.FINALIZED);
        PublicKey table =
                LookupTableInstructions.derive(payer.publicKey(), recentSlot).address();
        long before = balance();

        land(LookupTableInstructions.create(payer.publicKey(), payer.publicKey(), recentSlot));
        land(LookupTableInstructions.extend(table, payer.publicKey(), payer.publicKey(), recipients));

        LookupTableAccount account = account(table).orElseThrow();
        assertThat(account.addresses()).isEqualTo(recipients);
        assertThat(account.authority()).contains(payer.publicKey());
        assertThat(account.deactivationSlot()).isEmpty();
        assertThat(account.lastExtendedSlot()).isLessThan(rpc.getSlot(ReadAt.FINALIZED));
        assertThat(rpc.getBalanceLamports(table, ReadAt.FINALIZED).value())
                .isEqualTo(rpc.getMinimumBalanceForRentExemption(LookupTableAccount.sizeBytes(recipients.size())));

        TransactionMessage paying = paying(recipients, LookupTable.of(table, recipients));
        assertThat(paying.form().tables()).hasSize(1);
        assertThat(rpc.simulateUnsigned(paying, ReadAt.CONFIRMED).error()).isNull();
        SignedTransaction paid = landed(SignedTransaction.sign(paying, List.of(payer)));
        assertThat(recipients).allSatisfy(recipient -> assertThat(
                        rpc.getBalanceLamports(recipient, ReadAt.FINALIZED).value())
                .isEqualTo(SHARE_LAMPORTS));
        LandedTransaction read =
                rpc.getTransaction(paid.signature(), Commitment.FINALIZED).orElseThrow();
        assertThat(read.wire()).isEqualTo(paid.wire());
        assertThat(read.loadedAddresses()).containsExactlyInAnyOrderElementsOf(recipients);

        land(LookupTableInstructions.deactivate(table, payer.publicKey()));
        assertThat(account(table).orElseThrow().deactivationSlot()).isPresent();
        assertThat(rpc.simulateUnsigned(paying(recipients, LookupTable.of(table, recipients)), ReadAt.CONFIRMED)
                        .error())
                .as("usable while its deactivation is recent")
                .isNull();
        Instruction close = LookupTableInstructions.close(table, payer.publicKey(), payer.publicKey());
        assertThat(rpc.simulateUnsigned(
                                message(MessageForm.of(MessageVersion.LEGACY), List.of(close)), ReadAt.CONFIRMED)
                        .error())
                .as("too early to close")
                .isNotNull();
        localnet.advance(COOL_DOWN_SLOTS);
        land(close);

        assertThat(account(table)).isEmpty();
        long fees = 5 * 5_000;
        assertThat(balance()).isEqualTo(before - fees - recipients.size() * SHARE_LAMPORTS);
    }

    @Test
    void creatingATableAgainChangesNothing() {
        long recentSlot = rpc.getSlot(ReadAt.FINALIZED);
        PublicKey table =
                LookupTableInstructions.derive(payer.publicKey(), recentSlot).address();
        Instruction create = LookupTableInstructions.create(payer.publicKey(), payer.publicKey(), recentSlot);
        List<PublicKey> addresses = List.of(TestChain.newKey().publicKey());

        land(create);
        land(LookupTableInstructions.extend(table, payer.publicKey(), payer.publicKey(), addresses));
        land(create);

        assertThat(account(table).orElseThrow().addresses()).isEqualTo(addresses);
    }

    @Test
    void aTableCannotBeCreatedForASlotThatIsNotRecent() {
        long recentSlot = rpc.getSlot(ReadAt.FINALIZED);
        localnet.advance(COOL_DOWN_SLOTS);

        SimulationResult result = rpc.simulateUnsigned(
                message(
                        MessageForm.of(MessageVersion.LEGACY),
                        List.of(LookupTableInstructions.create(payer.publicKey(), payer.publicKey(), recentSlot))),
                ReadAt.CONFIRMED);

        assertThat(result.wouldFail()).isTrue();
    }

    @Test
    void aTableThatIsNotThereIsAnErrorThatNamesTables() {
        List<PublicKey> recipients =
                Stream.generate(() -> TestChain.newKey().publicKey()).limit(3).toList();
        LookupTable nowhere = LookupTable.of(TestChain.newKey().publicKey(), recipients);

        assertThat(rpc.simulateUnsigned(paying(recipients, nowhere), ReadAt.CONFIRMED)
                        .error())
                .contains("AddressLookupTable");
    }

    private static TransactionMessage paying(List<PublicKey> recipients, LookupTable table) {
        List<Instruction> transfers = new ArrayList<>();
        recipients.forEach(
                recipient -> transfers.add(SystemInstructions.transfer(payer.publicKey(), recipient, SHARE_LAMPORTS)));
        return message(MessageForm.smallest(payer.publicKey(), transfers, List.of(table)), transfers);
    }

    private static TransactionMessage message(MessageForm form, List<Instruction> instructions) {
        return TransactionMessage.of(
                form,
                payer.publicKey(),
                rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                instructions,
                NetworkLimits.PUBLIC_CLUSTERS);
    }

    private static void land(Instruction... instructions) {
        landed(SignedTransaction.sign(
                message(MessageForm.of(MessageVersion.LEGACY), List.of(instructions)), List.of(payer)));
    }

    private static SignedTransaction landed(SignedTransaction transaction) {
        TestChain.sent(rpc, transaction);
        localnet.finalizeAll();
        SignatureStatus status =
                rpc.getSignatureStatuses(List.of(transaction.signature()), true).of(transaction.signature());
        assertThat(status).isNotNull().matches(found -> found.isFinalized() && !found.hasFailed(), "landed");
        return transaction;
    }

    private static Optional<LookupTableAccount> account(PublicKey table) {
        return rpc.getAccountInfo(table, ReadAt.FINALIZED)
                .filter(found -> found.owner().equals(Programs.ADDRESS_LOOKUP_TABLE))
                .map(found -> LookupTableAccount.decode(found.data()));
    }

    private static long balance() {
        return rpc.getBalanceLamports(payer.publicKey(), ReadAt.FINALIZED).value();
    }
}
