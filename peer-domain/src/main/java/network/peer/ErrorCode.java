package network.peer;

/** The catalogue of refusals: each constant's name is the code on the wire, additive only. */
public enum ErrorCode {
    BAD_INPUT(false, "The input is not valid; extensions.field names the argument where one is to blame."),
    UNAUTHENTICATED(false, "Log in and send the access token as a bearer token."),
    FORBIDDEN(false, "The caller's roles do not include this operation."),
    NOT_FOUND(false, "There is no such thing, or the caller may not know of it."),
    CONFLICT(false, "The state of the thing does not allow this."),
    IDEMPOTENCY_CONFLICT(false, "The idempotency key was used before with other input."),
    INSUFFICIENT_BALANCE(false, "The available balance does not cover the amount and its fees."),
    EMAIL_TAKEN(false, "Another account uses this e-mail address."),
    USER_NAME_TAKEN(false, "Another account uses this user name."),
    BAD_CREDENTIALS(false, "E-mail and password do not match an account."),
    TOO_MANY_ATTEMPTS(
            true, "Too many wrong passwords for this address; extensions.retryAfterSeconds says when to try again."),
    TOKEN_INVALID(false, "The token is unknown, used or expired."),
    NOT_VERIFIED(false, "Verify the e-mail address first."),
    NOT_ACTIVE(false, "The account is not active."),
    OWN_CONTENT(false, "This action is not for one's own content."),
    ALREADY_DONE(false, "This action is allowed once per user and post."),
    CONTENT_UNAVAILABLE(false, "The content is hidden or deleted, or its author is not active."),
    TRANSFER_TO_SELF(false, "Nobody sends tokens to oneself."),
    RECIPIENT_IS_SYSTEM_ACCOUNT(false, "Users send tokens to users, not to a system account."),
    RECIPIENT_UNAVAILABLE(false, "The recipient is not active or not verified, so nothing can be sent there."),
    AMOUNT_TOO_SMALL(false, "The amount is below the smallest transfer of the tokenomics in force."),
    MESSAGE_NOT_ALLOWED(
            false, "The message is too long, or has a control or invisible character or something like a URL."),
    DAY_NOT_OVER(true, "The day can be closed only when it is over and the grace period has passed."),
    DAY_CLOSED(false, "The day is closed already."),
    APPROVAL_MISSING(true, "An operator has to approve the day first."),
    JOB_RUNNING(true, "A job for this day is running already."),
    EMISSION_LIMIT(false, "The day's pool or the total cap does not allow this mint."),
    CONFIRMATION_NEEDED(false, "This cannot be undone and must be confirmed."),
    TOO_LARGE(false, "The request is larger than the server accepts."),
    RATE_LIMITED(true, "Too many requests; extensions.retryAfterSeconds says when to try again."),
    TIMED_OUT(true, "The operation took too long; repeat a mutation with the same idempotency key."),
    PERSISTED_QUERY_NOT_FOUND(false, "No document is registered by this id."),
    PERSISTED_QUERY_NOT_SUPPORTED(false, "Documents have no ids here; send the query itself."),
    DOCUMENT_NOT_TRUSTED(false, "Only documents that were registered beforehand are run here."),
    TOO_MANY_SUBSCRIPTIONS(false, "The connection has as many subscriptions as it may have; complete one first."),
    UNAVAILABLE(true, "A part that this needs is not available now; try again later."),
    INTERNAL(true, "Something failed on our side; nothing was changed.");

    private final boolean retryable;
    private final String meaning;

    ErrorCode(boolean retryable, String meaning) {
        this.retryable = retryable;
        this.meaning = meaning;
    }

    /** Whether the same request can succeed later without being changed. */
    public boolean isRetryable() {
        return retryable;
    }

    /** One sentence for the programmer of a client. */
    public String meaning() {
        return meaning;
    }
}
