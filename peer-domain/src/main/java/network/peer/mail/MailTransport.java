package network.peer.mail;

import java.time.Instant;
import java.util.UUID;

/** How a message leaves the product. Another implementation replaces {@link ConfiguredTransport} as a CDI alternative. */
public interface MailTransport {
    /**
     * Hands the message on; never called within a transaction.
     *
     * @param id the same each time this message is tried, so that a receiver can tell a repetition
     * @throws MailNotDeliveredException if it is to be tried again later
     */
    void deliver(UUID id, Instant writtenAt, Mail mail);

    /** Whether the outbox is where the reader looks, so that a text stays there after its delivery. */
    boolean leavesTextInOutbox();
}
