package network.peer.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import network.peer.configuration.Setting;
import org.jspecify.annotations.Nullable;

/** Gives messages to one SMTP server, through Jakarta Mail. */
final class SmtpTransport {
    private static final String TIMEOUT_MILLIS = "10000";

    private final Session session;
    private final String from;

    private SmtpTransport(Session session, String from) {
        this.session = session;
        this.from = from;
    }

    /** @throws IllegalStateException if a setting is missing or unknown */
    static SmtpTransport configured() {
        String from = Setting.MAIL_FROM.value();
        if (from.isEmpty()) {
            throw new IllegalStateException(Setting.MAIL_FROM.key() + " must be set to send mail");
        }
        return new SmtpTransport(Session.getInstance(properties(), login()), from);
    }

    void deliver(UUID id, Instant writtenAt, Mail mail) {
        try {
            MimeMessage message = new IdentifiedMessage(session, "<" + id + "@peer>");
            message.setFrom(new InternetAddress(from, true));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.recipient(), true));
            message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
            message.setText(mail.body(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(writtenAt));
            // So that no out-of-office answer comes back (RFC 3834).
            message.setHeader("Auto-Submitted", "auto-generated");
            Transport.send(message);
        } catch (MessagingException e) {
            throw new MailNotDeliveredException(e.getClass().getSimpleName(), e);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", Setting.MAIL_SMTP_HOST.value());
        properties.setProperty("mail.smtp.port", Long.toString(Setting.MAIL_SMTP_PORT.positiveNumber()));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        String security = Setting.MAIL_SMTP_SECURITY.value().toLowerCase(Locale.ROOT);
        switch (security) {
            case "starttls" -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case "tls" -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case "none" -> {}
            default ->
                throw new IllegalStateException(
                        Setting.MAIL_SMTP_SECURITY.key() + " must be starttls, tls or none, not '" + security + "'");
        }
        if (!Setting.MAIL_SMTP_USER.value().isEmpty()) {
            properties.setProperty("mail.smtp.auth", "true");
        }
        return properties;
    }

    private static @Nullable Authenticator login() {
        String user = Setting.MAIL_SMTP_USER.value();
        if (user.isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, Setting.MAIL_SMTP_PASSWORD.value());
            }
        };
    }

    /** A message that keeps its id when it is sent again. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String messageId;

        IdentifiedMessage(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }
}
