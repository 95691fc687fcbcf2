package network.peer.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** An application server of one's own with the EAR, running as a process that can be killed and started again. */
public interface AppServer extends AutoCloseable {

    /** Name and version, for people. */
    String name();

    /** Where the EAR's root context answers over HTTP. */
    URI url();

    /** The installation that it runs from. */
    Path home();

    /** Where its management answers, for those who deploy by it. */
    int adminPort();

    /** What the server says. */
    Path log();

    /**
     * Starts the process with these settings (by their property keys) and returns at once. After {@link #kill()} it
     * starts again over what the first one left.
     */
    void start(Map<String, String> settings);

    boolean isAlive();

    /** The id of the process that was started last. */
    long pid();

    /** Whether the server has given up the deployment; it will never be ready then. */
    boolean deploymentFailed();

    /** SIGKILL: the crash that must cost nothing. */
    void kill();

    /** Ends it in order. */
    @Override
    void close();
}
