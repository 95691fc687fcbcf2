package network.peer.transfer.internal;

import java.text.Normalizer;
import java.util.regex.Pattern;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.text.Graphemes;
import org.jspecify.annotations.Nullable;

/** Which messages may go with a transfer: what a reader sees is all there is, and nothing can be clicked on. */
public final class MessageRules {
    /** Letters and marks that are drawn as nothing, beside those of Unicode's category Cf. */
    private static final String INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0";

    /** A variation selector that makes an emoji of a symbol or a keycap; anywhere else it is drawn as nothing. */
    private static final Pattern EMOJI_STYLE = Pattern.compile(
            "(?<=[\\p{So}\\p{Sm}\u203c\u2049\u3030\u303d&&[^\\p{ASCII}]])\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)");

    private static final String LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?";

    /** A scheme, an address of the web, or anything that a client would make a link of: {@code peer.example}. */
    private static final Pattern URL = Pattern.compile(
            "://|\\bwww\\.|\\b(?:mailto|javascript|data|tel|solana):"
                    + "|(?<![\\p{L}\\p{N}])(?:" + LABEL + "\\.)+\\p{L}{2,63}(?![\\p{L}\\p{N}])"
                    + "|(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.])"
                    + "|\\[[0-9a-f:.]*:[0-9a-f:.]*\\]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private MessageRules() {}

    /**
     * The message without white space around it; null if nothing is left.
     *
     * @throws BusinessException MESSAGE_NOT_ALLOWED
     */
    public static @Nullable String check(@Nullable String message, int mostGraphemes) {
        String stripped = message == null ? "" : message.strip();
        if (stripped.isEmpty()) {
            return null;
        }
        if (Graphemes.exceed(stripped, mostGraphemes)) {
            throw refused("at most " + mostGraphemes + " characters");
        }
        String drawn = EMOJI_STYLE.matcher(stripped).replaceAll("");
        if (!drawn.codePoints().allMatch(MessageRules::isSeen)) {
            throw refused("no control characters and no invisible ones");
        }
        // Browsers read full-width letters as the plain ones, and an ideographic full stop before a name as a dot.
        String asRead = Normalizer.normalize(drawn, Normalizer.Form.NFKC).replaceAll("\u3002(?=[A-Za-z])", ".");
        if (URL.matcher(asRead).find()) {
            throw refused("nothing like a URL; write a space after a full stop");
        }
        return stripped;
    }

    private static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> INVISIBLE.indexOf(codePoint) < 0 && !isVariationSelector(codePoint);
        };
    }

    private static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
    }

    private static BusinessException refused(String rule) {
        return new BusinessException(ErrorCode.MESSAGE_NOT_ALLOWED, "message: " + rule);
    }
}
