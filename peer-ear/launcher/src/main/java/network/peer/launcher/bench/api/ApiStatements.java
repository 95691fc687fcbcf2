package network.peer.launcher.bench.api;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import network.peer.launcher.EmbeddedPostgres;
import network.peer.launcher.LauncherException;
import network.peer.launcher.PeerStack;
import network.peer.launcher.Progress;
import network.peer.launcher.bench.api.HttpLine.Answer;

/** Makes sure that what the API is measured beside does the same: same statements, same answer. */
public final class ApiStatements {
    /** What the script says instead of a parameter. */
    private static final Pattern EXPRESSION = Pattern.compile("bench\\.\\w+\\([^()]*\\)|(?<!:):[a-z]+\\b");

    private static final int PAYER = 1;
    private static final int PAYEE = 2;

    /** Until the driver has given its statements names, and everything that is kept is. */
    private static final int BEFORE = 5;

    private final EmbeddedPostgres postgres;
    private final URI server;
    private final ApiRequests requests;
    private final Progress progress;
    private long transfers;

    ApiStatements(PeerStack stack, ApiRequests requests, Progress progress) {
        this.postgres = stack.postgres().orElseThrow();
        this.server = stack.url();
        this.requests = requests;
        this.progress = progress;
    }

    /**
     * @return how many transfers were made for it
     * @throws LauncherException naming the first difference
     */
    long requireSame() {
        for (int i = 0; i < BEFORE; i++) {
            transfer();
        }
        List<String> transfer = statements(this::transfer);
        same("A transfer", transfer, script());
        Set<String> read = new LinkedHashSet<>(statements(() -> send(requests.read(PAYER))));
        Set<String> plain = new LinkedHashSet<>(statements(() -> send(requests.plainRead(PAYER))));
        same("A read", List.copyOf(read), List.copyOf(plain));
        String answer = send(requests.read(PAYER));
        String plainAnswer = send(requests.plainRead(PAYER));
        if (!answer.equals(plainAnswer)) {
            throw new LauncherException(
                    "The hand-written endpoint answers " + plainAnswer + ", the API " + answer + ".");
        }
        progress.say("a transfer is " + transfer.size() + " statements, a read " + read.size()
                + "; pgbench and the hand-written endpoint execute the same");
        return transfers;
    }

    /** Of pgbench's script, in their order, {@code ?} for each parameter. */
    static List<String> script() {
        return Arrays.stream(ApiUsers.resource(Pgbench.SCRIPT)
                        .replaceAll("(?m)^(--|\\\\set).*$", "")
                        .split(";", -1))
                .map(statement -> EXPRESSION.matcher(statement).replaceAll("?"))
                .map(StatementLog::normalized)
                .filter(statement -> !Set.of("", "begin", "commit").contains(statement))
                .toList();
    }

    private static void same(String what, List<String> ours, List<String> theirs) {
        if (!ours.equals(theirs)) {
            throw new LauncherException(what + " is measured beside other statements than its own; only the product"
                    + " executes " + without(ours, theirs) + ", only what it is measured beside "
                    + without(theirs, ours)
                    + ".");
        }
    }

    private static List<String> without(List<String> all, List<String> some) {
        List<String> left = new ArrayList<>(all);
        some.forEach(left::remove);
        return left;
    }

    private List<String> statements(Runnable work) {
        Set<String> known = new HashSet<>();
        known.add(ApiUsers.userId(PAYER).toString());
        known.add(ApiUsers.accountId(PAYER).toString());
        known.addAll(ApiUsers.postings(postgres.database(), PAYER));
        return StatementLog.of(postgres, known, work);
    }

    private void transfer() {
        transfers++;
        send(requests.transfer(PAYER, PAYEE, "api-check-" + transfers));
    }

    private String send(byte[] request) {
        try (HttpLine line = new HttpLine(server)) {
            Answer answer = line.send(request);
            if (answer.status() != 200 || answer.text().contains("\"errors\"")) {
                throw new LauncherException("The server answers " + answer.status() + " " + answer.text() + ".");
            }
            return answer.text();
        } catch (IOException e) {
            throw new LauncherException("The server does not answer: " + e.getMessage() + ".", e);
        }
    }
}
