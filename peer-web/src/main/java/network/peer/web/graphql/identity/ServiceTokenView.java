package network.peer.web.graphql.identity;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.util.List;
import network.peer.identity.Scope;
import network.peer.identity.ServiceToken;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Type;

/** A credential of a machine, without its secret. */
@Type("ServiceToken")
@Description("A credential of a machine that acts for the user, without its secret.")
public record ServiceTokenView(
        @Id @Description("The token's id.") String id,

        @Description("What the user called it.") String name,

        @Description("What it may do.") List<@NonNull Scope> scopes,

        @Description("When it was made.") Instant createdAt,

        @Description("From then on it is refused.") Instant expiresAt,

        @Nullable @Description("When it was used last, to the minute.")
        Instant lastUsedAt,

        @Nullable @Description("When it was revoked.") Instant revokedAt) {
    static ServiceTokenView of(ServiceToken token) {
        return new ServiceTokenView(
                token.id().toString(),
                token.name(),
                token.scopes().stream().sorted().toList(),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt(),
                token.revokedAt());
    }
}
