package network.peer.launcher;

import org.jspecify.annotations.Nullable;

/** What the person at the keyboard has to know, in one sentence; shown without a stack trace. */
public class LauncherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LauncherException(String sentence) {
        super(sentence);
    }

    public LauncherException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
