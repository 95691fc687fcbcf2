package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.smallrye.graphql.schema.model.Schema;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.peer.operations.RequestTraces;
import network.peer.web.subscriptions.Operations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No list costs a statement more for a row more. Every list of the schema is asked for with everything below it, once in
 * books with one of everything and once in books with twenty: PostgreSQL must have run the same statements, each as often.
 */
class StatementsPerListIT {
    private static final int FEW = 1;
    private static final int MANY = 20;

    private static final Schema MODEL = Schemas.model();
    private static final GraphQLEngine ENGINE = new GraphQLEngine(MODEL, new ErrorAnswers());
    private static final ListsOfSchema LISTS = new ListsOfSchema(Schemas.executable(MODEL));

    /** How to come to each list; what is in braces is an id of the books. */
    private static final List<Case> CASES = List.of(
            list("auditLog(first: 20)"),
            list("comments(first: 20, postId: \"{post}\")"),
            list("jobExecutions(first: 20)"),
            list("posts(first: 20)"),
            list("reconciliations(first: 20)"),
            list("reconciliationDifferences(first: 20, reconciliationId: \"{reconciliation}\")"),
            list("recoveryFindings(first: 20)"),
            list("rewardDays(first: 20)"),
            list("rewardDay(day: \"{day}\")/payouts(first: 20)"),
            list("rewardExplanation(day: \"{day}\")/gemEvents(first: 20)"),
            // Those of the system: their number is fixed, and a user has one.
            list("ledgerAccounts/accounts").with(8, 8),
            list("ledgerTransactions(first: 20, accountId: \"{busy}\")"),
            list("ledgerTransactions(first: 1, accountId: \"{paid}\")/edges/node/postings(first: 20)"),
            list("settlements(first: 20, state: IN_ATTEMPT)"),
            list("settlements(first: 20, state: IN_ATTEMPT)/edges/node/attempts"),
            list("tokenomicsVersions(first: 20)"),
            list("tokenomicsVersions(first: 20)/edges/node/actions").with(5, 100),
            list("me/history(first: 20, kinds: [TRANSFER], direction: IN)"),
            list("me/serviceTokens"),
            list("conservation/differences"),
            list("settlementEndpoints/endpoints"),
            list("settlementFunding/feePayers"),
            list("settlementOverview/pauses"),
            // One for each kind and state that there is.
            list("settlementOverview/stages").with(3, 5),
            list("settlementStory(id: \"{told}\")/decisions"),
            list("settlementStory(id: \"{told}\")/history").with(4, 21),
            // A mint has one leg, a transfer one for the recipient and one for each fee.
            list("settlementStory(id: \"{told}\")/legs").with(1, 3),
            list("settlementStory(id: \"{told}\")/notes"),
            // The last week's.
            new Case(LISTS.subscription("payoutProgress/payouts"), "payoutProgress/payouts", true, 1, 7));

    @SuppressWarnings("NullAway.Init")
    private static CrowdedBooks few;

    @SuppressWarnings("NullAway.Init")
    private static CrowdedBooks many;

    /**
     * @param few rows in the books with one of everything
     * @param many rows in those with twenty
     */
    private record Case(ListsOfSchema.Asked asked, String path, boolean subscription, int few, int many) {
        Case with(int few, int many) {
            return new Case(asked, path, subscription, few, many);
        }
    }

    private static Case list(String path) {
        return new Case(LISTS.query(path), path, false, FEW, MANY);
    }

    @BeforeAll
    static void fill() throws Exception {
        few = CrowdedBooks.with(FEW);
        many = CrowdedBooks.with(MANY);
    }

    @AfterAll
    static void drop() {
        few.close();
        many.close();
    }

    @Test
    void everyListOfTheSchemaIsAskedFor() {
        assertThat(CASES.stream().map(one -> one.asked().name()))
                .as("a new list needs a case here and rows in CrowdedBooks")
                .containsExactlyInAnyOrderElementsOf(LISTS.names());
    }

    /** Otherwise nothing below would mean anything. */
    @Test
    void statementsAreCountedOneByOne() {
        Map<String, Long> statements = few.database()
                .statementsOf(() -> few.database().runInTransaction(em -> {
                    for (int i = 0; i < MANY; i++) {
                        em.createNativeQuery("select user_name from app_user where id = ?1")
                                .setParameter(1, few.reader())
                                .getResultList();
                    }
                }));

        assertThat(statements).containsEntry("select user_name from app_user where id = ?", (long) MANY);
    }

    @TestFactory
    Stream<DynamicTest> aRowMoreIsNoStatementMore() {
        return CASES.stream()
                .map(one -> dynamicTest(one.asked().name(), () -> {
                    List<Integer> rows = new ArrayList<>();

                    Map<String, Long> forFew = few.database().statementsOf(() -> rows.add(ask(few, one)));
                    Map<String, Long> forMany = many.database().statementsOf(() -> rows.add(ask(many, one)));

                    assertThat(rows).as("rows").containsExactly(one.few(), one.many());
                    assertThat(forMany).isNotEmpty().isEqualTo(forFew);
                }));
    }

    /** @return how many rows there were */
    private static int ask(CrowdedBooks books, Case one) {
        GraphQLRequest request = new GraphQLRequest(Json.createObjectBuilder()
                .add("query", books.fillIn(one.asked().document()))
                .build());
        JsonObject answer = books.asReader(() -> {
            if (!one.subscription()) {
                return ENGINE.execute(request, rootFields -> {});
            }
            Operations.Result result = ENGINE.next(request, rootFields -> {}, new NoTraces());
            return result.event() == null
                    ? Json.createObjectBuilder()
                            .add("errors", String.valueOf(result.errors()))
                            .build()
                    : result.event();
        });
        assertThat(answer).as(one.path()).doesNotContainKey("errors");
        return count(answer.getJsonObject("data"), one.asked().pathToRows());
    }

    private static int count(JsonValue value, List<String> path) {
        if (value instanceof JsonArray rows && !path.isEmpty()) {
            return rows.stream().mapToInt(row -> count(row, path)).sum();
        }
        if (path.isEmpty()) {
            return value.asJsonArray().size();
        }
        return count(value.asJsonObject().getOrDefault(path.get(0), JsonValue.NULL), path.subList(1, path.size()));
    }

    private static final class NoTraces implements RequestTraces {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Operation begin(String type, String field) {
            return Operation.NONE;
        }
    }
}
