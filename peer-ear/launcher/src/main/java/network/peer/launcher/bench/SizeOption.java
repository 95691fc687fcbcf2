package network.peer.launcher.bench;

import java.util.Properties;
import network.peer.launcher.LauncherException;

/** How large a benchmark is to be, from the command line. */
public final class SizeOption {
    private SizeOption() {}

    /** @throws LauncherException if it is no number above 0 */
    public static int of(Properties given, String name, int otherwise) {
        String text = given.getProperty(name, Integer.toString(otherwise)).strip();
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new LauncherException("-D" + name + "=" + text + " is no number above 0.");
        }
        return Integer.parseInt(text);
    }
}
