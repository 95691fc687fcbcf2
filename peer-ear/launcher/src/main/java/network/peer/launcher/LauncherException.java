package network.peer.launcher;

import org.jspecify.annotations.Nullable;

/** What the person at the keyboard has to know, in one sentence; shown without a stack trace. */
public class LauncherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param sentence may end with a cause that is a sentence itself */
    public LauncherException(String sentence) {
        super(ended(sentence));
    }

    public LauncherException(String sentence, @Nullable Throwable cause) {
        super(ended(sentence), cause);
    }

    private static String ended(String sentence) {
        return sentence.replaceFirst("\\.{2,}$", ".");
    }
}
