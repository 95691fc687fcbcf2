package network.peer.launcher.bench;

import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import network.peer.chain.rpc.RpcException;
import network.peer.launcher.LauncherException;
import network.peer.launcher.Progress;
import network.peer.launcher.bench.api.ApiBenchmark;
import network.peer.launcher.bench.api.ApiSize;

/** {@code mvn -Pbench -Dbench=NAME}: runs one benchmark; its result is the last line of standard output. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.WARNING);
        Progress progress = new Progress(System.err);
        try {
            Class.forName("org.postgresql.Driver");
            String result = run(System.getProperties(), progress);
            // A line of its own, whatever Maven has written before.
            System.out.println();
            System.out.println(result);
        } catch (LauncherException | RpcException e) {
            progress.plain("ERROR: " + e.getMessage());
            System.exit(1);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** @return the result, one line of JSON */
    static String run(Properties given, Progress progress) {
        String name = given.getProperty("bench", "");
        return switch (name) {
            case "settlement" -> new SettlementBenchmark(SettlementBenchmark.Size.of(given), progress).run();
            case "api" -> new ApiBenchmark(ApiSize.of(given), progress).run();
            default ->
                throw new LauncherException("There is no benchmark '" + name + "': -Dbench= takes settlement or api.");
        };
    }
}
