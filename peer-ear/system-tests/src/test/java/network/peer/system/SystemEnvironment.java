package network.peer.system;

import java.nio.file.Path;
import java.util.Map;
import network.peer.launcher.Build;
import network.peer.launcher.PeerStack;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * PostgreSQL, the local chain and an empty server, started before Arquillian looks for its container: that needs the
 * server's ports in the system properties which arquillian.xml names. Stopped when this JVM ends.
 */
public final class SystemEnvironment implements LauncherSessionListener {
    private static final TraceCollector TRACES = new TraceCollector();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        stack();
    }

    /** Where the traces of the stack's server go. */
    static TraceCollector traces() {
        return TRACES;
    }

    /** The one stack of this JVM. */
    static PeerStack stack() {
        return Holder.STACK;
    }

    private static PeerStack start() {
        ServerKind server = ServerKind.of(System.getProperty("peer.system.server", "wildfly"));
        Path folder = Build.current()
                .runs()
                .resolve("system-tests-" + ProcessHandle.current().pid());
        PeerStack stack = PeerStack.prepare(StackOptions.local(folder, server)
                .withoutDeployment()
                .withSettings(TRACES.settings())
                .withSettings(Map.of(
                        "peer.rewards.grace-seconds",
                        "1",
                        "peer.metrics.password",
                        Scrape.PASSWORD,
                        "peer.api.proxies",
                        "1",
                        "peer.api.cors-origins",
                        ProtectionSystemIT.ORIGIN,
                        "peer.rate-limit.account-per-minute",
                        Integer.toString(ProtectionSystemIT.ACCOUNT_CALLS),
                        "peer.rate-limit.openings-per-minute",
                        Integer.toString(SubscriptionsSystemIT.OPENINGS_PER_MINUTE),
                        "peer.subscriptions.uninitialised-per-address",
                        Integer.toString(SubscriptionsSystemIT.UNINITIALISED_PER_ADDRESS))));
        stack.startServer();
        stack.awaitServer();
        System.setProperty(
                "peer.system.adminPort", Integer.toString(stack.server().adminPort()));
        System.setProperty("peer.system.home", stack.server().home().toString());
        return stack;
    }

    private static final class Holder {
        static final PeerStack STACK = start();
    }
}
