package network.peer.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code mvn -Prun} was given with {@code -D}. */
record Options(
        int port,
        @Nullable Database database,
        @Nullable URI rpcUrl,
        ServerKind server,
        boolean demo,
        @Nullable Path data,
        boolean exit) {

    private static final String DEFAULT_PORT = "8080";

    static Options of(Properties given) {
        return of(given.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, given::getProperty)));
    }

    /** @throws LauncherException that names the option which is wrong */
    static Options of(Map<String, String> given) {
        String data = option(given, "data", "");
        String exit = option(given, "exit", "false");
        return new Options(
                port(option(given, "port", DEFAULT_PORT)),
                database(given),
                rpcUrl(option(given, "rpc.url", "")),
                ServerKind.of(option(given, "server", "wildfly")),
                demo(option(given, "demo", "day")),
                data.isEmpty() ? null : Path.of(data).toAbsolutePath(),
                exit.isEmpty() || exit.equals("true"));
    }

    private static int port(String port) {
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new LauncherException("-Dport=" + port + " is no port: it takes a number from 1 to 65535, or 0.");
        }
        return port.equals("0") ? Ports.free() : Integer.parseInt(port);
    }

    private static @Nullable Database database(Map<String, String> given) {
        String url = option(given, "db.url", "");
        if (url.isEmpty()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new LauncherException("-Ddb.url takes a JDBC URL: jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        return new Database(
                url,
                option(given, "db.user", "peer_app"),
                option(given, "db.password", ""),
                option(given, "db.owner.user", "peer_owner"),
                option(given, "db.owner.password", ""));
    }

    private static @Nullable URI rpcUrl(String url) {
        if (url.isEmpty()) {
            return null;
        }
        if (!url.matches("https?://[^/?#]+.*")) {
            throw new LauncherException("-Drpc.url takes the URL of a Solana endpoint: http://HOST:PORT.");
        }
        return URI.create(url);
    }

    private static boolean demo(String demo) {
        if (!demo.equals("day") && !demo.equals("none")) {
            throw new LauncherException("There is no demo '" + demo + "': -Ddemo= takes day or none.");
        }
        return demo.equals("day");
    }

    private static String option(Map<String, String> given, String name, String otherwise) {
        return given.getOrDefault(name, otherwise).strip();
    }
}
