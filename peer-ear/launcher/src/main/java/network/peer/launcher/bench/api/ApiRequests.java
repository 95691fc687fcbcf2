package network.peer.launcher.bench.api;

import network.peer.launcher.bench.api.LoadClient.Requests;

/** What the clients send: each request for another user, by GraphQL with variables as an app does it. */
final class ApiRequests {
    private static final String GRAPHQL = "/graphql";
    private static final String RESOURCE = "/peer-bench/me";

    private static final String TRANSFER =
            "mutation Send($recipient: ID!, $amount: String!, $key: String!) { transferTokens(recipientId: $recipient,"
                    + " amount: $amount, idempotencyKey: $key) { id gross { baseUnits display } recordedAt replayed } }";

    private static final String LIKE =
            "mutation Like($post: ID!, $key: String!) { likePost(postId: $post, idempotencyKey: $key) { id payment"
                    + " replayed } }";

    private static final String READ = "{ me { balance { available { baseUnits display } settledOnChain { display } }"
            + " history(first: 10) { edges { node { id kind direction counterpart { userId systemAccount }"
            + " gross { baseUnits display } message settlement { state } recordedAt } }"
            + " pageInfo { hasNextPage endCursor } } } }";

    private final ApiTokens tokens;
    private final ApiSize size;

    ApiRequests(ApiTokens tokens, ApiSize size) {
        this.tokens = tokens;
        this.size = size;
    }

    /** Any user to any other. */
    Requests transfers() {
        return (client, sequence, random) -> {
            int sender = 1 + random.nextInt(size.users());
            int recipient = 1 + (sender + random.nextInt(size.users() - 1)) % size.users();
            return transfer(sender, recipient, "api-" + client + "-" + sequence);
        };
    }

    byte[] transfer(int sender, int recipient, String key) {
        return graphql(
                sender,
                TRANSFER,
                "{\"recipient\":\"" + ApiUsers.userId(recipient) + "\",\"amount\":\"0.001\",\"key\":\"" + key + "\"}");
    }

    /** Round by round each user likes the post of the next one, and then of the one after that: never one twice. */
    Requests likes() {
        return (client, sequence, random) -> {
            long number = sequence * size.clients() + client;
            int actor = (int) (1 + number % size.users());
            int author = (int) (1 + (actor + number / size.users()) % size.users());
            return graphql(
                    actor,
                    LIKE,
                    "{\"post\":\"" + ApiUsers.postId(author) + "\",\"key\":\"like-" + client + "-" + sequence + "\"}");
        };
    }

    Requests reads() {
        return (client, sequence, random) -> read(1 + random.nextInt(size.users()));
    }

    byte[] read(int user) {
        return graphql(user, READ, "{}");
    }

    /** The same read from the hand-written endpoint. */
    Requests plainReads() {
        return (client, sequence, random) -> plainRead(1 + random.nextInt(size.users()));
    }

    byte[] plainRead(int user) {
        return HttpLine.get(RESOURCE, tokens.of(user));
    }

    private byte[] graphql(int user, String document, String variables) {
        return HttpLine.post(
                GRAPHQL, tokens.of(user), "{\"query\":\"" + document + "\",\"variables\":" + variables + "}");
    }
}
