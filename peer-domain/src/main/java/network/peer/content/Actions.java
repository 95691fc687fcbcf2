package network.peer.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.content.ActionRecorder.Intended;
import network.peer.content.internal.ActionStore;
import network.peer.content.internal.ContentStore;
import network.peer.content.internal.ContentStore.Target;
import network.peer.content.internal.TextRules;
import network.peer.identity.Accounts;
import network.peer.identity.Actor;
import network.peer.ledger.Ledger;
import network.peer.rewards.GemEvents;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.Tokenomics;
import network.peer.tokenomics.TokenomicsVersion;
import org.jspecify.annotations.Nullable;

/** What users do with posts. Each action is one transaction: all of it happens, or nothing. */
@ApplicationScoped
public class Actions {
    private final ContentStore content;
    private final ActionStore actions;
    private final ActionRecorder recorder;
    private final Accounts accounts;
    private final Tokenomics tokenomics;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected Actions() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Actions(
            EntityManager entities,
            Ledger ledger,
            GemEvents gemEvents,
            Accounts accounts,
            Tokenomics tokenomics,
            BusinessClock clock) {
        this.content = new ContentStore(entities);
        this.actions = new ActionStore(entities);
        this.recorder = new ActionRecorder(entities, ledger, gemEvents);
        this.accounts = accounts;
        this.tokenomics = tokenomics;
        this.clock = clock;
    }

    /**
     * Likes a post, free or paid.
     *
     * @throws BusinessException NOT_ACTIVE, NOT_VERIFIED, NOT_FOUND, CONTENT_UNAVAILABLE, OWN_CONTENT, ALREADY_DONE,
     *     INSUFFICIENT_BALANCE, IDEMPOTENCY_CONFLICT
     */
    @Transactional
    public ActionResult like(UUID actorId, UUID postId, String idempotencyKey) {
        return act(ActionKind.LIKE, actorId, postId, idempotencyKey);
    }

    /** Dislikes a post; refused as {@link #like} is. */
    @Transactional
    public ActionResult dislike(UUID actorId, UUID postId, String idempotencyKey) {
        return act(ActionKind.DISLIKE, actorId, postId, idempotencyKey);
    }

    /** Views a post, which costs nothing; refused as {@link #like} is. */
    @Transactional
    public ActionResult view(UUID actorId, UUID postId, @Nullable String idempotencyKey) {
        return act(ActionKind.VIEW, actorId, postId, idempotencyKey);
    }

    /**
     * Comments on a post or replies to a comment, free or paid.
     *
     * @throws BusinessException NOT_ACTIVE, NOT_VERIFIED, NOT_FOUND, BAD_INPUT, CONTENT_UNAVAILABLE,
     *     INSUFFICIENT_BALANCE, IDEMPOTENCY_CONFLICT
     */
    @Transactional
    public ActionResult comment(UUID actorId, WriteComment comment, String idempotencyKey) {
        Actor actor = accounts.shareActor(actorId);
        String text = TextRules.check(comment.text(), TextRules.LONGEST_COMMENT);
        List<String> input = List.of(
                ActionKind.COMMENT.name(),
                comment.postId().toString(),
                String.valueOf(comment.parentCommentId()),
                text);
        return recorder.once(actorId, idempotencyKey, input, actionId -> {
            Instant now = clock.instant();
            Target post = availablePost(comment.postId());
            requireAvailableParent(comment);
            UUID commentId = Ids.newId();
            content.insertComment(commentId, actorId, comment, text, now);
            return recorder.record(new Intended(
                    actionId,
                    ActionKind.COMMENT,
                    actor,
                    comment.postId(),
                    post.authorId(),
                    commentId,
                    idempotencyKey,
                    now,
                    tokenomics.at(now)));
        });
    }

    /** What is left of the user's free allowance today, by business time. */
    @Transactional
    public FreeAllowance freeAllowanceLeft(UUID userId) {
        LocalDate today = clock.today();
        TokenomicsVersion version = tokenomics.current();
        Map<ActionKind, Integer> used = actions.used(userId, today);
        return new FreeAllowance(
                today,
                left(version, used, ActionKind.POST),
                left(version, used, ActionKind.LIKE),
                left(version, used, ActionKind.DISLIKE),
                left(version, used, ActionKind.COMMENT));
    }

    private ActionResult act(ActionKind kind, UUID actorId, UUID postId, @Nullable String idempotencyKey) {
        Actor actor = accounts.shareActor(actorId);
        return recorder.once(actorId, idempotencyKey, List.of(kind.name(), postId.toString()), actionId -> {
            Instant now = clock.instant();
            Target post = availablePost(postId);
            if (post.authorId().equals(actorId) && !kind.isAllowedOnOwnContent()) {
                throw new BusinessException(ErrorCode.OWN_CONTENT, kind + " is not for one's own post");
            }
            return recorder.record(new Intended(
                    actionId, kind, actor, postId, post.authorId(), null, idempotencyKey, now, tokenomics.at(now)));
        });
    }

    private Target availablePost(UUID postId) {
        Target post = content.shareTarget(postId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no post " + postId));
        requireAvailable(post);
        return post;
    }

    private void requireAvailableParent(WriteComment comment) {
        UUID parentId = comment.parentCommentId();
        if (parentId != null) {
            requireAvailable(content.shareComment(comment.postId(), parentId)
                    .orElseThrow(() -> new BusinessException(
                            ErrorCode.NOT_FOUND, "no comment " + parentId + " under post " + comment.postId())));
        }
    }

    private static void requireAvailable(Target target) {
        if (!target.available()) {
            throw new BusinessException(
                    ErrorCode.CONTENT_UNAVAILABLE, "the content is hidden or deleted, or its author is not active");
        }
    }

    private static int left(TokenomicsVersion version, Map<ActionKind, Integer> used, ActionKind kind) {
        return Math.max(0, version.terms(kind).freePerDay() - used.getOrDefault(kind, 0));
    }
}
