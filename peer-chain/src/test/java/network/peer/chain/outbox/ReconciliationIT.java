package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.chain.conservation.Reconciler;
import network.peer.chain.conservation.UncertainLandingException;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AccountMeta;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.Programs;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.database.Rows;
import network.peer.settlement.PostgresReconciliationStore;
import network.peer.settlement.ReconciliationQueries;
import network.peer.settlement.ReconciliationQueries.Found;
import network.peer.settlement.ReconciliationQueries.ReconciliationRun;
import network.peer.settlement.ReconciliationStore;
import network.peer.settlement.ReconciliationStore.Difference;
import network.peer.settlement.ReconciliationStore.Run;
import network.peer.testing.EachCall;
import network.peer.testing.Holders.Holder;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconciliationIT {
    /** @see <a href="https://docs.rs/spl-associated-token-account-interface">AssociatedTokenAccountInstruction</a> */
    private static final byte[] RECOVER_NESTED = {2};

    private SettlementRig rig;
    private ReconciliationStore store;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
        store = EachCall.inItsOwnTransaction(
                rig.database, ReconciliationStore.class, PostgresReconciliationStore::withoutContainer);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void booksAndChainThatAgreeGiveNothing() {
        rig.owedHolders(3);
        rig.lane("node-1").runOnce();
        rig.chain.finalizeAll();

        Run run = reconcile(rig.rpc);

        assertThat(run.wallets()).as("with RESERVE and TREASURY").isEqualTo(5);
        assertThat(run.differences()).as("landed, though not recorded yet").isZero();
        assertThat(pauses()).isZero();
        assertThat(reconcile(rig.rpc).id()).isNotEqualTo(run.id());
    }

    @Test
    void aMintThatWeDidNotMakeIsNamed() {
        Holder holder = paid(2).get(0);
        StrayMint.to(rig, holder);

        Run run = reconcile(rig.rpc);

        String stray = rig.rpc
                .getSignaturesForAddress(rig.mint, java.util.Optional.empty(), 1, ReadAt.FINALIZED)
                .get(0)
                .signature()
                .base58();
        assertThat(store.differences(run.id(), 10)).hasSize(2).allSatisfy(difference -> {
            assertThat(difference.surplus()).isEqualTo(BigInteger.ONE);
            assertThat(difference.explained()).isTrue();
            assertThat(difference.explanation()).contains(stray).contains("not ours");
        });
        assertThat(pauses()).isEqualTo(1);
        assertThat(rig.lane("node-1").runOnce()).isFalse();
    }

    @Test
    void tokensThatLeaveAWalletWithoutUsAreNamedOnBothSides() {
        List<Holder> holders = paid(2);
        Wallet from = wallet(holders.get(0));
        PublicKey payer = rig.authority.publicKey();
        send(
                List.of(rig.authority, rig.signer(from)),
                Token2022Instructions.transferChecked(
                        account(from),
                        rig.mint,
                        account(wallet(holders.get(1))),
                        rig.signer(from).publicKey(),
                        new TokenAmount(5)));

        Run run = reconcile(rig.rpc);

        assertThat(payer).isNotNull();
        assertThat(store.differences(run.id(), 10))
                .extracting(Difference::surplus)
                .containsExactlyInAnyOrder(BigInteger.valueOf(5), BigInteger.valueOf(-5));
        assertThat(store.differences(run.id(), 10)).allMatch(Difference::explained);
    }

    @Test
    void whatAnotherProgramMovesByACallIsNamed() {
        Wallet wallet = wallet(paid(1).get(0));
        Signer owner = rig.signer(wallet);
        PublicKey nested = AssociatedTokenAccounts.address(account(wallet), rig.mint);
        send(
                List.of(rig.authority),
                AssociatedTokenAccounts.createIdempotent(rig.authority.publicKey(), account(wallet), rig.mint),
                Token2022Instructions.mintToChecked(rig.mint, nested, rig.authority.publicKey(), new TokenAmount(5)));
        SignedTransaction recovery = send(
                List.of(rig.authority, owner),
                new Instruction(
                        Programs.ASSOCIATED_TOKEN,
                        List.of(
                                AccountMeta.writable(nested),
                                AccountMeta.readOnly(rig.mint),
                                AccountMeta.writable(account(wallet)),
                                AccountMeta.readOnly(account(wallet)),
                                AccountMeta.readOnly(rig.mint),
                                AccountMeta.writableSigner(owner.publicKey()),
                                AccountMeta.readOnly(Programs.TOKEN_2022)),
                        RECOVER_NESTED));

        Run run = reconcile(rig.rpc);

        assertThat(store.differences(run.id(), 10))
                .as("the wallet and the supply")
                .hasSize(2)
                .allMatch(Difference::explained);
        assertThat(store.differences(run.id(), 10))
                .filteredOn(difference -> !difference.subject().equals("SUPPLY"))
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.explanation()).contains(recovery.signature() + " (not ours, 5)"));
    }

    @Test
    void whatOneEndpointInventsIsNoDifference() {
        paid(2);
        AtSlot<?> nothing = new AtSlot<>(rig.rpc.getSlot(ReadAt.FINALIZED), Map.of());
        AtSlot<?> much = new AtSlot<>(nothing.slot(), TokenAmount.ofPeer(1_000));
        SolanaRpc empty = SettlementRig.answering(rig.rpc, Map.of("getTokenAccounts", arguments -> nothing));
        SolanaRpc rich = SettlementRig.answering(rig.rpc, Map.of("getTokenSupply", arguments -> much));

        assertThatThrownBy(() -> reconcile(empty, rig.rpc)).isInstanceOf(UncertainLandingException.class);
        assertThatThrownBy(() -> reconcile(rich, rig.rpc)).isInstanceOf(UncertainLandingException.class);

        assertThat(pauses()).isZero();
        assertThat(reconcile(rig.rpc, rig.chain.rpc()).differences()).isZero();
    }

    @Test
    void booksThatAreWrongAreCalledWrong() throws Exception {
        Holder holder = paid(1).get(0);
        try (var connection = rig.database.ownerConnection();
                var statement = connection.createStatement()) {
            statement.execute("update ledger_balance set folded_base_units = folded_base_units + 7 where account_id = '"
                    + holder.account() + "'");
        }

        Run run = reconcile(rig.rpc);

        assertThat(store.differences(run.id(), 10)).hasSize(2).allSatisfy(difference -> {
            assertThat(difference.surplus()).isEqualTo(BigInteger.valueOf(-7));
            assertThat(difference.explained()).isFalse();
        });
        assertThat(store.differences(run.id(), 1).get(0).explanation()).contains("no movement on chain explains it");
    }

    @Test
    void aRunThatWasInterruptedGoesOnAfterItsLastPage() {
        rig.holders(250);
        AtomicInteger pages = new AtomicInteger();
        SolanaRpc failing = SettlementRig.answering(rig.rpc, Map.of("getTokenAccounts", arguments -> {
            if (pages.incrementAndGet() > 2) {
                throw new IllegalStateException("killed");
            }
            return rig.rpc.getTokenAccounts(accounts(arguments[0]), ReadAt.FINALIZED);
        }));
        assertThatThrownBy(() -> reconcile(failing)).hasMessageContaining("killed");

        Run run = reconcile(rig.rpc);

        assertThat(run.wallets()).isEqualTo(252);
        assertThat(run.differences()).isZero();
        assertThat(pages.get()).isEqualTo(3);
    }

    @Test
    void anEndedRunIsNotGoneOnWith() {
        rig.holders(1);
        Run run = reconcile(rig.rpc);
        rig.holders(1);
        Reconciler late = reconciler(rig.rpc);

        assertThat(late.compareNext(run.id())).isEmpty();
        assertThat(late.end(run.id())).isEqualTo(run);
    }

    @Test
    void operatorsSeeRunsAndFindingsPageByPage() {
        Run sound = reconcile(rig.rpc);
        StrayMint.to(rig, paid(1).get(0));
        Run broken = reconcile(rig.rpc);

        Page<ReconciliationRun> newest = asked(queries -> queries.newestFirst(new PageRequest(1, null)));
        Page<ReconciliationRun> older = asked(queries ->
                queries.newestFirst(new PageRequest(1, newest.cursors().get(0))));
        assertThat(newest.items()).extracting(ReconciliationRun::id).containsExactly(broken.id());
        assertThat(newest.items().get(0).differences()).isEqualTo(2);
        assertThat(newest.hasNext()).isTrue();
        assertThat(older.items()).extracting(ReconciliationRun::id).containsExactly(sound.id());

        Page<Found> first = asked(queries -> queries.differences(broken.id(), new PageRequest(1, null)));
        Page<Found> second = asked(queries -> queries.differences(
                broken.id(), new PageRequest(1, first.cursors().get(0))));
        assertThat(first.hasNext()).isTrue();
        assertThat(second.hasNext()).isFalse();
        assertThat(List.of(
                        first.items().get(0).difference(), second.items().get(0).difference()))
                .isEqualTo(store.differences(broken.id(), 10));
        assertThat(asked(queries -> queries.differences(sound.id(), new PageRequest(1, null)))
                        .items())
                .isEmpty();
    }

    private <T> T asked(Function<ReconciliationQueries, T> question) {
        return rig.database.inTransaction(em -> question.apply(new ReconciliationQueries(em)));
    }

    private SignedTransaction send(List<Signer> signers, Instruction... instructions) {
        SignedTransaction sent = TestChain.sent(
                rig.rpc,
                TestChain.sign(rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(), signers, instructions));
        rig.chain.finalizeAll();
        return sent;
    }

    private Run reconcile(SolanaRpc... endpoints) {
        return reconciler(endpoints).run(line -> {});
    }

    private Reconciler reconciler(SolanaRpc... endpoints) {
        return new Reconciler(store, rig.store, endpoints[0], List.of(endpoints), rig.mint);
    }

    private List<Holder> paid(int count) {
        List<Holder> holders = rig.owedHolders(count);
        rig.settleAll();
        return holders;
    }

    private Wallet wallet(Holder holder) {
        return rig.database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow());
    }

    private PublicKey account(Wallet wallet) {
        return AssociatedTokenAccounts.address(rig.signer(wallet).publicKey(), rig.mint);
    }

    private long pauses() {
        return rig.database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select count(*) from settlement_pause"))
                        .longAt(0));
    }

    @SuppressWarnings("unchecked")
    private static List<PublicKey> accounts(Object argument) {
        return (List<PublicKey>) argument;
    }
}
