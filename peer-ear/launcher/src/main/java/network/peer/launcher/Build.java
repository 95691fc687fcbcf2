package network.peer.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.Driver;

/** Where this checkout keeps what its build made. */
public record Build(Path root) {

    private static final String ROOT = "peer.build.root";

    /** The checkout that Maven names in the system property {@code peer.build.root}. */
    public static Build current() {
        return new Build(Path.of(System.getProperty(ROOT, "")).toAbsolutePath().normalize());
    }

    public Path ear() {
        Path ear = root.resolve("peer-ear/target/peer.ear");
        if (!Files.isRegularFile(ear)) {
            throw new LauncherException("There is no EAR in " + ear + ": build it first (mvn package).");
        }
        return ear;
    }

    /** The hand-written endpoint that the API is measured beside; no part of the product. */
    public Path benchResource() {
        Path war = root.resolve("peer-ear/bench-resource/target/peer-bench.war");
        if (!Files.isRegularFile(war)) {
            throw new LauncherException("There is no WAR in " + war + ": build it first (mvn package).");
        }
        return war;
    }

    public Path servers() {
        return root.resolve("peer-ear/launcher/target/servers");
    }

    public Path scripts() {
        return root.resolve("peer-ear/src/main/servers");
    }

    public Path localnet() {
        return root.resolve("peer-chain/localnet");
    }

    /** The examples of the TypeScript client, compiled, as one program for Node. */
    public Path examples() {
        Path examples = root.resolve("peer-web/client/target/js/examples/run.js");
        if (!Files.isRegularFile(examples)) {
            throw new LauncherException("There is no " + examples + ": build the client first (mvn package).");
        }
        return examples;
    }

    /** A folder for what one run leaves behind. */
    public Path runs() {
        return root.resolve("peer-ear/launcher/target/runs");
    }

    /** The PostgreSQL driver that the EAR carries, for the servers' own use. */
    public Path driver() {
        try {
            return Path.of(Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
