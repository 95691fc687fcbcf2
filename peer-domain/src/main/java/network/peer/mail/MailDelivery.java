package network.peer.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.mail.MailOutbox.Due;

/** Empties the outbox: claims, delivers outside any transaction, then records what came of it. */
@ApplicationScoped
public class MailDelivery {
    private static final System.Logger LOGGER = System.getLogger(MailDelivery.class.getName());
    private static final int BATCH = 20;

    private final MailOutbox outbox;
    private final MailTransport transport;

    @SuppressWarnings("NullAway")
    protected MailDelivery() {
        this(null, null);
    }

    @Inject
    public MailDelivery(MailOutbox outbox, MailTransport transport) {
        this.outbox = outbox;
        this.transport = transport;
    }

    /** Delivers what is due. A crash after the delivery and before its record delivers again, under the same id. */
    public void deliverDue() {
        for (Due due : outbox.claim(BATCH)) {
            try {
                transport.deliver(due.id(), due.writtenAt(), due.mail());
            } catch (RuntimeException e) {
                // Whatever is wrong with one message, the others go their way.
                boolean again = outbox.failed(due.id(), String.valueOf(e.getMessage()));
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "PEER-IDN-003 mail not delivered id=" + due.id() + (again ? ", later again" : ", given up"),
                        e);
                continue;
            }
            outbox.delivered(due.id(), transport.leavesTextInOutbox());
        }
    }
}
