package network.peer.content.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.peer.BusinessException;
import network.peer.ErrorCode;

/** Which texts can be published. Lengths count grapheme clusters: what a reader sees as one character. */
public final class TextRules {
    public static final int LONGEST_POST = 2_000;
    public static final int LONGEST_COMMENT = 500;

    // A cluster can hold many code points; this bounds the text before it is taken apart.
    private static final int CODE_UNITS_PER_CLUSTER = 16;
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private TextRules() {}

    /**
     * The text without white space around it.
     *
     * @throws BusinessException BAD_INPUT if it is empty, too long, or has a control character other than a line feed
     */
    public static String check(String text, int longest) {
        if (text.length() > (long) longest * CODE_UNITS_PER_CLUSTER) {
            throw tooLong(longest);
        }
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            throw new BusinessException(ErrorCode.BAD_INPUT, "text: must not be empty");
        }
        if (!stripped.codePoints().allMatch(TextRules::isAllowed)) {
            throw new BusinessException(ErrorCode.BAD_INPUT, "text: has a control character or half a character");
        }
        if (countClusters(stripped, longest) > longest) {
            throw tooLong(longest);
        }
        return stripped;
    }

    private static int countClusters(String text, int longest) {
        Matcher clusters = CLUSTER.matcher(text);
        int count = 0;
        while (count <= longest && clusters.find()) {
            count++;
        }
        return count;
    }

    private static boolean isAllowed(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == '\n' || (type != Character.CONTROL && type != Character.SURROGATE);
    }

    private static BusinessException tooLong(int longest) {
        return new BusinessException(ErrorCode.BAD_INPUT, "text: at most " + longest + " characters");
    }
}
