package network.peer.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the two endpoints of the server show of the chain: too little, too late, lies, or another fork. */
final class EndpointRounds {
    private static final int PAST_EXPIRY_AND_FINALITY = 200;
    private static final int STORM = 6;
    private static final String SEND = "\"method\":\"sendTransaction\"";

    private final HostileChain hostile;
    private final LocalnetControl chain;
    private final Payouts books;

    EndpointRounds(HostileChain hostile) {
        this.hostile = hostile;
        this.chain = hostile.levers();
        this.books = hostile.books();
    }

    List<Round> all() {
        return List.of(
                new Round("status cache forgotten", "both endpoints keep 1 to 4 slots of history", this::forgotten),
                new Round("lagging endpoint", "one of two is 40 to 200 slots behind", this::lagging),
                new Round("lie: it did not land", "one of two hides what landed, past its expiry", this::hides),
                new Round("lie: it landed", "one of two invents what was dropped", this::invents),
                new Round("lie: it has expired", "one of two is 1 000 blocks ahead", this::inflatesHeight),
                new Round("lie: a shorter life", "a blockhash dies 100 blocks too early, lands late", this::deflates),
                new Round("fork before finality", "confirmed blocks are dropped, some land again", this::fork),
                new Round("storm of 429", "nine of ten requests to both endpoints", this::storm));
    }

    private long forgotten() {
        String cut = "{\"historySlots\":%d}".formatted(hostile.most(4));
        HostileChain.ENDPOINTS.forEach(endpoint -> chain.set(endpoint, cut));
        hostile.oweUntilLanded();
        return lookPastExpiry("getFirstAvailableBlock", "main");
    }

    /** After something was signed: while an endpoint lags, it bears no witness to new blockhashes. */
    private long lagging() {
        chain.arm("{" + SEND + ",\"fault\":\"drop\"}");
        hostile.oweUntilHits(1);
        String laggard = oneEndpoint();
        long calls = hostile.calls(laggard, "getEpochInfo");
        chain.set(laggard, "{\"lagSlots\":%d}".formatted(40 + hostile.most(160)));
        hostile.pass(60);
        return hostile.awaitCalls(laggard, "getEpochInfo", calls);
    }

    private long hides() {
        String liar = lying("hides");
        chain.arm("{" + SEND + ",\"fault\":\"reset\",\"when\":\"after\"}");
        hostile.oweUntilLanded();
        return lookPastExpiry("getSignatureStatuses", liar);
    }

    private long invents() {
        String liar = lying("invents");
        chain.arm("{" + SEND + ",\"fault\":\"drop\",\"count\":null}");
        hostile.oweUntilHits(1);
        return hostile.awaitCalls(liar, "getSignatureStatuses", hostile.calls(liar, "getSignatureStatuses"));
    }

    private long inflatesHeight() {
        String liar = lying("inflatesHeight");
        chain.arm("{" + SEND + ",\"fault\":\"drop\",\"count\":2}");
        long calls = hostile.calls(liar, "getEpochInfo");
        hostile.owe();
        return hostile.awaitCalls(liar, "getEpochInfo", calls);
    }

    private long deflates() {
        String liar = lying("deflatesLastValid");
        chain.arm("{" + SEND + ",\"fault\":\"late\",\"count\":null,\"slots\":130}");
        hostile.oweUntilHits(1);
        hostile.advance(100);
        return hostile.awaitCalls(liar, "getEpochInfo", hostile.calls(liar, "getEpochInfo"));
    }

    private long fork() {
        chain.control("pause", "{}");
        long slot = hostile.slot();
        hostile.oweUntilLanded();
        hostile.advance(2);
        books.await("confirmed", () -> books.count("settlement_attempt where state = 'CONFIRMED'") > 0);
        hostile.advance(hostile.most(20));
        String replay = List.of("none", "half", "all").get(hostile.most(3) - 1);
        JsonNode forked = chain.control(
                "fork",
                "{\"slots\":%d,\"replay\":\"%s\",\"seed\":%d}"
                        .formatted(hostile.slot() - slot + 1, replay, hostile.most(1_000)));
        return forked.path("dropped").size();
    }

    private long storm() {
        for (String endpoint : HostileChain.ENDPOINTS) {
            chain.arm(("{\"endpoint\":\"%s\",\"fault\":\"http\",\"status\":429,\"retryAfterSeconds\":1,"
                            + "\"probability\":0.9,\"seed\":%d,\"count\":null}")
                    .formatted(endpoint, hostile.most(1_000)));
        }
        hostile.owe();
        hostile.pass(40);
        books.await("the storm", () -> chain.hits() >= STORM);
        return chain.hits();
    }

    /** Past the expiry of what landed, the server asks again and again, and must not take silence for absence. */
    private long lookPastExpiry(String method, String endpoint) {
        long calls = hostile.calls(endpoint, method);
        hostile.advance(PAST_EXPIRY_AND_FINALITY);
        return hostile.awaitCalls(endpoint, method, calls);
    }

    private String lying(String lie) {
        String liar = oneEndpoint();
        chain.set(liar, "{\"lies\":[\"" + lie + "\"]}");
        return liar;
    }

    private String oneEndpoint() {
        return HostileChain.ENDPOINTS.get(hostile.most(HostileChain.ENDPOINTS.size()) - 1);
    }
}
