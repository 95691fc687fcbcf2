package network.peer.operations;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import network.peer.configuration.Setting;
import network.peer.token.Ids;

/** Which server this is, and which of its lives. */
public final class NodeIdentity {
    private static final UUID BOOT_ID = Ids.newId();

    private NodeIdentity() {}

    /** The configured name, or host and process. */
    public static String nodeId() {
        String configured = Setting.NODE_ID.value();
        return configured.isEmpty() ? hostName() + "-" + ProcessHandle.current().pid() : configured;
    }

    /** New with every start of the JVM: what an earlier life left running is dead. */
    public static UUID bootId() {
        return BOOT_ID;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
