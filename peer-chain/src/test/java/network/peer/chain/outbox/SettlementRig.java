package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import network.peer.chain.confirm.AttemptTracker;
import network.peer.chain.conservation.ConservationChecker;
import network.peer.chain.costs.CostBooker;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.Signer;
import network.peer.chain.keys.WalletSigners;
import network.peer.chain.mint.MintFixtures;
import network.peer.chain.recovery.LostDatabaseGuard;
import network.peer.chain.recovery.RebuildFromChain;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tables.LookupTablePolicy;
import network.peer.chain.tables.LookupTables;
import network.peer.chain.telemetry.SettlementTelemetry;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.NetworkLimits;
import network.peer.database.Rows;
import network.peer.ledger.SystemAccount;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.Conservation;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.Migrations;
import network.peer.settlement.PauseScope;
import network.peer.settlement.PostgresLookupTableStore;
import network.peer.settlement.PostgresRecoveryStore;
import network.peer.settlement.PostgresSettlementStore;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementStore;
import network.peer.testing.EachCall;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;
import network.peer.wallet.Wallet;
import network.peer.wallet.WalletKey;
import network.peer.wallet.WalletRole;
import network.peer.wallet.Wallets;

/**
 * Settlement as it runs in a server, but driven beat by beat: a real PostgreSQL, a real local chain whose slots stand
 * still until the test moves them, and as many endpoints as the test wants.
 */
final class SettlementRig implements AutoCloseable {
    static final TokenAmount PAY = TokenAmount.ofPeer(7);

    static final Lane MINT = new Lane("mint", LaneWork.MINT);
    static final Lane TRANSFER = new Lane("transfer", LaneWork.TRANSFER);

    private static final long TEN_SOL = 10_000_000_000L;
    private static final Keystore KEYSTORE = newKeystore();

    final TestDatabase database = TestDatabase.freshDatabase();
    final LocalnetProcess chain = LocalnetProcess.withoutTicker();
    final SolanaRpc rpc = chain.rpc();
    final SettlementStore store =
            EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
    final LookupTableStore tableStore =
            EachCall.inItsOwnTransaction(database, LookupTableStore.class, PostgresLookupTableStore::new);
    final RecoveryStore recovery =
            EachCall.inItsOwnTransaction(database, RecoveryStore.class, PostgresRecoveryStore::withoutContainer);
    final Signer authority = KEYSTORE.signer(KeyRole.MINT_AUTHORITY);
    final Signer feePayer = KEYSTORE.signer(KeyRole.FEE_PAYER);
    final PublicKey mint;

    private SettlementTelemetry telemetry = SettlementTelemetry.NONE;

    SettlementRig() {
        rpc.requestAirdrop(authority.publicKey(), TEN_SOL);
        rpc.requestAirdrop(feePayer.publicKey(), TEN_SOL);
        chain.finalizeAll();
        mint = MintFixtures.create(rpc, authority);
        chain.finalizeAll();
    }

    /** Users who are owed {@link #PAY} each, with addresses. */
    List<Holder> owedHolders(int count) {
        List<Holder> holders = holders(count);
        database.runInTransaction(em -> Holders.pay(em, PAY, holders.toArray(Holder[]::new)));
        return holders;
    }

    /** Users with addresses and a balance of zero, not on chain yet. */
    List<Holder> holders(int count) {
        List<Holder> holders = new ArrayList<>();
        database.runInTransaction(em -> {
            for (int i = 0; i < count; i++) {
                holders.add(Holders.aHolder(em));
            }
            Wallets wallets = new Wallets(em);
            for (Wallet wallet : wallets.withoutAddress(10_000)) {
                wallets.recordAddress(wallet.id(), address(wallet));
            }
        });
        return holders;
    }

    /** Lanes and trackers that are made from now on are watched. */
    void watch(SettlementTelemetry watcher) {
        telemetry = watcher;
    }

    SettlementLane lane(String owner, SolanaRpc... endpoints) {
        return lane(MINT, owner, Duration.ofMinutes(1), endpoints);
    }

    /** Pays what users' wallets, RESERVE and TREASURY owe. */
    SettlementLane movements(String owner, SolanaRpc... endpoints) {
        return lane(TRANSFER, owner, Duration.ofMinutes(1), endpoints);
    }

