package network.peer.launcher.bench.api;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;
import network.peer.launcher.ServerFiles;

/** The statements of a transfer by pgbench, which does nothing else: what the database could do at most. */
final class Pgbench {
    static final String SCRIPT = "transfer.sql";
    private static final String INSTALL =
            "pgbench is missing, by which the database's limit is measured: install it by apt-get install"
                    + " postgresql-15, or put it on the PATH.";
    private static final Pattern PER_SECOND = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Pattern PROCESSED = Pattern.compile("actually processed: (\\d+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");

    private final Path program;
    private final Database database;
    private final ApiSize size;
    private final Path folder;
    private long firstNumber = System.currentTimeMillis();

    /** @param folder where the script and what pgbench says are kept */
    Pgbench(Path program, Database database, ApiSize size, Path folder) {
        this.program = program;
        this.database = database;
        this.size = size;
        this.folder = folder;
    }

    /** What pgbench counted. */
    record Result(double perSecond, long processed, long failed) {}

    /** @throws LauncherException if there is none, with what to do */
    static Path find() {
        List<Path> places = new ArrayList<>();
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(Path::of)
                .forEach(places::add);
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin")).forEach(places::add);
            } catch (IOException e) {
                throw new LauncherException(INSTALL, e);
            }
        }
        return places.stream()
                .map(place -> place.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new LauncherException(INSTALL));
    }

    Result run(int seconds) {
        try {
            Path script = Files.writeString(folder.resolve(SCRIPT), ApiUsers.resource(SCRIPT));
            Path output = folder.resolve("pgbench-" + firstNumber + ".log");
            ServerFiles.run(
                    new ProcessBuilder(command(script, seconds)),
                    Map.of("PGPASSWORD", database.password()),
                    output,
                    "pgbench");
            String said = Files.readString(output, StandardCharsets.UTF_8);
            // Ids of the next run are others.
            firstNumber += 1_000_000_000L;
            return new Result(
                    Double.parseDouble(found(PER_SECOND, said)),
                    Long.parseLong(found(PROCESSED, said)),
                    Long.parseLong(found(FAILED, said)));
        } catch (IOException e) {
            throw new LauncherException("pgbench cannot be run: " + e.getMessage() + ".", e);
        }
    }

    private List<String> command(Path script, int seconds) {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        return List.of(
                program.toString(),
                "--host=" + server.getHost(),
                "--port=" + server.getPort(),
                "--username=" + database.user(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + size.clients(),
                "--jobs=2",
                "--time=" + seconds,
                "--define=users=" + size.users(),
                "--define=number=" + firstNumber,
                "--file=" + script,
                server.getPath().substring(1));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new LauncherException("pgbench did not say " + pattern + ".");
        }
        return matcher.group(1);
    }
}
