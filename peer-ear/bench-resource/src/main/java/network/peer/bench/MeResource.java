package network.peer.bench;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** What {@code me { balance history(first: 10) }} answers, with the same names. */
@Path("/me")
@RequestScoped
@DataSourceDefinition(
        name = "java:app/jdbc/bench",
        className = "network.peer.bench.BenchDataSource",
        minPoolSize = 0,
        initialPoolSize = 0,
        // As many as the product has.
        maxPoolSize = 40,
        transactional = false,
        properties = "applicationName=peer-bench")
public class MeResource {
    @Inject
    @SuppressWarnings("NullAway.Init")
    private JsonWebToken token;

    @Resource(lookup = "java:app/jdbc/bench")
    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    @GET
    @RolesAllowed("USER")
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject me() throws SQLException {
        UUID userId = UUID.fromString(token.getSubject());
        try (Connection connection = dataSource.getConnection()) {
            Reader reader = new Reader(connection);
            if (!reader.isActive(userId, UUID.fromString(token.getClaim("sid")))) {
                throw new NotAuthorizedException("Bearer");
            }
            UUID accountId = reader.account(userId);
            JsonObject me = Reader.JSON
                    .createObjectBuilder()
                    .add("balance", reader.balance(userId, accountId))
                    .add("history", reader.history(userId, accountId))
                    .build();
            return Reader.JSON
                    .createObjectBuilder()
                    .add("data", Reader.JSON.createObjectBuilder().add("me", me))
                    .build();
        }
    }
}
