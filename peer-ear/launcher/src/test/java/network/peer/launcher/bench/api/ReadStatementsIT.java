package network.peer.launcher.bench.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.bench.Reader;
import network.peer.identity.Accounts;
import network.peer.launcher.DomainAccess;
import network.peer.launcher.EmbeddedPostgres;
import network.peer.launcher.LauncherException;
import network.peer.ledger.HistoryFilter;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.LedgerHistory;
import network.peer.ledger.LedgerHistory.Movement;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.settlement.SettlementQueries;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.time.BusinessClock;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;
import network.peer.transfer.SendTokens;
import network.peer.transfer.Transfers;
import network.peer.wallet.Wallets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-written endpoint that a read is measured beside executes what the product executes. */
class ReadStatementsIT {
    private static final int USERS = 200;
    private static final UUID USER = ApiUsers.userId(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(folder);
        DomainAccess.migrate(postgres.database());
        ApiUsers.create(postgres.database(), USERS);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void theEndpointExecutesWhatTheProductExecutes() {
        try (DomainAccess domain = new DomainAccess(postgres.database())) {
            domain.inTransaction(entities -> transfers(entities)
                    .send(USER, new SendTokens(ApiUsers.userId(2), TokenAmount.parse("0.001"), "thanks"), "read-1"));
            Set<String> known = new HashSet<>(ApiUsers.postings(postgres.database(), 1));
            known.add(USER.toString());
            known.add(ApiUsers.accountId(1).toString());

            List<String> product = StatementLog.of(postgres, known, () -> read(domain));
            List<String> endpoint = StatementLog.of(postgres, known, ReadStatementsIT::readByEndpoint);

            assertThat(new LinkedHashSet<>(product)).isEqualTo(new LinkedHashSet<>(endpoint));
            assertThat(endpoint).hasSize(7);
        }
    }

    private static void read(DomainAccess domain) {
        domain.inTransaction(entities -> accounts(entities).bySession(USER, ApiUsers.sessionId(1)));
        domain.inTransaction(entities -> {
            LedgerAccountId account = ledger(entities).userAccount(USER);
            ledger(entities).balance(account);
            SettlementQueries settlements = new SettlementQueries(entities);
            settlements.settledOnChain(USER);
            Page<Movement> page =
                    new LedgerHistory(entities).movements(account, HistoryFilter.ALL, new PageRequest(10, null));
            settlements.ofPostings(page.items().stream()
                    .flatMap(movement -> movement.postingIds().stream())
                    .toList());
            return transfers(entities)
                    .messages(
                            USER,
                            page.items().stream()
                                    .map(Movement::ledgerTransactionId)
                                    .toList());
        });
    }

    private static void readByEndpoint() {
        try (Connection connection = postgres.appConnection()) {
            Reader reader = new Reader(connection);
            assertThat(reader.isActive(USER, ApiUsers.sessionId(1))).isTrue();
            UUID account = reader.account(USER);
            reader.balance(USER, account);
            reader.history(USER, account);
        } catch (SQLException e) {
            throw new LauncherException("The endpoint's read fails: " + e.getMessage() + ".", e);
        }
    }

    private static Transfers transfers(EntityManager entities) {
        BusinessClock clock = new BusinessClock(entities);
        return new Transfers(entities, ledger(entities), new Tokenomics(entities, clock), clock);
    }

    private static Accounts accounts(EntityManager entities) {
        return new Accounts(
                entities,
                ledger(entities),
                new Wallets(entities),
                new MailOutbox(entities),
                new AuditLog(entities),
                new BusinessClock(entities));
    }

    private static Ledger ledger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities));
    }
}
