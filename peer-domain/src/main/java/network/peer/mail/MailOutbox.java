package network.peer.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.token.Ids;

/** The messages that are to leave, in the table {@code mail_message}; all times are the database's. */
@ApplicationScoped
public class MailOutbox implements Mailer {
    /** After this long whatever a message says has expired. */
    private static final long GIVE_UP_SECONDS = 24 * 60 * 60;

    private static final long LEASE_SECONDS = 120;
    private static final long FIRST_PAUSE_SECONDS = 5;
    private static final long LONGEST_PAUSE_SECONDS = 60 * 60;

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected MailOutbox() {
        this(null);
    }

    @Inject
    public MailOutbox(EntityManager entities) {
        this.entities = entities;
    }

    /** A message that is to be delivered now, by nobody else for the next two minutes. */
    public record Due(UUID id, Instant writtenAt, Mail mail) {}

    @Override
    @Transactional
    public void send(Mail mail) {
        entities.createNativeQuery("insert into mail_message (id, recipient, subject, body) values (?1, ?2, ?3, ?4)")
                .setParameter(1, Ids.newId())
                .setParameter(2, mail.recipient())
                .setParameter(3, mail.subject())
                .setParameter(4, mail.body())
                .executeUpdate();
    }

    /** Takes messages for delivery, the longest due first. One that is not reported on is due again after the lease. */
    @Transactional
    public List<Due> claim(int most) {
        return Rows.list(entities.createNativeQuery("update mail_message m set attempts = m.attempts + 1,"
                                + " next_attempt_at = clock_timestamp() + make_interval(secs => ?2)"
                                + " where m.id in (select d.id from mail_message d where d.sent_at is null"
                                + " and d.given_up_at is null and d.next_attempt_at <= clock_timestamp()"
                                + " order by d.next_attempt_at limit ?1 for update skip locked)"
                                + " returning m.id, m.created_at, m.recipient, m.subject, m.body")
                        .setParameter(1, most)
                        .setParameter(2, LEASE_SECONDS))
                .stream()
                .map(row -> new Due(row.uuid(0), row.instant(1), new Mail(row.text(2), row.text(3), row.text(4))))
                .toList();
    }

    /** @param keepText whether the outbox is where the reader looks; otherwise the secrets in it go */
    @Transactional
    public void delivered(UUID id, boolean keepText) {
        entities.createNativeQuery("update mail_message set sent_at = clock_timestamp(), last_problem = null,"
                        + " body = case when ?2 then body else '' end where id = ?1 and sent_at is null")
                .setParameter(1, id)
                .setParameter(2, keepText)
                .executeUpdate();
    }

    /**
     * Plans the next attempt, each after a longer pause and not all at once.
     *
     * @return false if the message is too old to be tried again
     */
    @Transactional
    public boolean failed(UUID id, String problem) {
        return Rows.list(entities.createNativeQuery("update mail_message set last_problem = ?2,"
                                + " next_attempt_at = clock_timestamp() + make_interval(secs =>"
                                + " least(?3 * power(2, least(attempts, 20) - 1), ?4) * (0.75 + random() / 2)),"
                                + " given_up_at = case when created_at + make_interval(secs => ?5) < clock_timestamp()"
                                + " then clock_timestamp() end"
                                + " where id = ?1 and sent_at is null returning given_up_at is null")
                        .setParameter(1, id)
                        .setParameter(2, problem)
                        .setParameter(3, FIRST_PAUSE_SECONDS)
                        .setParameter(4, LONGEST_PAUSE_SECONDS)
                        .setParameter(5, GIVE_UP_SECONDS))
                .stream()
                .allMatch(row -> row.booleanAt(0));
    }

    /** Forgets every message to this address, sent or not. */
    @Transactional
    public void forget(String recipient) {
        entities.createNativeQuery("delete from mail_message where lower(recipient) = lower(?1)")
                .setParameter(1, recipient)
                .executeUpdate();
    }
}
