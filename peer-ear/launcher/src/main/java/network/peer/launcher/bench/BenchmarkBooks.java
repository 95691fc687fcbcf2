package network.peer.launcher.bench;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.peer.launcher.Database;
import network.peer.launcher.DomainAccess;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.operations.AuditLog;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementControl;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.FeeBreakdown;
import network.peer.tokenomics.Tokenomics;
import network.peer.tokenomics.TokenomicsVersion;
import network.peer.wallet.Wallets;

/** The users and what they are owed, written by the product's own ledger with the intents that follow from it. */
final class BenchmarkBooks implements AutoCloseable {
    private static final int USERS_A_COMMIT = 500;
    private static final int PAYOUTS_A_COMMIT = 1_000;
    private static final int TRANSFERS_A_COMMIT = 100;

    private final DomainAccess domain;
    private final List<Holder> holders = new ArrayList<>();

    private record Holder(UUID userId, LedgerAccountId account) {}

    BenchmarkBooks(Database database) {
        this.domain = new DomainAccess(database);
    }

    void createHolders(int count) {
        while (holders.size() < count) {
            int next = Math.min(USERS_A_COMMIT, count - holders.size());
            holders.addAll(domain.inTransaction(entities -> {
                List<Holder> created = new ArrayList<>();
                for (int i = 0; i < next; i++) {
                    created.add(holder(entities));
                }
                return created;
            }));
        }
    }

    /** Nothing is signed from now on. */
    void pause() {
        domain.inTransaction(entities -> {
            control(entities).pause(holders.get(0).userId(), PauseScope.ALL, "the benchmark writes the books");
            return true;
        });
    }

    void resume() {
        domain.inTransaction(entities -> {
            control(entities).resume(holders.get(0).userId(), PauseScope.ALL, "the benchmark begins");
            return true;
        });
    }

    /** One PEER for each user on each of the days. */
    void pay(List<LocalDate> days) {
        for (LocalDate day : days) {
            for (int from = 0; from < holders.size(); from += PAYOUTS_A_COMMIT) {
                List<Holder> paid = holders.subList(from, Math.min(holders.size(), from + PAYOUTS_A_COMMIT));
                domain.inTransaction(entities -> ledger(entities).post(mint(entities, day, paid)));
            }
        }
    }

    /** Transfers from each user to the next, with fees and burn as of now. */
    void transfer(int count) {
        for (int from = 0; from < count; from += TRANSFERS_A_COMMIT) {
            int first = from;
            domain.inTransaction(entities -> {
                for (int i = first; i < Math.min(count, first + TRANSFERS_A_COMMIT); i++) {
                    Holder payer = holders.get(i % holders.size());
                    Holder payee = holders.get((i + 1) % holders.size());
                    ledger(entities).post(transfer(entities, i, payer, payee));
                }
                return true;
            });
        }
    }

    @Override
    public void close() {
        domain.close();
    }

    private static Ledger ledger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities));
    }

    private static SettlementControl control(EntityManager entities) {
        return new SettlementControl(entities, ledger(entities), new AuditLog(entities), new BusinessClock(entities));
    }

    private static TokenomicsVersion tokenomics(EntityManager entities) {
        return new Tokenomics(entities, new BusinessClock(entities)).current();
    }

    private static PostCommand mint(EntityManager entities, LocalDate day, List<Holder> paid) {
        String key = "benchmark/" + day + "/from/" + paid.get(0).userId();
        return new PostCommand(
                TransactionKind.MINT,
                key,
                Ids.hash(key),
                Instant.now(),
                tokenomics(entities).version(),
                day,
                paid.stream()
                        .map(holder -> new Posting(
                                SystemAccount.REWARD_POOL.id(),
                                holder.account(),
                                PostingRole.PRINCIPAL,
                                TokenAmount.ofPeer(1)))
                        .toList());
    }

    private static PostCommand transfer(EntityManager entities, int number, Holder payer, Holder payee) {
        TokenomicsVersion tokenomics = tokenomics(entities);
        FeeBreakdown fees = tokenomics.fees().added(TokenAmount.parse("0.1"), false);
        String key = "benchmark/transfer/" + number;
        return new PostCommand(
                TransactionKind.TRANSFER,
                key,
                Ids.hash(key),
                Instant.now(),
                tokenomics.version(),
                null,
                List.of(
                        new Posting(payer.account(), payee.account(), PostingRole.PRINCIPAL, fees.net()),
                        new Posting(
                                payer.account(),
                                SystemAccount.TREASURY.id(),
                                PostingRole.COMPANY_FEE,
                                fees.companyFee()),
                        new Posting(payer.account(), SystemAccount.BURN.id(), PostingRole.BURN_FEE, fees.burnFee())));
    }

    /** A verified user whose password nobody has. */
    private static Holder holder(EntityManager entities) {
        UUID userId = Ids.newId();
        entities.createNativeQuery(
                        "insert into app_user (id, email, user_name, password_algorithm,"
                                + " password_iterations, password_salt, password_hash, status, verified_at, referral_code,"
                                + " created_at) values (?1, ?2, ?3, 'PBKDF2WithHmacSHA512', 210000,"
                                + " cast(repeat('0', 16) as bytea), cast(repeat('0', 64) as bytea), 'ACTIVE', now(), ?4, now())")
                .setParameter(1, userId)
                .setParameter(2, userId + "@example.org")
                .setParameter(3, "u" + userId.toString().substring(14).replace("-", ""))
                .setParameter(4, userId.toString())
                .executeUpdate();
        LedgerAccountId account = ledger(entities).openUserAccount(userId);
        Wallets wallets = new Wallets(entities);
        wallets.openUserWallet(userId);
        wallets.giveOutDerivationIndexes(1);
        return new Holder(userId, account);
    }
}
