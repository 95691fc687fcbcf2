package network.peer.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import network.peer.database.Rows;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outbox against a real SMTP server in this process. */
class MailDeliveryIT {
    private static TestDatabase database;
    private static GreenMail smtp;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
        smtp = new GreenMail(ServerSetup.SMTP.port(0).dynamicPort());
        smtp.setUser("peer", "peer", "hush");
        smtp.start();
    }

    @AfterAll
    static void close() {
        smtp.stop();
        database.close();
    }

    @BeforeEach
    void configure() throws Exception {
        smtp.purgeEmailFromAllMailboxes();
        settings().forEach(System::setProperty);
        asOwner("delete from mail_message");
    }

    @AfterEach
    void clear() {
        settings().keySet().forEach(System::clearProperty);
    }

    @Test
    void whatWasCommittedArrivesOnceAndItsSecretGoes() throws Exception {
        send("anna@example.org", "Grüße", "the token\n§");

        deliver();
        deliver();

        assertThat(smtp.getReceivedMessages()).hasSize(1);
        MimeMessage received = smtp.getReceivedMessages()[0];
        assertThat(received.getAllRecipients()[0]).hasToString("anna@example.org");
        assertThat(received.getFrom()[0]).hasToString("Peer <no-reply@example.org>");
        assertThat(received.getSubject()).isEqualTo("Grüße");
        assertThat(received.getContent().toString().strip()).isEqualToNormalizingNewlines("the token\n§");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(column("body")).isEmpty();
        assertThat(column("sent_at is not null")).isEqualTo("true");
    }

    @Test
    void whatNobodyTookIsTriedAgainUnderTheSameId() throws Exception {
        send("anna@example.org", "Hello", "text");
        System.setProperty("peer.mail.smtp.password", "wrong");
        deliver();
        assertThat(column("last_problem")).isEqualTo("AuthenticationFailedException");
        assertThat(column("next_attempt_at > clock_timestamp() + interval '3 seconds'"))
                .isEqualTo("true");
        assertThat(smtp.getReceivedMessages()).isEmpty();

        System.setProperty("peer.mail.smtp.password", "hush");
        deliver();
        assertThat(smtp.getReceivedMessages()).as("not before its time").isEmpty();
        asOwner("update mail_message set next_attempt_at = clock_timestamp()");
        deliver();

        assertThat(smtp.getReceivedMessages()).hasSize(1);
        assertThat(smtp.getReceivedMessages()[0].getMessageID()).isEqualTo("<" + column("id") + "@peer>");
        assertThat(column("body")).isEmpty();
    }

    @Test
    void whatIsTooOldIsGivenUp() throws Exception {
        send("anna@example.org", "Hello", "text");
        asOwner("update mail_message set created_at = clock_timestamp() - interval '25 hours'");
        System.setProperty("peer.mail.smtp.password", "wrong");

        deliver();
        asOwner("update mail_message set next_attempt_at = clock_timestamp()");
        deliver();

        assertThat(column("given_up_at is not null")).isEqualTo("true");
        assertThat(column("attempts")).isEqualTo("1");
    }

    @Test
    void noTlsMeansNoMailUnlessThatIsWanted() throws Exception {
        send("anna@example.org", "Hello", "text");
        System.setProperty("peer.mail.smtp.security", "starttls");

        deliver();

        assertThat(smtp.getReceivedMessages()).isEmpty();
        assertThat(column("last_problem")).isEqualTo("MessagingException");
    }

    @Test
    void twoNodesDoNotTakeTheSameMessage() {
        send("anna@example.org", "Hello", "text");

        List<MailOutbox.Due> first = database.inTransaction(em -> new MailOutbox(em).claim(20));
        List<MailOutbox.Due> second = database.inTransaction(em -> new MailOutbox(em).claim(20));

        assertThat(first).hasSize(1);
        assertThat(second).isEmpty();
    }

    @Test
    void withoutAServerTheTableIsTheMailbox() throws Exception {
        System.clearProperty("peer.mail.smtp.host");
        send("anna@example.org", "Hello", "text");

        deliver();

        assertThat(column("body")).isEqualTo("text");
        assertThat(column("sent_at is not null")).isEqualTo("true");
    }

    private static Map<String, String> settings() {
        return Map.of(
                "peer.mail.smtp.host", "127.0.0.1",
                "peer.mail.smtp.port", Integer.toString(smtp.getSmtp().getPort()),
                "peer.mail.smtp.security", "none",
                "peer.mail.smtp.user", "peer",
                "peer.mail.smtp.password", "hush",
                "peer.mail.from", "Peer <no-reply@example.org>");
    }

    private static void send(String recipient, String subject, String body) {
        database.runInTransaction(em -> new MailOutbox(em).send(new Mail(recipient, subject, body)));
    }

    private static void deliver() {
        database.runInTransaction(em -> new MailDelivery(new MailOutbox(em), new ConfiguredTransport()).deliverDue());
    }

    private static String column(String expression) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select cast(" + expression + " as text) from mail_message"))
                        .text(0));
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection owner = database.ownerConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }
}
