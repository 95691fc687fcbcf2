package network.peer.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import network.peer.PageRequest;
import network.peer.operations.AuditLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command does is in the audit log, what it failed to do is not, and without the log nothing is done. */
class AuditedCommandsIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void aDeedAndItsEntryAreThereOrNeither() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            try (DomainAccess unprepared = new DomainAccess(postgres.database())) {
                assertThatThrownBy(() -> turn(unprepared)).isInstanceOf(PersistenceException.class);
            }
            assertThat(done).hasValue(0);
            DomainAccess.migrate(postgres.database());
            try (DomainAccess domain = new DomainAccess(postgres.database())) {
                assertThatThrownBy(() -> domain.audited(
                                "turn-key",
                                entities -> {
                                    throw new IllegalStateException("too recent");
                                },
                                key -> "none"))
                        .hasMessage("too recent");
                assertThat(entries(domain)).isEmpty();

                turn(domain);

                assertThat(done).hasValue(1);
                assertThat(entries(domain)).singleElement().satisfies(entry -> {
                    assertThat(entry.actorId()).isNull();
                    assertThat(entry.action()).isEqualTo("turn-key");
                    assertThat(entry.subject()).isEqualTo("key 1");
                });
            }
        }
    }

    private void turn(DomainAccess domain) {
        domain.audited("turn-key", entities -> done.incrementAndGet(), key -> "key " + key);
    }

    private static List<AuditLog.Entry> entries(DomainAccess domain) {
        return domain.inTransaction(entities -> new AuditLog(entities)
                .newestFirst(null, null, new PageRequest(10, null))
                .items());
    }
}
