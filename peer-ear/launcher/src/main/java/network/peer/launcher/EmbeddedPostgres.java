package network.peer.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of one's own in a folder that is kept, as durable as a production server. Holds the database {@code peer}
 * with both roles; killed and started again it is on the same port with the same data.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final String DATABASE = "peer";
    private static final String OWNER = "peer_owner";
    private static final String APP = "peer_app";
    private static final String PASSWORD = "local-only";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private long postmaster;
    private io.zonky.test.db.postgres.embedded.@Nullable EmbeddedPostgres library;

    private EmbeddedPostgres(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts the server whose data is in the folder, or makes a new one there. */
    public static EmbeddedPostgres start(Path folder) {
        EmbeddedPostgres postgres = new EmbeddedPostgres(folder.toAbsolutePath(), Ports.free());
        postgres.start();
        return postgres;
    }

    public Database database() {
        return new Database("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, APP, PASSWORD, OWNER, PASSWORD);
    }

    public Connection ownerConnection() throws SQLException {
        return DriverManager.getConnection(database().url(), OWNER, PASSWORD);
    }

    public Connection appConnection() throws SQLException {
        return DriverManager.getConnection(database().url(), APP, PASSWORD);
    }

    /** The postmaster's process id. */
    public long pid() {
        return postmaster;
    }

    /** SIGKILL to the postmaster, as a crash of the machine's database; what was committed must be there afterwards. */
    public void kill() {
        ProcessHandle.of(postmaster).ifPresent(process -> {
            List<ProcessHandle> backends = process.descendants().toList();
            Processes.kill(process);
            // They notice it within moments; until then the data directory counts as in use.
            backends.forEach(backend -> backend.onExit()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join());
        });
        release();
    }

    /** Starts again after {@link #kill()} or {@link #close()}: same data, same port. */
    public void start() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LauncherException("Cannot make the folder " + folder + " for PostgreSQL.", e);
        }
        library = startLibrary();
        postmaster = postmasterPid();
        Processes.guard(postmaster);
        createRolesAndDatabase();
    }

    @Override
    public void close() {
        // SIGINT would be PostgreSQL's fast stop, SIGTERM waits for clients: those are gone, or killed after a while.
        ProcessHandle.of(postmaster).ifPresent(process -> {
            terminateClients();
            Processes.stop(process, Duration.ofSeconds(15));
        });
        release();
    }

    /** Changes a setting of the running server for all its sessions; null is the default again. */
    public void configure(String name, @Nullable String value) {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    value == null
                            ? "alter system reset " + name
                            : "alter system set " + name + " = '" + value.replace("'", "''") + "'");
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new LauncherException("PostgreSQL refuses " + name + ": " + e.getMessage() + ".", e);
        }
    }

    public Path log() {
        return folder.resolve("server.log");
    }

    private io.zonky.test.db.postgres.embedded.EmbeddedPostgres startLibrary() {
        try {
            return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    // The defaults are those of a very small machine, and write checkpoints in the middle of a day's
                    // payouts.
                    .setServerConfig("shared_buffers", "512MB")
                    .setServerConfig("max_wal_size", "4GB")
                    .setPGStartupWait(PATIENCE)
                    .setPgBinaryResolver(EmbeddedPostgres::binaries)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new LauncherException(
                    "PostgreSQL does not start in " + folder + " (" + e + "); see " + log() + ".", e);
        }
    }

    /** The library locks the data directory for as long as it believes that it runs the server. */
    private void release() {
        io.zonky.test.db.postgres.embedded.EmbeddedPostgres running = library;
        library = null;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new LauncherException("PostgreSQL's lock in " + folder + " stays: " + e.getMessage() + ".", e);
            }
        }
    }

    /** The library's own resolver refuses a class path that names the same jar twice, as a manifest can. */
    private static InputStream binaries(String system, String machine) throws IOException {
        String architecture = machine.equals("amd64") ? "x86_64" : machine;
        String name = "postgres-" + system.toLowerCase(Locale.ROOT) + "-" + architecture + ".txz";
        InputStream archive = EmbeddedPostgres.class.getClassLoader().getResourceAsStream(name);
        if (archive == null) {
            throw new IOException("there is no embedded PostgreSQL for this machine: " + name);
        }
        return archive;
    }

    private long postmasterPid() {
        Path file = folder.resolve("data").resolve("postmaster.pid");
        try {
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        } catch (IOException e) {
            throw new LauncherException("PostgreSQL has no process id in " + file + ".", e);
        }
    }

    private void createRolesAndDatabase() {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            for (String role : new String[] {OWNER, APP}) {
                if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
                    statement.execute("create role " + role + " login password '" + PASSWORD + "'");
                }
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
                statement.execute("create database " + DATABASE + " owner " + OWNER);
            }
        } catch (SQLException e) {
            throw new LauncherException("PostgreSQL refuses the roles and the database: " + e.getMessage(), e);
        }
    }

    private void terminateClients() {
        try (Connection connection = superuser();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            // Already on its way down: nothing to disconnect.
            return;
        }
    }

    private Connection superuser() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
