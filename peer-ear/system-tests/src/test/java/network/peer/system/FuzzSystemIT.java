package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.ErrorCode;
import network.peer.launcher.Build;
import network.peer.launcher.Database;
import network.peer.ledger.LedgerAccountId;
import network.peer.system.People.Person;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;

/**
 * Twenty thousand generated requests by callers of every role: each gets an answer with codes of the catalogue, nothing
 * leaks, what was acknowledged is there, and the books balance. {@code -Dpeer.fuzz.seed} repeats a run.
 */
class FuzzSystemIT extends SystemTest {
    private static final int REQUESTS = Integer.getInteger("peer.fuzz.requests", 20_000);
    private static final int THREADS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final Pattern TRACE = Pattern.compile("Exception|\\bat [a-z]+\\.[a-z.]+\\(|\\.java:|org\\.postgresql"
            + "|network\\.peer|io\\.smallrye|SQLSTATE|ERROR:|insert into|select .* from ");

    /** What an honest answer to such a request can say; the server is neither away, nor too slow, nor at fault. */
    private static final Set<String> CODES = Stream.of(ErrorCode.values())
            .filter(code -> !Set.of(ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE, ErrorCode.TIMED_OUT)
                    .contains(code))
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final Set<String> actions = ConcurrentHashMap.newKeySet();
    private final Set<String> movements = ConcurrentHashMap.newKeySet();

