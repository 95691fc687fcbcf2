package network.peer.content;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.content.internal.ActionStore;
import network.peer.content.internal.ActionStore.FirstRequest;
import network.peer.identity.Actor;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posted;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.rewards.GemEvents;
import network.peer.rewards.NewGemEvent;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.ActionTerms;
import network.peer.tokenomics.FeeBreakdown;
import network.peer.tokenomics.TokenomicsVersion;
import org.jspecify.annotations.Nullable;

/**
 * What all actions share: the idempotency key, the payment, the action's row and the gems, within the transaction of the
 * service that calls. Of requests that meet, each waits at the same points in the same order: actor, key, author, allowance,
 * debited account, action, day.
 */
final class ActionRecorder {
    private static final String KEY = "[\\x21-\\x7e]{1,100}";

    private final ActionStore store;
    private final Ledger ledger;
    private final GemEvents gemEvents;

    ActionRecorder(EntityManager entities, Ledger ledger, GemEvents gemEvents) {
        this.store = new ActionStore(entities);
        this.ledger = ledger;
        this.gemEvents = gemEvents;
    }

    /** An action that is allowed and still has to be paid and recorded. */
    record Intended(
            UUID actionId,
            ActionKind kind,
            Actor actor,
            UUID postId,
            UUID postAuthorId,
            @Nullable UUID commentId,
            @Nullable String idempotencyKey,
            Instant recordedAt,
            TokenomicsVersion tokenomics) {
        LocalDate day() {
            return LocalDate.ofInstant(recordedAt, ZoneOffset.UTC);
        }

        ActionTerms terms() {
            return tokenomics.terms(kind);
        }
    }

    /**
     * Does the work, unless the key was used before: the same input gets the first answer again, other input is refused.
     *
     * @param input everything that the client sent, in a fixed order
     * @param work takes the id of the action that it records
     */
    ActionResult once(
            UUID actorId, @Nullable String idempotencyKey, List<String> input, Function<UUID, ActionResult> work) {
        UUID actionId = Ids.newId();
        if (idempotencyKey == null) {
            return work.apply(actionId);
        }
        if (!idempotencyKey.matches(KEY)) {
            throw new InvalidInputException("idempotencyKey", "1 to 100 visible ASCII characters without spaces");
        }
        String inputHash = Ids.hash(input.toArray(String[]::new));
        if (store.insertRequest(actorId, idempotencyKey, inputHash, actionId)) {
            return work.apply(actionId);
        }
        FirstRequest first = store.findRequest(actorId, idempotencyKey)
                .orElseThrow(
                        () -> new IllegalStateException("idempotency key refused but not stored: actor " + actorId));
        if (!first.inputHash().equals(inputHash)) {
            throw new BusinessException(
                    ErrorCode.IDEMPOTENCY_CONFLICT, "this idempotency key was used before with other input");
        }
        return store.replay(first.actionId());
    }

    /** @throws BusinessException ALREADY_DONE, INSUFFICIENT_BALANCE */
    ActionResult record(Intended action) {
        if (action.kind().isOncePerPost() && store.isDone(action.actor().userId(), action.postId(), action.kind())) {
            throw alreadyDone(action);
        }
        Payment payment = payment(action);
        TokenAmount price = payment == Payment.TOKENS ? action.terms().price() : TokenAmount.ZERO;
        @Nullable UUID ledgerTransactionId = payment == Payment.TOKENS ? pay(action) : null;
        ActionResult result = new ActionResult(
                action.actionId(),
                action.kind(),
                action.postId(),
                action.commentId(),
                payment,
                price,
                ledgerTransactionId,
                action.recordedAt(),
                action.tokenomics().version(),
                false);
        if (!store.insert(result, action.actor().userId(), action.postAuthorId())) {
            throw alreadyDone(action);
        }
        giveGems(action);
        return result;
    }

    private Payment payment(Intended action) {
        if (action.terms().price().isZero()) {
            return Payment.NO_PRICE;
        }
        boolean free = store.useAllowance(
                action.actor().userId(),
                action.day(),
                action.kind(),
                action.terms().freePerDay());
        return free ? Payment.ALLOWANCE : Payment.TOKENS;
    }

    private UUID pay(Intended action) {
        UUID inviterId = action.actor().inviterId();
        FeeBreakdown parts = action.tokenomics().fees().included(action.terms().price(), inviterId != null);
        LedgerAccountId payer = ledger.userAccount(action.actor().userId());
        List<Posting> postings = new ArrayList<>();
        add(postings, payer, SystemAccount.TREASURY.id(), PostingRole.PRINCIPAL, parts.net());
        add(postings, payer, SystemAccount.TREASURY.id(), PostingRole.COMPANY_FEE, parts.companyFee());
        add(postings, payer, SystemAccount.BURN.id(), PostingRole.BURN_FEE, parts.burnFee());
        if (inviterId != null) {
            add(postings, payer, ledger.userAccount(inviterId), PostingRole.INVITER_FEE, parts.inviterFee());
        }
        String name = requireNonNull(action.idempotencyKey(), "nobody pays without an idempotency key");
        Posted posted = ledger.post(new PostCommand(
                TransactionKind.SPEND,
                "action/" + action.actor().userId() + "/" + name,
                Ids.hash(
                        action.kind().name(),
                        action.actor().userId().toString(),
                        action.postId().toString(),
                        Long.toString(action.terms().price().baseUnits())),
                action.recordedAt(),
                action.tokenomics().version(),
                null,
                postings));
        if (posted.replayed()) {
            throw new IllegalStateException("action " + action.actionId() + " was paid before under the key " + name);
        }
        return posted.ledgerTransactionId();
    }

    private void giveGems(Intended action) {
        long gems = action.terms().gemsHundredths();
        if (gems == 0 || action.postAuthorId().equals(action.actor().userId())) {
            return;
        }
        gemEvents.record(new NewGemEvent(
                action.actionId(),
                action.kind(),
                action.actor().userId(),
                action.postId(),
                action.postAuthorId(),
                gems,
                action.recordedAt(),
                action.tokenomics()));
    }

    private static void add(
            List<Posting> postings,
            LedgerAccountId payer,
            LedgerAccountId payee,
            PostingRole role,
            TokenAmount amount) {
        if (!amount.isZero()) {
            postings.add(new Posting(payer, payee, role, amount));
        }
    }

    private static BusinessException alreadyDone(Intended action) {
        return new BusinessException(
                ErrorCode.ALREADY_DONE, action.kind() + " is allowed once per user and post: " + action.postId());
    }
}
