package network.peer.ledger;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ledger transaction as it was just posted, with the ids of its postings. */
public record PostedTransaction(
        UUID id,
        TransactionKind kind,
        String idempotencyKey,
        @Nullable LocalDate rewardDay,
        List<PostedPosting> postings) {
    public PostedTransaction {
        postings = List.copyOf(postings);
    }

    /**
     * A posting and the id under which it stands in the books.
     *
     * @param reversesId the posting that it undoes; null unless the transaction is a reversal
     */
    public record PostedPosting(
            UUID id, Posting posting, @Nullable UUID reversesId) {}
}
