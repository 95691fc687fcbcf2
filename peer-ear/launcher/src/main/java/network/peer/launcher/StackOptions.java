package network.peer.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start and with what.
 *
 * @param folder everything that the run keeps: PostgreSQL, the chain, the keystore, the server
 * @param port of the application over HTTP
 * @param database a PostgreSQL of one's own, or null for the embedded one
 * @param rpcUrl a Solana endpoint of one's own, or null for the local chain
 * @param slotMillis the local chain's slot time
 * @param deployed whether the server starts with the EAR, or without, for one who deploys it later
 * @param settings of the application, beyond those that the stack itself gives
 */
public record StackOptions(
        Build build,
        Path folder,
        ServerKind server,
        int port,
        @Nullable Database database,
        @Nullable URI rpcUrl,
        int slotMillis,
        boolean deployed,
        Map<String, String> settings,
        Progress progress) {

    /** Everything local, on a free port, in development mode and silent: what a test wants. */
    public static StackOptions local(Path folder, ServerKind server) {
        return new StackOptions(
                Build.current(),
                folder,
                server,
                Ports.free(),
                null,
                null,
                100,
                true,
                Map.of("peer.mode", "development"),
                Progress.silent());
    }

    public StackOptions withSlotMillis(int millis) {
        return new StackOptions(build, folder, server, port, database, rpcUrl, millis, deployed, settings, progress);
    }

    public StackOptions withSettings(Map<String, String> added) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(added);
        return new StackOptions(
                build, folder, server, port, database, rpcUrl, slotMillis, deployed, Map.copyOf(all), progress);
    }

    /** The server starts empty, and somebody else deploys. */
    public StackOptions withoutDeployment() {
        return new StackOptions(build, folder, server, port, database, rpcUrl, slotMillis, false, settings, progress);
    }
}
