package network.peer.tokenomics;

/** What a user can do in the app that may have a price, a free allowance or gems. */
public enum ActionKind {
    POST(false, false),
    LIKE(true, false),
    DISLIKE(true, false),
    COMMENT(false, true),
    VIEW(true, false);

    private final boolean oncePerPost;
    private final boolean onOwnContent;

    ActionKind(boolean oncePerPost, boolean onOwnContent) {
        this.oncePerPost = oncePerPost;
        this.onOwnContent = onOwnContent;
    }

    /** Whether a user can do it to one post once only, for ever. */
    public boolean isOncePerPost() {
        return oncePerPost;
    }

    /** Whether it is allowed on one's own post, where it earns no gems. */
    public boolean isAllowedOnOwnContent() {
        return onOwnContent;
    }
}
