package network.peer.web.graphql.operations;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import network.peer.operations.AuditLog;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One deed in the audit log. */
@Type("AuditEntry")
@Description("One deed that a role made possible.")
public record AuditEntryView(
        @Id @Description("The entry's id.") String id,

        @Id @Nullable @Description("Who did it; null for the installation itself.")
        String actorId,

        @Description("What was done, such as grant-role.") String action,

        @Description("What it was done to, such as a user's id or a scope.")
        String subject,

        @Description("The rest, such as the reason.") String details,

        @Description("When it was recorded.") Instant recordedAt) {
    static AuditEntryView of(AuditLog.Entry entry) {
        return new AuditEntryView(
                entry.id().toString(),
                entry.actorId() == null ? null : entry.actorId().toString(),
                entry.action(),
                entry.subject(),
                entry.details(),
                entry.recordedAt());
    }
}
