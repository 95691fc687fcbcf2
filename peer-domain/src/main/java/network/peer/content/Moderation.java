package network.peer.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.content.internal.ContentStore;
import network.peer.operations.AuditLog;

/** Hiding content, audited. Hidden content earns nothing from then on; gems from before count. */
@ApplicationScoped
public class Moderation {
    private static final int LONGEST_REASON = 500;

    private final ContentStore store;
    private final AuditLog audit;

    @SuppressWarnings("NullAway")
    protected Moderation() {
        this(null, null);
    }

    @Inject
    public Moderation(EntityManager entities, AuditLog audit) {
        this.store = new ContentStore(entities);
        this.audit = audit;
    }

    /**
     * Hides a post after the actions on it that are being recorded.
     *
     * @param moderatorId a MODERATOR, which the caller has checked
     * @throws BusinessException NOT_FOUND if it is not visible, BAD_INPUT
     */
    @Transactional
    public void hidePost(UUID moderatorId, UUID postId, String reason) {
        requireReason(reason);
        requireFound(store.hidePost(postId), "post " + postId);
        audit.record(moderatorId, "hide-post", postId.toString(), reason);
    }

    /**
     * Hides a comment after the replies to it that are being recorded.
     *
     * @param moderatorId a MODERATOR, which the caller has checked
     * @throws BusinessException NOT_FOUND if it is not visible, BAD_INPUT
     */
    @Transactional
    public void hideComment(UUID moderatorId, UUID commentId, String reason) {
        requireReason(reason);
        requireFound(store.hideComment(commentId), "comment " + commentId);
        audit.record(moderatorId, "hide-comment", commentId.toString(), reason);
    }

    private static void requireReason(String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new InvalidInputException("reason", "1 to " + LONGEST_REASON + " characters");
        }
    }

    private static void requireFound(boolean hidden, String what) {
        if (!hidden) {
            throw new BusinessException(ErrorCode.NOT_FOUND, "no visible " + what);
        }
    }
}
