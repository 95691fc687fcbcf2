package network.peer.content.internal;

import network.peer.BusinessException;
import network.peer.InvalidInputException;
import network.peer.text.Graphemes;

/** Which texts can be published. Lengths count grapheme clusters: what a reader sees as one character. */
public final class TextRules {
    public static final int LONGEST_POST = 2_000;
    public static final int LONGEST_COMMENT = 500;

    private TextRules() {}

    /**
     * The text without white space around it.
     *
     * @throws BusinessException BAD_INPUT if it is empty, too long, or has a control character other than a line feed
     */
    public static String check(String text, int longest) {
        String stripped = text.strip();
        if (Graphemes.exceed(stripped, longest)) {
            throw tooLong(longest);
        }
        if (stripped.isEmpty()) {
            throw new InvalidInputException("text", "must not be empty");
        }
        if (!stripped.codePoints().allMatch(TextRules::isAllowed)) {
            throw new InvalidInputException("text", "has a control character or half a character");
        }
        return stripped;
    }

    private static boolean isAllowed(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == '\n' || (type != Character.CONTROL && type != Character.SURROGATE);
    }

    private static BusinessException tooLong(int longest) {
        return new InvalidInputException("text", "at most " + longest + " characters");
    }
}
