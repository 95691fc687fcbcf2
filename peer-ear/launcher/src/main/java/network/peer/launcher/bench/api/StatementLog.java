package network.peer.launcher.bench.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.peer.launcher.EmbeddedPostgres;
import network.peer.launcher.LauncherException;

/** Which statements something makes the database execute, by the log of PostgreSQL itself. */
public final class StatementLog {
    private static final Pattern LINE = Pattern.compile("\\S+ \\S+ \\S+ \\[(\\d+)] (\\w+): +(.*)");
    private static final Pattern EXECUTED = Pattern.compile("(?:execute [^:]+|statement): (.*)");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");
    private static final Duration SETTLING = Duration.ofMillis(500);

    private StatementLog() {}

    /**
     * The statements in their order, {@code ?} for each parameter, without BEGIN and COMMIT.
     *
     * @param known texts of which each transaction has one in a parameter, if it is not one of the server's workers
     * @param work what makes the statements
     */
    public static List<String> of(EmbeddedPostgres postgres, Set<String> known, Runnable work) {
        postgres.configure("log_statement", "all");
        // The sessions read their settings between two statements.
        LockSupport.parkNanos(SETTLING.toNanos());
        try {
            long before = Files.size(postgres.log());
            work.run();
            LockSupport.parkNanos(SETTLING.toNanos());
            byte[] log = Files.readAllBytes(postgres.log());
            int added = log.length - (int) before;
            return statements(new String(log, (int) before, added, StandardCharsets.UTF_8), known);
        } catch (IOException e) {
            throw new LauncherException("PostgreSQL's log cannot be read: " + e.getMessage() + ".", e);
        } finally {
            postgres.configure("log_statement", null);
        }
    }

    static List<String> statements(String log, Set<String> known) {
        List<String> statements = new ArrayList<>();
        Map<String, Transaction> open = new HashMap<>();
        for (String line : log.replace("\n\t", " ").split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            Transaction transaction = open.computeIfAbsent(matcher.group(1), session -> new Transaction());
            Matcher executed = EXECUTED.matcher(matcher.group(3));
            if (matcher.group(2).equals("DETAIL")) {
                transaction.mine |= known.stream().anyMatch(matcher.group(3)::contains);
            } else if (executed.matches()) {
                String statement = executed.group(1);
                // Outside a transaction each statement is one of its own.
                if (statement.equals("COMMIT") || statement.equals("BEGIN") || !transaction.begun) {
                    transaction.addTo(statements);
                    transaction = new Transaction();
                    transaction.begun = statement.equals("BEGIN");
                    open.put(matcher.group(1), transaction);
                }
                if (!statement.equals("COMMIT") && !statement.equals("BEGIN")) {
                    transaction.statements.add(normalized(statement));
                }
            }
        }
        open.values().forEach(transaction -> transaction.addTo(statements));
        return statements;
    }

    static String normalized(String statement) {
        return PARAMETER
                .matcher(statement)
                .replaceAll("?")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static final class Transaction {
        private final List<String> statements = new ArrayList<>();
        private boolean begun;
        private boolean mine;

        void addTo(List<String> all) {
            if (mine) {
                all.addAll(statements);
            }
        }
    }
}
