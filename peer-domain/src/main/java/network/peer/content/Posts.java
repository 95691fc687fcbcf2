package network.peer.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.content.ActionRecorder.Intended;
import network.peer.content.internal.ContentStore;
import network.peer.content.internal.PostEntity;
import network.peer.content.internal.TextRules;
import network.peer.identity.Accounts;
import network.peer.identity.Actor;
import network.peer.ledger.Ledger;
import network.peer.rewards.GemEvents;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.tokenomics.ActionKind;
import network.peer.tokenomics.Tokenomics;

/** Publishing posts, and reading posts and comments. */
@ApplicationScoped
public class Posts {
    private final ContentStore store;
    private final ActionRecorder recorder;
    private final Accounts accounts;
    private final Tokenomics tokenomics;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected Posts() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Posts(
            EntityManager entities,
            Ledger ledger,
            GemEvents gemEvents,
            Accounts accounts,
            Tokenomics tokenomics,
            BusinessClock clock) {
        this.store = new ContentStore(entities);
        this.recorder = new ActionRecorder(entities, ledger, gemEvents);
        this.accounts = accounts;
        this.tokenomics = tokenomics;
        this.clock = clock;
    }

    /**
     * Publishes a post, free or paid.
     *
     * @throws BusinessException NOT_ACTIVE, NOT_VERIFIED, BAD_INPUT, INSUFFICIENT_BALANCE, IDEMPOTENCY_CONFLICT
     */
    @Transactional
    public ActionResult create(UUID actorId, CreatePost post, String idempotencyKey) {
        Actor actor = accounts.shareActor(actorId);
        String text = TextRules.check(post.text(), TextRules.LONGEST_POST);
        return recorder.once(actorId, idempotencyKey, List.of(ActionKind.POST.name(), text), actionId -> {
            Instant now = clock.instant();
            UUID postId = Ids.newId();
            store.insert(new PostEntity(postId, actorId, text, now));
            return recorder.record(new Intended(
                    actionId, ActionKind.POST, actor, postId, actorId, null, idempotencyKey, now, tokenomics.at(now)));
        });
    }

    /** @throws BusinessException NOT_FOUND if there is no such post or it is not visible */
    @Transactional
    public Post byId(UUID postId) {
        return store.find(postId).orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no post " + postId));
    }

    /** Visible posts, newest first. */
    @Transactional
    public Page<Post> latest(PageRequest request) {
        return Page.of(store.newestFirst(request.afterId(), request.first() + 1), request, post -> post.id()
                .toString());
    }

    /** @throws BusinessException NOT_FOUND if there is no such comment or it is not visible */
    @Transactional
    public Comment commentById(UUID commentId) {
        return store.findComment(commentId)
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no comment " + commentId));
    }

    /** Visible comments and replies of a post, oldest first. */
    @Transactional
    public Page<Comment> comments(UUID postId, PageRequest request) {
        return Page.of(store.comments(postId, request.afterId(), request.first() + 1), request, comment -> comment.id()
                .toString());
    }
}
