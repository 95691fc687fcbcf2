package network.peer.launcher;

import java.net.URI;
import java.nio.file.Path;
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

    private static final int DEFAULT_PORT = 8080;

    /** @throws LauncherException that names the option which is wrong */
    static Options fromSystemProperties() {
        String data = property("data", "");
        return new Options(
                thePort(),
                theDatabase(),
                theRpcUrl(),
                ServerKind.of(property("server", "wildfly")),
                wantsDemo(),
                data.isEmpty() ? null : Path.of(data).toAbsolutePath(),
                flag("exit"));
    }

    private static int thePort() {
        String port = property("port", Integer.toString(DEFAULT_PORT));
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new LauncherException("-Dport=" + port + " is no port: it takes a number from 1 to 65535, or 0.");
        }
        return port.equals("0") ? Ports.free() : Integer.parseInt(port);
    }

    private static @Nullable Database theDatabase() {
        String url = property("db.url", "");
        if (url.isEmpty()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new LauncherException("-Ddb.url takes a JDBC URL: jdbc:postgresql://HOST:PORT/DATABASE.");
        }
        return new Database(
                url,
                property("db.user", "peer_app"),
                property("db.password", ""),
                property("db.owner.user", "peer_owner"),
                property("db.owner.password", ""));
    }

    private static @Nullable URI theRpcUrl() {
        String url = property("rpc.url", "");
        if (url.isEmpty()) {
            return null;
        }
        if (!url.matches("https?://[^/?#]+.*")) {
            throw new LauncherException("-Drpc.url takes the URL of a Solana endpoint: http://HOST:PORT.");
        }
        return URI.create(url);
    }

    private static boolean wantsDemo() {
        String demo = property("demo", "day");
        if (!demo.equals("day") && !demo.equals("none")) {
            throw new LauncherException("There is no demo '" + demo + "': -Ddemo= takes day or none.");
        }
        return demo.equals("day");
    }

    private static boolean flag(String name) {
        String value = property(name, "false");
        return value.isEmpty() || value.equals("true");
    }

    private static String property(String name, String otherwise) {
        return System.getProperty(name, otherwise).strip();
    }
}
