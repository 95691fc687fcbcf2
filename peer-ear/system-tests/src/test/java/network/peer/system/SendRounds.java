package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What happens to a transaction on its way to the chain, or to the answer on its way back. */
final class SendRounds {
    private static final int PAST_EXPIRY_AND_FINALITY = 200;
    private static final int BLOCKHASH_LIFE = 150;
    private static final int MOST_BLOCKS_BEFORE_SIGNING = 40;
    private static final String SEND = "\"method\":\"sendTransaction\"";

    private final HostileChain hostile;
    private final LocalnetControl chain;
    private final LocalnetControl judge;
    private final Payouts books;

    SendRounds(HostileChain hostile) {
        this.hostile = hostile;
        this.chain = hostile.levers();
        this.judge = hostile.judge();
        this.books = hostile.books();
    }

    List<Round> all() {
        return List.of(
                new Round("lost send", "accepted and dropped, 1 to 4 times", this::lost),
                new Round(
                        "lost send, to the end", "every send is dropped until the attempt expires", this::lostForGood),
                new Round("late landing", "lands 10 to 60 slots later", this::late),
                new Round("landed, time-out", "lands, never answers", () -> landed("hang", "", 1)),
                new Round("landed, reset", "lands, the connection is cut", () -> landed("reset", "", hostile.most(3))),
                new Round("landed, null", "lands, the result is null", () -> landed("null", "", hostile.most(3))),
                new Round("landed, error", "lands, then an error, a 500 or garbage", this::landedWithAnError),
                new Round("landing in the last valid block", "the send waits for that block", () -> lastBlock(0)),
                new Round("a block too late", "the send waits one block more", () -> lastBlock(1)),
                new Round("duplicate delivery", "the same bytes arrive four times more", this::duplicates));
    }

    private long lost() {
        return hostile.oweUntilStruck("{" + SEND + ",\"fault\":\"drop\",\"count\":%d}", hostile.most(4));
    }

    private long lostForGood() {
        long expired = hostile.expired();
        chain.arm("{" + SEND + ",\"fault\":\"drop\",\"count\":null}");
        hostile.oweUntilHits(1);
        hostile.advance(PAST_EXPIRY_AND_FINALITY);
        hostile.awaitExpiry(expired);
        return chain.hits();
    }

    private long late() {
        chain.arm("{" + SEND + ",\"fault\":\"late\",\"count\":null,\"slots\":%d}".formatted(10 + hostile.most(50)));
        hostile.oweUntilLanded();
        return chain.hits();
    }

    private long landed(String fault, String fields, int count) {
        return hostile.oweUntilStruck(
                "{" + SEND + ",\"fault\":\"" + fault + "\",\"when\":\"after\"" + fields + ",\"count\":%d}", count);
    }

    private long landedWithAnError() {
        int[] codes = {-32_002, -32_005, -32_015, -32_602, -32_603};
        return switch (hostile.most(4)) {
            case 1 -> landed("http", ",\"status\":500", hostile.most(3));
            case 2 -> landed("garbage", "", hostile.most(3));
            default -> landed("error", ",\"code\":" + codes[hostile.most(codes.length) - 1], hostile.most(3));
        };
    }

    /** @param late how many blocks after the last one */
    private long lastBlock(int late) {
        chain.arm("{" + SEND + ",\"fault\":\"hold\",\"count\":null}");
        hostile.owe();
        String signature = chain.awaitHeld().path("signature").asText();
        chain.control("pause", "{}");
        hostile.advance(lastBlockOf(signature)
                + late
                - chain.state().path("blockHeight").asLong());
        chain.release();
        if (late == 0) {
            books.await("landed in the last block", () -> !statusOf(signature).isNull());
            return 1;
        }
        long expired = hostile.expired();
        hostile.advance(PAST_EXPIRY_AND_FINALITY);
        hostile.awaitExpiry(expired);
        assertThat(statusOf(signature).isNull()).as("did not land too late").isTrue();
        return 1;
    }

    /** Not what the server has stored, which may be a few blocks more: of two endpoints it believes the later. */
    private long lastBlockOf(String signature) {
        String attempt = " from settlement_attempt where signature = '" + signature + "'";
        String blockhash = books.text("select blockhash" + attempt);
        long signed = Long.parseLong(books.text("select signed_at_slot" + attempt));
        for (long slot = hostile.slot(); slot >= signed - MOST_BLOCKS_BEFORE_SIGNING; slot--) {
            JsonNode block = judge.answer(
                            "getBlock",
                            "[%d,{\"commitment\":\"confirmed\",\"transactionDetails\":\"none\",\"rewards\":false}]"
                                    .formatted(slot))
                    .path("result");
            if (block.path("blockhash").asText().equals(blockhash)) {
                return block.path("blockHeight").asLong() + BLOCKHASH_LIFE;
            }
        }
        throw new AssertionError("no block has the blockhash of " + signature);
    }

    private JsonNode statusOf(String signature) {
        return judge.call("getSignatureStatuses", "[[\"" + signature + "\"],{\"searchTransactionHistory\":true}]")
                .path("value")
                .path(0);
    }

    private long duplicates() {
        chain.hold("sendTransaction", "before");
        hostile.owe();
        String bytes = chain.awaitHeld().path("params").toString();
        judge.call("sendTransaction", bytes);
        judge.call("sendTransaction", bytes);
        chain.release();
        books.awaitSettled();
        judge.call("sendTransaction", bytes);
        judge.call("sendTransaction", bytes);
        return 4;
    }
}
