package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import network.peer.configuration.Setting;
import network.peer.token.Ids;

/** The local mailer: keeps messages in the table {@code mail_message}, and in development mode logs them as well. */
@ApplicationScoped
public class MailboxMailer implements Mailer {
    private static final System.Logger LOGGER = System.getLogger(MailboxMailer.class.getName());

    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected MailboxMailer() {
        this(null);
    }

    @Inject
    public MailboxMailer(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    @Transactional
    public void send(Mail mail) {
        entities.createNativeQuery("insert into mail_message (id, recipient, subject, body) values (?1, ?2, ?3, ?4)")
                .setParameter(1, Ids.newId())
                .setParameter(2, mail.recipient())
                .setParameter(3, mail.subject())
                .setParameter(4, mail.body())
                .executeUpdate();
        if (Setting.MODE.value().equals("development")) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "mail to={0} subject={1} body={2}",
                    mail.recipient(),
                    mail.subject(),
                    mail.body());
        }
    }
}
