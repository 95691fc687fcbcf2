package network.peer.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;
import network.peer.launcher.PeerStack;
import network.peer.launcher.Polling;
import network.peer.launcher.Progress;

/** Plays yesterday, then lets today pay for it, and checks what came of it. */
public final class DemoDay {

    private static final long SEED = 20_261_121L;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String PAYOUTS = """
            query($day: Date!) { rewardDay(day: $day) {
              state gems { display } minted { display } paidUsers
              payouts(first: 100) { edges { node { settlement { state signature } } } } } }
            """;

    private final PeerStack stack;
    private final Progress progress;
    private final GraphQLClient graphql;
    private final DemoUsers users;
    private final DemoPlan plan = DemoPlan.of(SEED);
    private final String[] tokens = new String[DemoPlan.USERS];
    private final String[] posts = new String[DemoPlan.POSTS];

    public DemoDay(PeerStack stack, Progress progress) {
        this.stack = stack;
        this.progress = progress;
        this.graphql = new GraphQLClient(stack.url().resolve("graphql"));
        this.users = new DemoUsers(graphql, stack.database());
    }

    /** Whether anybody has used this database. */
    public static boolean isEmpty(Database database) {
        try (Connection connection = database.ownerConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select not exists (select 1 from app_user)")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new LauncherException("The database cannot be read: " + e.getMessage() + ".", e);
        }
    }

    public DayResult play() {
        BusinessTime time = new BusinessTime(stack.database());
        LocalDate day = time.yesterday();
        time.moveTo(day);
        progress.say(
                "business time is " + day + "; " + DemoPlan.USERS + " people register and verify, which logs them in");
        try (Crowd crowd = new Crowd()) {
            crowd.each(DemoPlan.USERS, "registration", this::enter);
            users.register(DemoUsers.OPERATOR, "demo_operator");
            stack.grantOperator(DemoUsers.OPERATOR);
            playDay(crowd);
        }
        time.moveToNow();
        return settle(day);
    }

    /** How to try it oneself. */
    public void tellCredentials() {
        progress.plain("  demo users   " + DemoUsers.email(0) + " to " + DemoUsers.email(DemoPlan.USERS - 1));
        progress.plain("  operator     " + DemoUsers.OPERATOR);
        progress.plain("  password     " + DemoUsers.PASSWORD + " (of all of them)");
    }

    private void enter(int user) {
        tokens[user] = users.register(DemoUsers.email(user), DemoUsers.userName(user));
    }

    private void playDay(Crowd crowd) {
        progress.say(DemoPlan.POSTS + " people write a post each");
        crowd.each(DemoPlan.POSTS, "posts", this::publish);
        progress.say(DemoPlan.VIEWS + " views, " + DemoPlan.LIKES + " likes and " + DemoPlan.COMMENTS
                + " comments by others");
        AtomicInteger done = new AtomicInteger();
        int all = plan.acts().size();
        crowd.each(all, "actions", number -> {
            act(number);
            int count = done.incrementAndGet();
            if (count % 500 == 0) {
                progress.say("… " + count + " of " + all);
            }
        });
    }

    private void publish(int post) {
        JsonNode data = graphql.call(
                tokens[plan.authors().get(post)],
                "mutation($text: String!, $key: String!)"
                        + " { createPost(text: $text, idempotencyKey: $key) { postId payment } }",
                Map.of("text", "Post number " + (post + 1) + " of the day", "key", "demo-post-" + post));
        expectFree(data.path("createPost"));
        posts[post] = data.path("createPost").path("postId").asText();
    }

    private void act(int number) {
        DemoAct act = plan.acts().get(number);
        String token = tokens[act.actor()];
        Map<String, String> variables = Map.of("post", posts[act.post()], "key", "demo-act-" + number);
        switch (act.kind()) {
            case VIEW ->
                graphql.call(
                        token,
                        "mutation($post: ID!, $key: String) { viewPost(postId: $post, idempotencyKey: $key) { id } }",
                        variables);
            case LIKE ->
                expectFree(graphql.call(
                                token,
                                "mutation($post: ID!, $key: String!)"
                                        + " { likePost(postId: $post, idempotencyKey: $key) { payment } }",
                                variables)
                        .path("likePost"));
            case COMMENT ->
                expectFree(graphql.call(
                                token,
                                "mutation($post: ID!, $key: String!) { commentOnPost(postId: $post,"
                                        + " text: \"Comment number " + number
                                        + "\", idempotencyKey: $key) { payment } }",
                                variables)
                        .path("commentOnPost"));
        }
    }

