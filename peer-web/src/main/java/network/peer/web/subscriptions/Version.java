package network.peer.web.subscriptions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import network.peer.PageRequest;
import org.jspecify.annotations.Nullable;

/** Names a state: the same for the same state on every node and after every restart. It is what clients get as cursor. */
final class Version {
    private static final int BYTES = 16;
    private static final String FORM = "[A-Za-z0-9_-]{22}";

    private Version() {}

    static String of(@Nullable Object state) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(state).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws network.peer.BusinessException BAD_INPUT */
    static void require(String cursor) {
        if (!cursor.matches(FORM)) {
            throw PageRequest.unknownCursor();
        }
    }
}
