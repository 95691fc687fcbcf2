package network.peer.web.metrics;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import network.peer.configuration.Setting;
import org.jspecify.annotations.Nullable;

/**
 * Lets Prometheus in by HTTP's basic authentication. Not a bearer token: the servers would take it for one of a user and
 * refuse it before it gets here.
 */
final class BasicPassword {
    private static final String USER = "metrics";
    private static final String SCHEME = "Basic ";

    private BasicPassword() {}

    static boolean isSet() {
        return !Setting.METRICS_PASSWORD.value().isEmpty();
    }

    /** In a time that does not depend on how much of the password is right. */
    static boolean matches(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] given = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            byte[] expected = (USER + ":" + Setting.METRICS_PASSWORD.value()).getBytes(StandardCharsets.UTF_8);
            return isSet() && MessageDigest.isEqual(given, expected);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
