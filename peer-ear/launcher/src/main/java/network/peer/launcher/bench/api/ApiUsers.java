package network.peer.launcher.bench.api;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.peer.launcher.Database;
import network.peer.launcher.DomainAccess;
import network.peer.launcher.LauncherException;
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
import network.peer.tokenomics.Tokenomics;

/**
 * The users of the benchmark, whose ids follow from their numbers: 0 has invited all others, who are 1, 2 and so on. The
 * schema {@code bench} holds the same rule for pgbench.
 */
final class ApiUsers {
    private static final TokenAmount PAID = TokenAmount.ofPeer(30);

    /** As many as one day's pool pays. */
    private static final int USERS_A_DAY = 166;

    private ApiUsers() {}

    static UUID userId(int number) {
        return id(0x9, number);
    }

    static LedgerAccountId accountId(int number) {
        return new LedgerAccountId(id(0xa, number));
    }

    static UUID sessionId(int number) {
        return id(0x8, number);
    }

    /** The one post of a user. */
    static UUID postId(int number) {
        return new UUID(0x0000_0001_0000_7000L, (0x8L << 60) | number);
    }

    /** Users with sessions, accounts, wallets, a post each, and no free likes left; and each but the first was paid. */
    static void create(Database database, int users) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(resource("schema.sql"));
            statement.execute(resource("users.sql").replace(":users", Integer.toString(users)));
        } catch (SQLException e) {
            throw new LauncherException("The users cannot be made: " + e.getMessage() + ".", e);
        }
        try (DomainAccess domain = new DomainAccess(database)) {
            domain.inTransaction(entities -> {
                control(entities).pause(userId(0), PauseScope.ALL, "the benchmark measures the API alone");
                return true;
            });
            LocalDate day = LocalDate.now(ZoneOffset.UTC);
            for (int first = 1; first <= users; first += USERS_A_DAY) {
                day = day.minusDays(1);
                PostCommand payout = payout(domain, day, first, Math.min(users, first + USERS_A_DAY - 1));
                domain.inTransaction(entities -> ledger(entities).post(payout));
            }
        }
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("analyze");
        } catch (SQLException e) {
            throw new LauncherException("The tables cannot be analysed: " + e.getMessage() + ".", e);
        }
    }

    static boolean allHaveAddresses(Database database) {
        return texts(database, "select id from wallet where address is null limit 1")
                .isEmpty();
    }

    /** The ids of the postings that debit or credit a user. */
    static List<String> postings(Database database, int number) {
        UUID account = accountId(number).value();
        return texts(
                database,
                "select id from ledger_posting where debit_account_id = '" + account + "' or credit_account_id = '"
                        + account + "'");
    }

    private static List<String> texts(Database database, String sql) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new LauncherException("The database cannot be read: " + e.getMessage() + ".", e);
        }
    }

    static String resource(String name) {
        try (InputStream text = ApiUsers.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException("there is no " + name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    private static PostCommand payout(DomainAccess domain, LocalDate day, int first, int last) {
        String key = "benchmark/" + day;
        int version = domain.inTransaction(entities ->
                new Tokenomics(entities, new BusinessClock(entities)).current().version());
        return new PostCommand(
                TransactionKind.MINT,
                key,
                Ids.hash(key),
                Instant.now(),
                version,
                day,
                IntStream.rangeClosed(first, last)
                        .mapToObj(user -> new Posting(
                                SystemAccount.REWARD_POOL.id(), accountId(user), PostingRole.PRINCIPAL, PAID))
                        .toList());
    }

    private static Ledger ledger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities));
    }

    private static SettlementControl control(EntityManager entities) {
        return new SettlementControl(entities, ledger(entities), new AuditLog(entities), new BusinessClock(entities));
    }

    private static UUID id(int kind, int number) {
        return new UUID(0x7000L, ((long) kind << 60) | number);
    }
}
