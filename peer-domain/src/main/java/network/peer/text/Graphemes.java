package network.peer.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts grapheme clusters: what a reader sees as one character. */
public final class Graphemes {
    // A cluster can hold many code points; this bounds the text before it is taken apart.
    private static final int CODE_UNITS_PER_CLUSTER = 16;
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    private Graphemes() {}

    /** Whether the text has more clusters than this, or is longer than so many ever need to be. */
    public static boolean exceed(String text, int most) {
        if (text.length() > (long) most * CODE_UNITS_PER_CLUSTER) {
            return true;
        }
        Matcher clusters = CLUSTER.matcher(text);
        int count = 0;
        while (count <= most && clusters.find()) {
            count++;
        }
        return count > most;
    }
}
