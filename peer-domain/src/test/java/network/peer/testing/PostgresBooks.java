package network.peer.testing;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongFunction;
import network.peer.database.Rows;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.AttemptState;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.PauseScope;
import network.peer.settlement.PayableLeg;
import network.peer.settlement.PostgresSettlementStore;
import network.peer.settlement.SettlementStore;
import network.peer.testing.Holders.Holder;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;
import network.peer.wallet.WalletKey;
import network.peer.wallet.WalletRole;
import network.peer.wallet.Wallets;
import org.jspecify.annotations.Nullable;

/**
 * Books in a PostgreSQL database of their own, whose clock stands still until a test moves it: a function of the same
 * name stands before the real one in the search path.
 */
public final class PostgresBooks implements SettlementBooks {
    private final TestDatabase database = TestDatabase.freshDatabase();
    private final SettlementStore store =
            EachCall.inItsOwnTransaction(database, SettlementStore.class, PostgresSettlementStore::new);
    private final Map<WalletKey, Holder> holders = new HashMap<>();
    private @Nullable Connection clock;

    public PostgresBooks() {
        // Columns filled by default have the real time, which must not be in the future.
        execute(
                "create schema settable",
                "create table settable.clock (at timestamptz not null)",
                "insert into settable.clock values (pg_catalog.clock_timestamp() + interval '1 day')",
                "create function settable.clock_timestamp() returns timestamptz language sql volatile"
                        + " security definer as 'select at from settable.clock'",
                "grant usage on schema settable to peer_app",
                "do $$ begin execute format('alter database %I set search_path = settable, public, pg_catalog',"
                        + " current_database()); end $$",
                // Nobody pulls the plug of this database.
                "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database());"
                        + " end $$");
    }

    public TestDatabase database() {
        return database;
    }

    @Override
    public SettlementStore store() {
        return store;
    }

    @Override
    public WalletKey treasury(PublicKey address) {
        database.runInTransaction(em -> {
            Wallets wallets = new Wallets(em);
            wallets.recordAddress(
                    wallets.findByRole(WalletRole.TREASURY).orElseThrow().id(), address);
        });
        return new WalletKey(WalletRole.TREASURY, null, address);
    }

    @Override
    public WalletKey openWallet(LongFunction<PublicKey> addressOfIndex) {
        return database.inTransaction(em -> {
            Holder holder = Holders.aHolder(em);
            Wallets wallets = new Wallets(em);
            Wallet wallet = wallets.findByUser(holder.userId()).orElseThrow();
            long index = Objects.requireNonNull(wallet.derivationIndex());
            WalletKey key = new WalletKey(WalletRole.USER, index, addressOfIndex.apply(index));
            wallets.recordAddress(wallet.id(), key.address());
            holders.put(key, holder);
            return key;
        });
    }

    @Override
    public OwedIntent owePayout(LocalDate day, WalletKey wallet, TokenAmount amount) {
        Holder holder = holder(wallet);
        database.runInTransaction(em -> Holders.pay(em, day, amount, holder));
        return new OwedIntent(
                Ids.deterministic(IntentKind.MINT.name(), day + ":" + holder.userId()),
                IntentKind.MINT,
                day.toString(),
                List.of(new PayableLeg(Instruction.MINT, null, wallet.address(), amount)));
    }

    @Override
    public OwedIntent oweMovement(WalletKey from, List<Part> parts) {
        boolean isBurn = parts.stream().allMatch(part -> part.to() == null);
        List<Posting> postings = new ArrayList<>();
        List<PayableLeg> legs = new ArrayList<>();
        for (Part part : parts) {
            WalletKey to = part.to();
            LedgerAccountId account = holder(from).account();
            if (to == null) {
                PostingRole role = isBurn ? PostingRole.PRINCIPAL : PostingRole.BURN_FEE;
                postings.add(new Posting(account, SystemAccount.BURN.id(), role, part.amount()));
                legs.add(new PayableLeg(Instruction.BURN, from, null, part.amount()));
            } else {
                boolean isFee = to.role() == WalletRole.TREASURY;
                postings.add(new Posting(
                        account,
                        isFee ? SystemAccount.TREASURY.id() : holder(to).account(),
                        isFee ? PostingRole.COMPANY_FEE : PostingRole.PRINCIPAL,
                        part.amount()));
                legs.add(new PayableLeg(Instruction.TRANSFER, from, to.address(), part.amount()));
            }
        }
        String key = "test-movement:" + Ids.newId();
        UUID transaction = database.inTransaction(em -> Holders.ledger(em)
                .post(new PostCommand(
                        isBurn ? TransactionKind.BURN : TransactionKind.TRANSFER,
                        key,
                        Ids.hash(key),
                        Holders.RECORDED_AT,
                        1,
                        null,
                        postings))
                .ledgerTransactionId());
        IntentKind kind = isBurn ? IntentKind.BURN : IntentKind.TRANSFER;
        return new OwedIntent(Ids.deterministic(kind.name(), key), kind, transaction.toString(), legs);
    }

    @Override
    public void moveClock(Duration by) {
        if (by.isZero()) {
            return;
        }
        try (Statement statement = clock().createStatement()) {
            statement.execute(
                    "update settable.clock set at = at + make_interval(secs => " + by.toMillis() + "::numeric / 1000)");
        } catch (SQLException e) {
            throw new IllegalStateException("the clock cannot be moved", e);
        }
    }

    @Override
    public void resume(PauseScope scope) {
        database.runInTransaction(em -> em.createNativeQuery("delete from settlement_pause where scope = ?1")
                .setParameter(1, scope.code())
                .executeUpdate());
    }

    @Override
    public void settle(UUID id) {
        database.runInTransaction(em -> em.createNativeQuery(
                        "update settlement_intent set state = 'SETTLED', settled_at = clock_timestamp() where id = ?1")
                .setParameter(1, id)
                .executeUpdate());
    }

    @Override
    public IntentState intentState(UUID id) {
        return IntentState.valueOf(state("settlement_intent", id));
    }

    @Override
    public AttemptState attemptState(UUID id) {
        return AttemptState.valueOf(state("settlement_attempt", id));
    }

    private String state(String table, UUID id) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select state from " + table + " where id = ?1")
                                .setParameter(1, id))
                        .text(0));
    }

    @Override
    public Map<IntentState, Long> intentStates() {
        return database.inTransaction((EntityManager em) -> {
            Map<IntentState, Long> states = new HashMap<>();
            Rows.list(em.createNativeQuery("select state, count(*) from settlement_intent group by state"))
                    .forEach(row -> states.put(IntentState.valueOf(row.text(0)), row.longAt(1)));
            return states;
        });
    }

    @Override
    public void close() {
        try {
            if (clock != null) {
                clock.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the clock cannot be closed", e);
        } finally {
            database.close();
        }
    }

    private Connection clock() throws SQLException {
        Connection connection = clock;
        if (connection == null) {
            connection = database.ownerConnection();
            clock = connection;
        }
        return connection;
    }

    private Holder holder(WalletKey wallet) {
        return Objects.requireNonNull(holders.get(wallet), () -> "no user has wallet " + wallet);
    }

    private void execute(String... statements) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }
}
