package network.peer.mail;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import network.peer.configuration.Setting;

/** SMTP if {@code peer.mail.smtp.host} is set; otherwise the outbox itself is the mailbox, and development logs it. */
@ApplicationScoped
public class ConfiguredTransport implements MailTransport {
    private static final System.Logger LOGGER = System.getLogger(ConfiguredTransport.class.getName());

    @Override
    public void deliver(UUID id, Instant writtenAt, Mail mail) {
        if (!leavesTextInOutbox()) {
            SmtpTransport.configured().deliver(id, writtenAt, mail);
        } else if (Setting.MODE.value().equals("development")) {
            LOGGER.log(
                    System.Logger.Level.INFO,
                    "mail to={0} subject={1} body={2}",
                    mail.recipient(),
                    mail.subject(),
                    mail.body());
        }
    }

    @Override
    public boolean leavesTextInOutbox() {
        return Setting.MAIL_SMTP_HOST.value().isEmpty();
    }
}
