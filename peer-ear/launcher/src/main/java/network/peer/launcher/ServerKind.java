package network.peer.launcher;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The application servers that the EAR runs on. */
public enum ServerKind {
    WILDFLY {
        @Override
        AppServer prepare(Build build, @Nullable Path ear, Path base, int port) {
            return WildFly.prepare(build.servers(), build.scripts(), build.driver(), ear, base, port);
        }
    },
    PAYARA {
        @Override
        AppServer prepare(Build build, @Nullable Path ear, Path base, int port) {
            return Payara.prepare(build.servers(), build.scripts(), build.driver(), ear, base, port);
        }
    };

    /** @throws LauncherException if there is no such server */
    public static ServerKind of(String name) {
        for (ServerKind kind : values()) {
            if (kind.name().equalsIgnoreCase(name.strip())) {
                return kind;
            }
        }
        throw new LauncherException("There is no server '" + name + "': -Dserver= takes "
                + WILDFLY.name().toLowerCase(Locale.ROOT) + " or "
                + PAYARA.name().toLowerCase(Locale.ROOT) + ".");
    }

    abstract AppServer prepare(Build build, @Nullable Path ear, Path base, int port);
}
