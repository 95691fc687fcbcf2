package network.peer.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** WildFly with the EAR in a base directory of its own; the installation itself is shared and never changed. */
public final class WildFly implements AppServer {

    private static final List<String> MODULAR_JDK = List.of(
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

    private static final Duration DEPLOYMENT_PATIENCE = Duration.ofMinutes(2);

    private final Path home;
    private final Path base;
    private final int port;
    private final List<Integer> otherPorts = Ports.free(3);
    private @Nullable Process process;

    private WildFly(Path home, Path base, int port) {
        this.home = home;
        this.base = base;
        this.port = port;
    }

    /**
     * Prepares a base directory: the shipped configuration, the job repository's script, the EAR.
     *
     * @param servers where the build unpacked the servers
     * @param scripts {@code peer-ear/src/main/servers}
     * @param ear null to deploy nothing yet
     */
    public static WildFly prepare(Path servers, Path scripts, Path driver, @Nullable Path ear, Path base, int port) {
        WildFly server = new WildFly(ServerFiles.child(servers, "wildfly-"), base.toAbsolutePath(), port);
        server.configure(scripts.resolve("wildfly/job-repository.cli"), servers.resolve("wildfly-configured"), driver);
        if (ear != null) {
            server.deploy(ear);
        }
        return server;
    }

    @Override
    public String name() {
        return "WildFly " + home.getFileName().toString().replaceFirst("wildfly-", "");
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public int adminPort() {
        return otherPorts.get(1);
    }

    @Override
    public Path log() {
        return base.resolve("log/server.log");
    }

    @Override
    public void start(Map<String, String> settings) {
        process = Processes.start(
                new ProcessBuilder(command()).directory(base.toFile()),
                ServerFiles.environment(settings),
                base.resolve("console.log"));
    }

    /** Puts a second application beside the EAR, and returns when it is deployed. */
    public void deployBeside(Path war) {
        Path deployments = base.resolve("deployments");
        String name = String.valueOf(war.getFileName());
        try {
            Files.copy(war, deployments.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LauncherException("Cannot deploy " + war + " to WildFly: " + e.getMessage() + ".", e);
        }
        boolean decided = Polling.until(
                DEPLOYMENT_PATIENCE,
                Duration.ofMillis(200),
                () -> Files.exists(deployments.resolve(name + ".deployed"))
                        || Files.exists(deployments.resolve(name + ".failed")));
        if (!decided || Files.exists(deployments.resolve(name + ".failed"))) {
            throw new LauncherException("WildFly does not deploy " + war + "; see " + log() + ".");
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public long pid() {
        if (process == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return process.pid();
    }

    @Override
    public boolean deploymentFailed() {
        return Files.exists(base.resolve("deployments/peer.ear.failed"));
    }

    @Override
    public void kill() {
        if (process != null) {
            Processes.kill(process.toHandle());
        }
    }

    @Override
    public void close() {
        if (process != null) {
            Processes.stop(process.toHandle(), Duration.ofSeconds(20));
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(ServerFiles.java(), "-Xms256m", "-Xmx1g"));
        command.add("-XX:MaxMetaspaceSize=512m");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-Djava.awt.headless=true");
        command.add("-Djboss.modules.system.pkgs=org.jboss.byteman");
        command.addAll(MODULAR_JDK);
        command.add("-Dorg.jboss.boot.log.file=" + log());
        command.add("-Dlogging.configuration="
                + base.resolve("configuration/logging.properties").toUri());
        command.add("-Djboss.http.port=" + port);
        command.add("-Djboss.https.port=" + otherPorts.get(0));
        command.add("-Djboss.management.http.port=" + otherPorts.get(1));
        command.add("-Djboss.management.https.port=" + otherPorts.get(2));
        command.add("-Djboss.tx.node.id=peer-" + port);
        command.add("-Djboss.home.dir=" + home);
        command.add("-Djboss.server.base.dir=" + base);
        command.addAll(List.of("-jar", home.resolve("jboss-modules.jar").toString()));
        command.addAll(List.of("-mp", home.resolve("modules").toString(), "org.jboss.as.standalone"));
        return command;
    }

    /** The script runs once per build; what it made is copied from then on. */
    private void configure(Path script, Path configured, Path driver) {
        if (!Files.exists(configured.resolve("complete")) || !sameText(script, configured.resolve("complete"))) {
            runScript(script, configured, driver);
        }
        ServerFiles.copyTree(configured.resolve("configuration"), base.resolve("configuration"));
    }

    private void runScript(Path script, Path configured, Path driver) {
        ServerFiles.deleteTree(configured);
        ServerFiles.copyTree(home.resolve("standalone/configuration"), configured.resolve("configuration"));
        Path properties = configured.resolve("job-repository.properties");
        try {
            Files.writeString(properties, "driver.jar=" + driver + "\n");
            ServerFiles.run(
                    new ProcessBuilder(
                            home.resolve("bin/jboss-cli.sh").toString(),
                            "--file=" + script,
                            "--properties=" + properties,
                            "--resolve-parameter-values"),
                    Map.of("JAVA_OPTS", "-Djboss.server.base.dir=" + configured),
                    configured.resolve("script.log"),
                    "Configuring WildFly with " + script.getFileName());
            ServerFiles.deleteTree(configured.resolve("configuration/standalone_xml_history"));
            Files.copy(script, configured.resolve("complete"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LauncherException("Cannot configure WildFly in " + configured + ".", e);
        }
    }

    private void deploy(Path ear) {
        Path deployments = base.resolve("deployments");
        try {
            Files.createDirectories(deployments);
            try (Stream<Path> old = Files.list(deployments)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            Files.copy(ear, deployments.resolve("peer.ear"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LauncherException("Cannot deploy " + ear + " to WildFly: " + e.getMessage() + ".", e);
        }
    }

    private static boolean sameText(Path left, Path right) {
        try {
            return Files.mismatch(left, right) < 0;
        } catch (IOException e) {
            return false;
        }
    }
}
