package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.random.RandomGenerator;

/** The levers by which the rounds make the local chain hostile, with traffic to meet it, and ways to see that it struck. */
final class HostileChain {
    static final List<String> ENDPOINTS = List.of("main", "b");

    private static final String HONEST = "{\"lies\":[],\"lagSlots\":0,\"historySlots\":null}";
    private static final int LOOKS = 6;
    private static final int MOST_DAYS = 10;

    private final LocalnetControl chain;
    private final LocalnetControl judge;
    private final Payouts books;
    private final Traffic traffic;
    private final RandomGenerator random;

    /** @param judge reads by an endpoint that the server does not know */
    HostileChain(LocalnetControl chain, LocalnetControl judge, Payouts books, Traffic traffic, RandomGenerator random) {
        this.chain = chain;
        this.judge = judge;
        this.books = books;
        this.traffic = traffic;
        this.random = random;
    }

    /** Opens the second endpoint of the server. */
    static URI openSecond(LocalnetControl chain) {
        return chain.openEndpoint(ENDPOINTS.get(1));
    }

    LocalnetControl levers() {
        return chain;
    }

    LocalnetControl judge() {
        return judge;
    }

    Payouts books() {
        return books;
    }

    RandomGenerator random() {
        return random;
    }

    /** Everything is as it should be again; what is held goes on. */
    void heal() {
        chain.release();
        ENDPOINTS.forEach(endpoint -> chain.set(endpoint, HONEST));
        chain.control("clock", "{\"frozen\":false}");
        chain.control("resume", "{}");
    }

    void owe() {
        traffic.owe(random);
    }

    /** Day after day, since what is owed together may go in fewer transactions than the fault is to strike. */
    long oweUntilStruck(String fault, int count) {
        chain.arm(fault.formatted(count));
        for (int day = 0; chain.hits() < count; day++) {
            assertThat(day).as("days without a strike of " + fault).isLessThan(MOST_DAYS);
            owe();
            books.await(
                    "the fault strikes, or all is settled without it",
                    () -> chain.hits() >= count || books.isSettled());
        }
        return count;
    }

    void oweUntilHits(int count) {
        owe();
        books.await("the fault strikes", () -> chain.hits() >= count);
    }

    void oweUntilLanded() {
        long before = landedCount();
        owe();
        books.await("something landed", () -> landedCount() > before);
    }

    /** Lets so many blocks pass. */
    void pass(int blocks) {
        long slot = slot();
        if (blocks > 0 && chain.state().path("paused").asBoolean()) {
            advance(blocks);
        }
        books.await(blocks + " blocks", () -> slot() >= slot + blocks);
    }

    void advance(long blocks) {
        chain.control("slots", "{\"advance\":" + blocks + "}");
    }

    void awaitExpiry(long before) {
        books.await("an attempt is proved absent", () -> expired() > before);
    }

    long slot() {
        return chain.state().path("slot").asLong();
    }

    long expired() {
        return books.count("settlement_attempt where state = 'EXPIRED'");
    }

    long calls(String endpoint, String method) {
        for (JsonNode one : chain.state().path("endpoints")) {
            if (one.path("name").asText().equals(endpoint)) {
                return one.path("calls").path(method).asLong();
            }
        }
        throw new IllegalStateException("no endpoint " + endpoint);
    }

    long awaitCalls(String endpoint, String method, long before) {
        books.await(method + " of " + endpoint, () -> calls(endpoint, method) >= before + LOOKS);
        return calls(endpoint, method) - before;
    }

    /** Some number from one to this one. */
    int most(int most) {
        return 1 + random.nextInt(most);
    }

    private long landedCount() {
        return chain.state().path("transactionCount").asLong();
    }
}
