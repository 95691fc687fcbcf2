package network.peer.mail;

/** A message that nobody took, or of which it is not known whether somebody did. */
public class MailNotDeliveredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MailNotDeliveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
