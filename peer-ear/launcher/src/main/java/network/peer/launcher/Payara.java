package network.peer.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payara with the EAR in a domain of its own; the installation itself is shared and never changed. */
public final class Payara implements AppServer {

    private static final String DOMAIN = "domain1";
    private static final String SERVER = "configs.config.server-config.";

    private final Path home;
    private final Path base;
    private final @Nullable Path ear;
    private final int port;
    private final List<Integer> otherPorts = Ports.free(6);
    private @Nullable Process process;
    private boolean booted;

    private Payara(Path home, Path base, @Nullable Path ear, int port) {
        this.home = home;
        this.base = base;
        this.ear = ear;
        this.port = port;
    }

    /**
     * Prepares a domain: the shipped one with free ports and the job repository.
     *
     * @param servers where the build unpacked the servers
     * @param scripts {@code peer-ear/src/main/servers}
     * @param ear null to deploy nothing yet
     */
    public static Payara prepare(Path servers, Path scripts, Path driver, @Nullable Path ear, Path base, int port) {
        Path home = ServerFiles.child(servers, "payara");
        Payara server = new Payara(home, base.toAbsolutePath(), ear, port);
        server.configure(scripts.resolve("payara/job-repository.asadmin"), driver);
        return server;
    }

    @Override
    public String name() {
        return "Payara " + version();
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
        return base.resolve(DOMAIN).resolve("logs/server.log");
    }

    @Override
    public void start(Map<String, String> settings) {
        process = Processes.start(
                new ProcessBuilder(command()).directory(base.toFile()),
                ServerFiles.environment(settings),
                base.resolve("console.log"));
        booted = true;
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
        try {
            return Files.exists(log())
                    && Files.readString(log(), StandardCharsets.UTF_8).contains("Boot Command deploy failed");
        } catch (IOException e) {
            return false;
        }
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
            Processes.stop(process.toHandle(), Duration.ofSeconds(30));
        }
    }

    private void configure(Path jobRepository, Path driver) {
        Path domain = base.resolve(DOMAIN);
        ServerFiles.copyTree(home.resolve("glassfish/domains").resolve(DOMAIN), domain);
        disableMessaging(domain.resolve("config/domain.xml"));
        try {
            Files.copy(
                    driver,
                    domain.resolve("lib").resolve(driver.getFileName().toString()),
                    StandardCopyOption.REPLACE_EXISTING);
            List<String> before = new ArrayList<>(ports());
            before.addAll(Files.readAllLines(jobRepository));
            Files.write(base.resolve("before-boot.asadmin"), before);
            Files.writeString(
                    base.resolve("after-boot.asadmin"),
                    ear == null ? "" : "deploy --name peer --contextroot / " + ear.toAbsolutePath() + "\n");
        } catch (IOException e) {
            throw new LauncherException("Cannot prepare a Payara domain in " + domain + ".", e);
        }
    }

    /** Nobody sends messages, and the broker's port can be moved only where there is an element for it. */
    private static void disableMessaging(Path domainXml) {
        String end = "</admin-service>";
        String disabled = end
                + "<jms-service type=\"DISABLED\" default-jms-host=\"default_JMS_host\">"
                + "<jms-host name=\"default_JMS_host\" host=\"localhost\" port=\"7676\" lazy-init=\"true\"/></jms-service>";
        try {
            String xml = Files.readString(domainXml);
            int serverConfig = xml.indexOf("<config name=\"server-config\">");
            int place = xml.indexOf(end, serverConfig);
            if (serverConfig < 0 || place < 0) {
                throw new LauncherException("Payara's " + domainXml + " is not understood.");
            }
            Files.writeString(domainXml, xml.substring(0, place) + disabled + xml.substring(place + end.length()));
        } catch (IOException e) {
            throw new LauncherException("Payara's " + domainXml + " cannot be changed: " + e.getMessage() + ".", e);
        }
    }

    private List<String> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("network-config.network-listeners.network-listener.http-listener-1.port", port);
        ports.put("network-config.network-listeners.network-listener.http-listener-2.port", otherPorts.get(0));
        ports.put("network-config.network-listeners.network-listener.admin-listener.port", otherPorts.get(1));
        ports.put("iiop-service.iiop-listener.orb-listener-1.port", otherPorts.get(2));
        ports.put("iiop-service.iiop-listener.SSL.port", otherPorts.get(3));
        ports.put("iiop-service.iiop-listener.SSL_MUTUALAUTH.port", otherPorts.get(4));
        ports.put("admin-service.jmx-connector.system.port", otherPorts.get(5));
        List<String> lines = new ArrayList<>();
        ports.forEach((key, value) -> lines.add("set " + SERVER + key + "=" + value));
        // Nothing here is meant for another machine.
        for (String listener : List.of("http-listener-1", "http-listener-2", "admin-listener")) {
            lines.add("set " + SERVER + "network-config.network-listeners.network-listener." + listener
                    + ".address=127.0.0.1");
        }
        return lines;
    }

    /** The command line that asadmin itself would use, so that the server is our own child and its end is ours. */
    private List<String> command() {
        List<String> asadmin = new ArrayList<>(List.of(
                ServerFiles.java(),
                "-jar",
                home.resolve("glassfish/lib/client/appserver-cli.jar").toString(),
                "start-domain",
                "--domaindir",
                base.toString(),
                "--dry-run"));
        if (!booted) {
            asadmin.addAll(List.of(
                    "--prebootcommandfile", base.resolve("before-boot.asadmin").toString()));
            asadmin.addAll(List.of(
                    "--postbootcommandfile", base.resolve("after-boot.asadmin").toString()));
        }
        asadmin.add(DOMAIN);
        List<String> command = new ArrayList<>();
        for (String line : dryRun(asadmin)) {
            if (!line.isBlank() && !line.startsWith("Dump of ") && !line.startsWith("Command start-domain")) {
                command.add(line);
            }
        }
        // Its value does not matter: if it is there, the administrator's password is read from standard input.
        int readStdin = command.indexOf("-read-stdin");
        if (readStdin < 0 || command.size() < readStdin + 2) {
            throw new LauncherException("Payara's start command is not understood; see " + base + "/console.log.");
        }
        command.subList(readStdin, readStdin + 2).clear();
        command.removeIf(argument -> argument.startsWith("-Xmx"));
        command.add(1, "-Xmx1g");
        return command;
    }

    private List<String> dryRun(List<String> asadmin) {
        try {
            Process dry = new ProcessBuilder(asadmin)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            base.resolve("console.log").toFile()))
                    .start();
            return new String(dry.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new LauncherException("Payara's asadmin does not run: " + e.getMessage() + ".", e);
        }
    }

    private String version() {
        Path file = home.resolve("glassfish/config/branding/glassfish-version.properties");
        try {
            String major = "";
            String minor = "";
            String update = "";
            for (String line : Files.readAllLines(file)) {
                String value = line.substring(line.indexOf('=') + 1).strip();
                major = line.startsWith("major_version") ? value : major;
                minor = line.startsWith("minor_version") ? value : minor;
                update = line.startsWith("update_version") ? value : update;
            }
            return major + "." + minor + "." + update;
        } catch (IOException e) {
            return "(unknown version)";
        }
    }
}