    @Test
    void nothingThatAClientCanSendBreaksAnything() throws Exception {
        long seed = Long.getLong("peer.fuzz.seed", System.nanoTime());
        System.out.println("fuzz seed " + seed);
        TypeDefinitionRegistry types = new SchemaParser()
                .parse(Build.current().root().resolve("docs/schema.graphql").toFile());
        List<Person> rich = Stream.generate(people::verified).limit(6).toList();
        pay(rich);
        List<String> callers = callers(rich);
        GeneratedOperations operations = new GeneratedOperations(types, new HostileValues(types, things(rich)));
        List<String> secrets = List.copyOf(ServerSecrets.of(stack()).values());
        Instant begin = Instant.now();

        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            threads.execute(() -> {
                for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                    Random random = new Random(seed * 31 + i);
                    send(i, callers.get(random.nextInt(callers.size())), operations.next(random), secrets);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        System.out.println("fuzz " + REQUESTS + " requests in "
                + Duration.between(begin, Instant.now()).toSeconds() + " s: " + seen);
        assertThat(problems).as("seed " + seed).isEmpty();
        assertThat(seen).as("answers of every kind").containsKeys("OK", "BAD_INPUT", "FORBIDDEN", "TOO_LARGE");
        assertAllThere(actions, "id::text from content_action");
        assertAllThere(movements, "ledger_transaction_id::text from ledger_posting");
        assertBooksBalance();
        assertThat(stack().isReady()).isTrue();
    }

    private void send(int number, String token, String body, List<String> secrets) {
        String what = "request " + number + " " + body.substring(0, Math.min(400, body.length())) + " -> ";
        try {
            Api.Answer answer = api.post(token.isEmpty() ? null : token, body, "198.51.100." + number % 250);
            String shown =
                    answer.body().substring(0, Math.min(600, answer.body().length()));
            if (answer.status() >= 500 || TRACE.matcher(errors(answer)).find()) {
                problems.add(what + answer.status() + " " + shown);
            }
            if (secrets.stream().anyMatch(answer.body()::contains)) {
                problems.add(what + "a secret");
            }
            List<String> codes = codes(answer);
            codes.forEach(code ->
                    seen.computeIfAbsent(code, unused -> new AtomicInteger()).incrementAndGet());
            if (!CODES.containsAll(codes) && !codes.equals(List.of("OK"))) {
                problems.add(what + codes + " " + shown);
            }
            answer.json().path("data").forEach(this::collect);
        } catch (RuntimeException e) {
            problems.add(what + e);
        }
    }

    /** Of a receipt, what must be there afterwards. */
    private void collect(JsonNode field) {
        String type = field.path("__typename").asText();
        if (type.equals("ActionReceipt")) {
            actions.add(field.path("id").asText());
        } else if (type.equals("TransferReceipt")) {
            movements.add(field.path("id").asText());
        }
    }

    /** @param idsFrom column and table that hold them */
    private void assertAllThere(Set<String> receipts, String idsFrom) {
        assertThat(receipts).as("receipts of what is to be in " + idsFrom).isNotEmpty();
        String lost = people.text(
                "select coalesce(string_agg(id, ' '), '') from unnest(string_to_array(?, ',')) as id"
                        + " where id not in (select " + idsFrom + ")",
                String.join(",", receipts));
        assertThat(lost).as("receipts of what is not in " + idsFrom).isEmpty();
    }

    private static String errors(Api.Answer answer) {
        return answer.json().path("errors").toString();
    }

    private static List<String> codes(Api.Answer answer) {
        List<String> codes = new ArrayList<>();
        for (JsonNode error : answer.json().path("errors")) {
            codes.add(error.path("extensions").path("code").asText("NONE"));
        }
        return codes.isEmpty() ? List.of("OK") : codes;
    }

    /** Access tokens: half of them of users with money, one of each role, one that is none, and none. */
    private List<String> callers(List<Person> rich) {
        List<String> tokens =
                new ArrayList<>(rich.stream().map(people::accessToken).toList());
        for (String role : List.of("MODERATOR", "ADMIN", "OPERATOR", "AUDITOR")) {
            tokens.add(people.accessToken(people.withRole(role)));
        }
        tokens.add(people.accessToken(people.register()));
        tokens.add("no.such.token");
        tokens.add("");
        return tokens;
    }

    private void pay(List<Person> persons) {
        Database database = stack().database();
        try (TestDatabase books = TestDatabase.at(
                database.url(),
                new TestDatabase.Role(database.user(), database.password()),
                new TestDatabase.Role(database.ownerUser(), database.ownerPassword()))) {
            books.runInTransaction(em -> Holders.pay(
                    em,
                    LocalDate.parse("2025-12-31"),
                    TokenAmount.ofPeer(100),
                    persons.stream().map(this::holder).toArray(Holder[]::new)));
        }
    }

    private Holder holder(Person person) {
        String account = people.text("select id from ledger_account where user_id = cast(? as uuid)", person.id());
        return new Holder(UUID.fromString(person.id()), new LedgerAccountId(UUID.fromString(account)));
    }

    /** Ids that lead somewhere, of users and of posts, and one that does not. */
    private List<String> things(List<Person> rich) {
        List<String> ids = new ArrayList<>(List.of(people.verified().id(), "01900000-0000-7000-8000-000000000000"));
        rich.forEach(person -> ids.add(person.id()));
        for (int i = 0; i < 6; i++) {
            String token = people.accessToken(people.verified());
            ids.add(api.call(token, "mutation { createPost(text: \"Here\", idempotencyKey: \"fuzz\") { postId } }")
                    .expectOk()
                    .data("createPost")
                    .path("postId")
                    .asText());
        }
        return ids;
    }

    private void assertBooksBalance() {
        assertThat(people.text("select coalesce(string_agg(unit || ' ' || total, ', '), '') from (select unit,"
                        + " sum(available_base_units + reserved_base_units) as total from ledger_account_balance group by unit)"
                        + " t where total <> 0"))
                .as("sums that are not zero")
                .isEmpty();
        assertThat(people.text("select count(*) from ledger_account_balance b where b.available_base_units +"
                        + " b.reserved_base_units <> coalesce((select sum(amount_base_units) from ledger_posting p"
                        + " where p.credit_account_id = b.account_id), 0) - coalesce((select sum(amount_base_units)"
                        + " from ledger_posting p where p.debit_account_id = b.account_id), 0)"))
                .as("balances that are not the sum of their postings")
                .isEqualTo("0");
    }
}
