package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.peer.launcher.Admin;
import network.peer.launcher.PeerStack;

/** {@code peer-admin} in a process of its own, with the settings of the running server. */
final class PeerAdmin {
    private PeerAdmin() {}

    /** @return what it says when it has done what it was told */
    static String run(PeerStack stack, String... arguments) throws IOException, InterruptedException {
        Ended ended = end(stack, arguments);
        assertThat(ended.code()).as(ended.said()).isZero();
        return ended.said();
    }

    /** @return what it says when it refuses */
    static String refused(PeerStack stack, String... arguments) throws IOException, InterruptedException {
        Ended ended = end(stack, arguments);
        assertThat(ended.code()).as(ended.said()).isEqualTo(1);
        return ended.said();
    }

    private record Ended(int code, String said) {}

    private static Ended end(PeerStack stack, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        stack.settings().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(Admin.class.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
