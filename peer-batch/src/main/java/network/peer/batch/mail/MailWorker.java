package network.peer.batch.mail;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import network.peer.database.DatabaseMigration;
import network.peer.identity.AccountMail;
import network.peer.identity.ExpiredCredentials;
import network.peer.identity.LogInAttempts;
import network.peer.mail.MailDelivery;

/** Writes the mail that was asked for, delivers what is in the outbox, and forgets what has expired, on every node. */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init")
public class MailWorker {
    private static final System.Logger LOGGER = System.getLogger(MailWorker.class.getName());

    /** Mail waits meanwhile, so not all of a long past is forgotten at once. */
    private static final int BATCHES = 20;

    private static final int BATCH = 1_000;

    @Inject
    private AccountMail accountMail;

    @Inject
    private MailDelivery delivery;

    @Inject
    private LogInAttempts attempts;

    @Inject
    private ExpiredCredentials expired;

    @PostConstruct
    void migrate() {
        DatabaseMigration.ensureMigrated();
    }

    /** A beat that lasts longer delays the next one. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void work() {
        guarded(() -> {
            accountMail.answerRequests();
            delivery.deliverDue();
        });
    }

    @Schedule(hour = "*", minute = "*/10", persistent = false)
    public void forget() {
        guarded(attempts::forgetOld);
        guarded(this::forgetExpired);
    }

    private void forgetExpired() {
        boolean more = true;
        for (int i = 0; more && i < BATCHES; i++) {
            more = expired.forget(BATCH);
        }
    }

    private static void guarded(Runnable beat) {
        try {
            beat.run();
        } catch (Exception e) {
            // A commit that fails comes as a checked exception that nobody declares.
            LOGGER.log(System.Logger.Level.WARNING, "PEER-IDN-004 mail not looked after, later again", e);
        }
    }
}
