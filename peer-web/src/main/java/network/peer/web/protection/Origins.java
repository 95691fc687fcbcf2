package network.peer.web.protection;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import network.peer.configuration.Setting;
import org.jspecify.annotations.Nullable;

/** The web pages of other origins whose scripts may call the API; there is no wildcard. */
final class Origins {
    private final Set<String> allowed;

    Origins(List<String> allowed) {
        this.allowed = allowed.stream().map(Origins::checked).collect(Collectors.toUnmodifiableSet());
    }

    static Origins configured() {
        return new Origins(Setting.API_CORS_ORIGINS.list());
    }

    boolean allow(@Nullable String origin) {
        return origin != null && allowed.contains(origin);
    }

    /** Browsers send scheme, host and port in lower case and nothing else, so only that can ever match. */
    private static String checked(String origin) {
        if (!origin.toLowerCase(Locale.ROOT).equals(origin) || !origin.matches("https?://[a-z0-9.\\-\\[\\]:]+")) {
            throw new IllegalStateException(Setting.API_CORS_ORIGINS.key()
                    + " must be origins such as https://app.example.org, not '" + origin + "'");
        }
        return origin;
    }
}
