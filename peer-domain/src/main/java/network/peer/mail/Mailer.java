package network.peer.mail;

/** Where messages to users are handed in. */
public interface Mailer {
    /** Accepts the message within the caller's transaction: what is rolled back is not sent. */
    void send(Mail mail);
}
