package network.peer.identity;

/** Where messages to users leave the product. Another implementation replaces the local one as a CDI alternative. */
public interface Mailer {
    /** Accepts the message within the caller's transaction: what is rolled back is not sent. */
    void send(Mail mail);
}
