package network.peer.launcher.bench.api;

import java.util.Properties;
import network.peer.launcher.LauncherException;
import network.peer.launcher.bench.SizeOption;

/**
 * How long everything is measured, and with how many; smaller than the default only to try it out.
 *
 * @param clients that wait for one answer each, and sessions of pgbench
 * @param seconds of each phase that count
 * @param warmUp seconds before, which do not
 */
public record ApiSize(int users, int clients, int seconds, int warmUp) {
    /** The pool of the server has as many connections. */
    private static final int MOST_CLIENTS = 40;

    /** More of them, and the days whose pools pay them would reach back before the first tokenomics. */
    private static final int MOST_USERS = 50_000;

    /** @throws LauncherException naming the option that is wrong */
    public static ApiSize of(Properties given) {
        ApiSize size = new ApiSize(
                SizeOption.of(given, "bench.users", 10_000),
                SizeOption.of(given, "bench.clients", 32),
                SizeOption.of(given, "bench.seconds", 60),
                SizeOption.of(given, "bench.warmup", 30));
        if (size.clients > MOST_CLIENTS) {
            throw new LauncherException(
                    "-Dbench.clients is at most " + MOST_CLIENTS + ", the connections that the server's pool has.");
        }
        if (size.users < 2 * size.clients || size.users > MOST_USERS) {
            throw new LauncherException(
                    "-Dbench.users is at least twice -Dbench.clients and at most " + MOST_USERS + ".");
        }
        return size;
    }
}
