package network.peer.batch;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What went wrong in a run of this JVM, until the run ends: the batch runtimes do not tell their listeners. */
@ApplicationScoped
public class RunProblems {
    private static final System.Logger LOGGER = System.getLogger(RunProblems.class.getName());

    private final Map<UUID, String> problems = new ConcurrentHashMap<>();

    /** Does the work and remembers the first exception that it throws. */
    public void watch(UUID runId, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, "PEER-BAT-001 step failed run=" + runId, e);
            problems.putIfAbsent(runId, e.getClass().getSimpleName() + ": " + e.getMessage());
            throw e;
        }
    }

    public Optional<String> take(UUID runId) {
        return Optional.ofNullable(problems.remove(runId));
    }
}
