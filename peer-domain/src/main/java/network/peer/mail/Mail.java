package network.peer.mail;

/** One message to one person. Its body may hold a secret: it never goes into a production log. */
public record Mail(String recipient, String subject, String body) {
    /** Without the body. */
    @Override
    public String toString() {
        return "Mail[subject=" + subject + "]";
    }
}