    private static void expectFree(JsonNode receipt) {
        if (!receipt.path("payment").asText().equals("ALLOWANCE")) {
            throw new GraphQLFailure("NOT_FREE", "the action was paid by " + receipt.path("payment"));
        }
    }

    private DayResult settle(LocalDate day) {
        String operator = users.logIn(DemoUsers.OPERATOR);
        progress.say("business time is now; the operator starts daily-rewards for " + day);
        String job = graphql.call(
                        operator,
                        "mutation($day: Date!) { startDailyRewards(day: $day) { id } }",
                        Map.of("day", day.toString()))
                .path("startDailyRewards")
                .path("id")
                .asText();
        awaitJob(operator, job);
        progress.say("the day is on the books; its payouts travel to the chain");
        JsonNode rewards = awaitFinality(operator, day);
        JsonNode conservation = graphql.call(
                        operator, "mutation { checkConservation { holds supplyBaseUnits } }", Map.of())
                .path("checkConservation");
        return result(rewards, conservation);
    }

    private void awaitJob(String operator, String job) {
        boolean completed = Polling.until(PATIENCE, PAUSE, () -> {
            JsonNode execution = graphql.call(
                            operator,
                            "query($id: ID!) { jobExecution(id: $id) { state step message } }",
                            Map.of("id", job))
                    .path("jobExecution");
            String state = execution.path("state").asText();
            if (Set.of("FAILED", "STOPPED", "LOST").contains(state)) {
                throw new LauncherException("daily-rewards is " + state + " in step "
                        + execution.path("step").asText() + ": "
                        + execution.path("message").asText() + ".");
            }
            return state.equals("COMPLETED");
        });
        if (!completed) {
            throw new LauncherException(
                    "daily-rewards does not end; see " + stack.server().log() + ".");
        }
    }

    private JsonNode awaitFinality(String operator, LocalDate day) {
        JsonNode[] last = new JsonNode[1];
        int[] told = {-1};
        boolean all = Polling.until(PATIENCE, PAUSE, () -> {
            last[0] = graphql.call(operator, PAYOUTS, Map.of("day", day.toString()))
                    .path("rewardDay");
            int finalized = count(last[0], "FINALIZED");
            if (finalized != told[0]) {
                told[0] = finalized;
                progress.say(finalized + " of " + DemoPlan.POSTS + " payouts are final");
            }
            return finalized == DemoPlan.POSTS;
        });
        if (!all) {
            throw new LauncherException("Only " + told[0] + " of " + DemoPlan.POSTS + " payouts became final; see "
                    + stack.server().log() + ".");
        }
        return last[0];
    }

    private DayResult result(JsonNode rewards, JsonNode conservation) {
        Set<String> signatures = new HashSet<>();
        for (JsonNode edge : rewards.path("payouts").path("edges")) {
            signatures.add(
                    edge.path("node").path("settlement").path("signature").asText());
        }
        return new DayResult(
                rewards.path("paidUsers").asInt(),
                rewards.path("gems").path("display").asText(),
                rewards.path("minted").path("display").asText(),
                stack.supplyOnChain(),
                count(rewards, "FINALIZED"),
                signatures.size(),
                conservation.path("holds").asBoolean()
                        && conservation.path("supplyBaseUnits").asText().equals(stack.supplyOnChain()),
                progress.elapsed().toSeconds());
    }

    private static int count(JsonNode rewards, String state) {
        int count = 0;
        for (JsonNode edge : rewards.path("payouts").path("edges")) {
            if (edge.path("node").path("settlement").path("state").asText().equals(state)) {
                count++;
            }
        }
        return count;
    }
}
