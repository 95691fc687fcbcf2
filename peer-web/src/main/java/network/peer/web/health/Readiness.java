package network.peer.web.health;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import network.peer.database.DatabaseMigration;
import network.peer.settlement.ChainGate;
import network.peer.settlement.ChainStatus;
import org.jspecify.annotations.Nullable;

/** Asks every part that a request needs whether it is there, at most once a second: anybody may ask as often as they like. */
@ApplicationScoped
public class Readiness {
    private static final Logger LOGGER = System.getLogger(Readiness.class.getName());
    private static final int DATABASE_SECONDS = 2;

    @Resource(lookup = "java:app/jdbc/peer")
    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    @EJB(lookup = "java:app/peer-chain/ChainGateBean!network.peer.settlement.ChainGate")
    @SuppressWarnings("NullAway.Init")
    private ChainGate chainGate;

    private final Recent<List<HealthCheck>> seen = new Recent<>(this::look, Duration.ofSeconds(1), System::nanoTime);

    List<HealthCheck> checks() {
        return seen.get();
    }

    private List<HealthCheck> look() {
        List<HealthCheck> checks = new ArrayList<>(List.of(database(), migration()));
        checks.addAll(chain());
        return List.copyOf(checks);
    }

    private List<HealthCheck> chain() {
        try {
            return chain(chainGate.status());
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "PEER-WEB-003 chain status not known", e);
            return List.of(HealthCheck.down("chain", "its status cannot be asked"));
        }
    }

    /** One endpoint that answers is enough to serve; the others are named for whoever repairs them. */
    static List<HealthCheck> chain(ChainStatus status) {
        boolean reachable = status.endpoints().stream().anyMatch(endpoint -> endpoint.problem() == null);
        String problems = status.endpoints().stream()
                .filter(endpoint -> endpoint.problem() != null)
                .map(endpoint -> endpoint.name() + ": " + endpoint.problem())
                .collect(Collectors.joining("; "));
        return List.of(
                check("keystore", status.keystoreProblem()),
                check("chain-identity", status.identityProblem()),
                reachable ? HealthCheck.up("chain") : HealthCheck.down("chain", problems));
    }

    private static HealthCheck check(String name, @Nullable String problem) {
        return problem == null ? HealthCheck.up(name) : HealthCheck.down(name, problem);
    }

    private HealthCheck database() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(DATABASE_SECONDS)
                    ? HealthCheck.up("database")
                    : HealthCheck.down("database", "does not answer within " + DATABASE_SECONDS + " seconds");
        } catch (SQLException e) {
            LOGGER.log(Level.WARNING, "PEER-WEB-002 database not reachable sqlState=" + e.getSQLState(), e);
            return HealthCheck.down("database", "cannot be reached");
        }
    }

    private static HealthCheck migration() {
        return DatabaseMigration.isDone()
                ? HealthCheck.up("migration")
                : HealthCheck.down("migration", "the schema is not migrated to this release");
    }
}
