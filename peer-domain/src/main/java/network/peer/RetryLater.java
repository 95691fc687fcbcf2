package network.peer;

/** A refusal that ends by itself, and knows when. */
public interface RetryLater {
    /** At least 1. */
    long retryAfterSeconds();
}
