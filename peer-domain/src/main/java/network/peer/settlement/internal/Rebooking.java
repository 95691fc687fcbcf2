package network.peer.settlement.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.LandedAttempt;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.tokenomics.Tokenomics;
import org.jspecify.annotations.Nullable;

/** Posts what the books lack of a transaction on chain, as of when it landed and under a key of its own. */
final class Rebooking {
    private final Ledger ledger;
    private final Tokenomics tokenomics;
    private final BusinessClock clock;

    Rebooking(Ledger ledger, Tokenomics tokenomics, BusinessClock clock) {
        this.ledger = ledger;
        this.tokenomics = tokenomics;
        this.clock = clock;
    }

    LedgerAccountId userAccount(UUID userId) {
        return ledger.userAccount(userId);
    }

    void postPayouts(LandedAttempt attempt, LocalDate rewardDay, List<Posting> postings) {
        ledger.post(command(attempt, TransactionKind.MINT, attempt.signature().base58(), rewardDay, postings));
    }

    void postMovement(LandedAttempt attempt, UUID id, TransactionKind kind, List<Posting> postings) {
        ledger.postAs(id, command(attempt, kind, id.toString(), null, postings));
    }

    private PostCommand command(
            LandedAttempt attempt,
            TransactionKind kind,
            String key,
            @Nullable LocalDate rewardDay,
            List<Posting> postings) {
        Instant at = attempt.landedAt() == null ? clock.instant() : attempt.landedAt();
        int version = tokenomics
                .at(
                        rewardDay == null
                                ? at
                                : rewardDay.atStartOfDay(ZoneOffset.UTC).toInstant())
                .version();
        return new PostCommand(
                kind,
                "rebuilt/" + key,
                Ids.hash("rebuilt", attempt.signature().base58(), postings.toString()),
                at,
                version,
                rewardDay,
                postings);
    }
}
