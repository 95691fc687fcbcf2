package network.peer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted: the first so many items after a cursor, which is the opaque text of a stable sort key.
 */
public record PageRequest(int first, @Nullable String after) {
    public static final int MAX_ITEMS = 100;

    private static final int LONGEST_CURSOR = 200;

    /** @throws BusinessException BAD_INPUT if the size is not 1 to {@link #MAX_ITEMS} or the cursor is none of ours */
    public PageRequest {
        if (first < 1 || first > MAX_ITEMS) {
            throw new InvalidInputException("first", "must be 1 to " + MAX_ITEMS);
        }
        if (after != null) {
            decode(after);
        }
    }

    /** The key of the item after which the page begins; null for the first page. */
    public @Nullable String afterKey() {
        return after == null ? null : decode(after);
    }

    /**
     * {@link #afterKey()} of a list that is sorted by id.
     *
     * @throws BusinessException BAD_INPUT if the cursor is one of another list
     */
    public @Nullable UUID afterId() {
        String key = afterKey();
        if (key == null) {
            return null;
        }
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException notAnId) {
            throw unknownCursor();
        }
    }

    /** The cursor that stands for this sort key. */
    static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        if (cursor.isEmpty() || cursor.length() > LONGEST_CURSOR || !cursor.matches("[A-Za-z0-9_-]+")) {
            throw unknownCursor();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw unknownCursor();
        }
    }

    /** For a cursor whose key is not of the kind that the list is sorted by. */
    public static BusinessException unknownCursor() {
        return new InvalidInputException("after", "not a cursor of this list");
    }
}