    /** A mint lane that knows lookup tables. */
    SettlementLane laneThrough(UsableTables tables) {
        return lane(MINT, "node-1", Duration.ofMinutes(1), tables);
    }

    SettlementLane lane(Lane lane, String owner, Duration lease, SolanaRpc... endpoints) {
        return lane(lane, owner, lease, UsableTables.NONE, endpoints);
    }

    /** Those who are paid on two of seven days get a place; after fourteen days without use a table is given up. */
    LookupTables tables(SolanaRpc... endpoints) {
        return new LookupTables(
                tableStore,
                endpoints(endpoints),
                authority,
                mint,
                NetworkLimits.PUBLIC_CLUSTERS,
                new LookupTablePolicy(2, 7, 14, 64));
    }

    private SettlementLane lane(Lane lane, String owner, Duration lease, UsableTables tables, SolanaRpc... endpoints) {
        Signer payer = lane.work() == LaneWork.MINT ? authority : feePayer;
        Endpoints all = endpoints(endpoints);
        return new SettlementLane(
                store,
                all,
                new BatchSigner(
                        store,
                        all,
                        new LaneKeys(payer, new WalletSigners(KEYSTORE)::of),
                        mint,
                        NetworkLimits.PUBLIC_CLUSTERS,
                        1_000,
                        Ids::newId,
                        tables),
                lane,
                owner,
                new LaneSettings(256, lease, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10)),
                telemetry);
    }

    /** Works off what is owed, to finality, until nothing moves any more. */
    void settleAll() {
        settleAllThrough(UsableTables.NONE);
    }

    void settleAllThrough(UsableTables tables) {
        long before;
        do {
            before = settled();
            laneThrough(tables).runOnce();
            movements("node-1").runOnce();
            chain.finalizeAll();
            tracker().runOnce();
        } while (settled() > before);
    }

    /** Puts on chain whoever is about to be, as the worker does. */
    void migrateAll() {
        database.inTransaction(em -> new Migrations(em).due())
                .forEach(wallet -> database.runInTransaction(em -> new Migrations(em).migrate(wallet)));
    }

    /** @return how many attempts and steps of lookup tables were booked */
    int bookCosts(SolanaRpc... endpoints) {
        return database.inTransaction(em -> new CostBooker(chainBooks(em), endpoints(endpoints)).runOnce());
    }

    static ChainBooks chainBooks(EntityManager em) {
        BusinessClock clock = new BusinessClock(em);
        return new ChainBooks(em, Holders.ledger(em), new Tokenomics(em, clock), clock);
    }

    long booked(SystemAccount account) {
        return database.inTransaction(em -> Holders.ledger(em).signedBaseUnits(account));
    }

    PublicKey tokenAccount(Holder holder) {
        Wallet wallet = database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow());
        return AssociatedTokenAccounts.address(address(wallet), mint);
    }

    private long settled() {
        return states("settlement_intent").getOrDefault("SETTLED", 0L);
    }

    LostDatabaseGuard guard(SolanaRpc... endpoints) {
        return guard(Duration.ZERO, System::nanoTime, endpoints);
    }

    LostDatabaseGuard guard(Duration rest, LongSupplier nanoTime, SolanaRpc... endpoints) {
        return new LostDatabaseGuard(
                recovery,
                store,
                endpoints(endpoints),
                KEYSTORE,
                mint,
                List.of(authority.publicKey(), feePayer.publicKey()),
                NetworkLimits.PUBLIC_CLUSTERS,
                () -> rest,
                nanoTime);
    }

    /** Waits until nothing can land any more that was sent before the guard first looked. */
    boolean isChecked(LostDatabaseGuard guard) {
        guard.isChecked();
        chain.advance(2L * NetworkLimits.PUBLIC_CLUSTERS.blockhashLifetimeBlocks());
        return guard.isChecked();
    }

    RebuildFromChain rebuild(IntSupplier adoptPayouts) {
        return rebuild(recovery, adoptPayouts);
    }

    RebuildFromChain rebuild(RecoveryStore recoveryStore, IntSupplier adoptPayouts, SolanaRpc... endpoints) {
        return new RebuildFromChain(
                recoveryStore, store, endpoints(endpoints), KEYSTORE, mint, adoptPayouts, line -> {});
    }

    AttemptTracker tracker(SolanaRpc... endpoints) {
        return new AttemptTracker(
                store, endpoints(endpoints), () -> Duration.ZERO, () -> Duration.ZERO, System::nanoTime, telemetry);
    }

    void resume(PauseScope scope) {
        database.runInTransaction(em -> em.createNativeQuery("delete from settlement_pause where scope = ?1")
                .setParameter(1, scope.code())
                .executeUpdate());
    }

    ConservationReport conservation() {
        return conservation(rpc);
    }

    /** By these endpoints, the first of them preferred. */
    ConservationReport conservation(SolanaRpc... endpoints) {
        return database.inTransaction(em -> new ConservationChecker(
                        store, new Wallets(em), new Conservation(em), endpoints[0], List.of(endpoints), mint)
                .check());
    }

    /** Every holder has exactly one pay in the own wallet, the supply is their sum, and the books agree. */
    void assertPaidExactlyOnce(List<Holder> holders) {
        chain.finalizeAll();
        for (Holder holder : holders) {
            assertThat(onChain(holder)).as("tokens of " + holder.userId()).isEqualTo(PAY);
        }
        assertThat(rpc.getTokenSupply(mint, ReadAt.FINALIZED).value().baseUnits())
                .isEqualTo(holders.size() * PAY.baseUnits());
        assertThat(conservation().holds()).as("conservation").isTrue();
    }

    TokenAmount onChain(Holder holder) {
        return tokens(database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow()));
    }

    TokenAmount onChain(WalletRole role) {
        return tokens(
                database.inTransaction(em -> new Wallets(em).findByRole(role).orElseThrow()));
    }

    private TokenAmount tokens(Wallet wallet) {
        PublicKey account = AssociatedTokenAccounts.address(address(wallet), mint);
        TokenAccount found =
                rpc.getTokenAccounts(List.of(account), ReadAt.FINALIZED).value().get(account);
        return found == null ? TokenAmount.ZERO : found.amount();
    }

    /** How many attempts, or intents, are in each state. */
    Map<String, Long> states(String table) {
        return database.inTransaction(em -> {
            Map<String, Long> states = new HashMap<>();
            Rows.list(em.createNativeQuery("select state, count(*) from " + table + " group by state"))
                    .forEach(row -> states.put(row.text(0), row.longAt(1)));
            return states;
        });
    }

    /** An endpoint that answers some calls otherwise; everything else goes to the real one. */
    static SolanaRpc answering(SolanaRpc real, Map<String, java.util.function.Function<Object[], Object>> answers) {
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(), new Class<?>[] {SolanaRpc.class}, (proxy, method, arguments) -> {
                    java.util.function.Function<Object[], Object> answer = answers.get(method.getName());
                    if (answer != null) {
                        return answer.apply(arguments);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private Endpoints endpoints(SolanaRpc... endpoints) {
        return new Endpoints(endpoints.length == 0 ? List.of(rpc) : List.of(endpoints));
    }

    Signer signer(Wallet wallet) {
        PublicKey address = wallet.address();
        assertThat(address).isNotNull();
        return new WalletSigners(KEYSTORE)
                .of(new WalletKey(wallet.role(), wallet.derivationIndex(), address == null ? mint : address));
    }

    private static PublicKey address(Wallet wallet) {
        if (wallet.role() == WalletRole.USER) {
            Long index = wallet.derivationIndex();
            assertThat(index).isNotNull();
            return KEYSTORE.userWallet(index == null ? -1 : index).publicKey();
        }
        return KEYSTORE.signer(wallet.role() == WalletRole.RESERVE ? KeyRole.RESERVE : KeyRole.TREASURY)
                .publicKey();
    }

    private static Keystore newKeystore() {
        try {
            Path folder = Files.createTempDirectory("keystore");
            return Keystore.create(folder.resolve(UUID.randomUUID() + ".sealed"), "a passphrase for tests");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        chain.close();
        database.close();
    }
}
