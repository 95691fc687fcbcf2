package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds against the chain what the server recorded of its attempts and takes back never. */
final class RecordedForEver {
    private static final int MOST_STATUSES = 256;

    private final LocalnetControl judge;
    private final Payouts books;

    RecordedForEver(LocalnetControl judge, Payouts books) {
        this.judge = judge;
        this.books = books;
    }

    void assertTrue() {
        assertThat(statuses("EXPIRED")).allMatch(JsonNode::isNull, "is recorded as EXPIRED and did not land");
        assertThat(statuses("FINALIZED"))
                .allMatch(
                        status -> status.path("confirmationStatus").asText().equals("finalized")
                                && status.path("err").isNull(),
                        "is recorded as FINALIZED and is final");
        assertThat(statuses("REJECTED"))
                .as("rejected, though nothing is wrong with it")
                .isEmpty();
    }

    private List<JsonNode> statuses(String state) {
        List<JsonNode> statuses = new ArrayList<>();
        String signatures = books.text("select coalesce(string_agg('\"' || signature || '\"', ','), '')"
                + " from settlement_attempt where state = '" + state + "'");
        List<String> all = signatures.isEmpty() ? List.of() : List.of(signatures.split(",", -1));
        for (int from = 0; from < all.size(); from += MOST_STATUSES) {
            String asked = String.join(",", all.subList(from, Math.min(all.size(), from + MOST_STATUSES)));
            judge.call("getSignatureStatuses", "[[" + asked + "],{\"searchTransactionHistory\":true}]")
                    .path("value")
                    .forEach(statuses::add);
        }
        return statuses;
    }
}
