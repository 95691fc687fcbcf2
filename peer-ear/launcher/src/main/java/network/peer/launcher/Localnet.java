package network.peer.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The local Solana of {@code peer-chain/localnet}: a Node process that ends with this one. */
public final class Localnet implements AutoCloseable {

    private static final int OLDEST_NODE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(10);

    private final Process process;
    private final URI rpcUrl;
    private final URI controlUrl;
    private final String genesisHash;

    private Localnet(Process process, JsonNode started) {
        this.process = process;
        this.rpcUrl = URI.create(started.path("rpcUrl").asText());
        this.controlUrl = URI.create(started.path("controlUrl").asText());
        this.genesisHash = started.path("genesisHash").asText();
    }

    /**
     * Starts a chain on a free port and waits until it answers.
     *
     * @param sources the folder {@code peer-chain/localnet}
     * @param data the folder that keeps the chain, or null for one that is gone when it ends
     */
    public static Localnet start(Path sources, @Nullable Path data, int slotMillis, Path log) {
        requireNode();
        installPackages(sources, log);
        List<String> command = new ArrayList<>(List.of(
                "node",
                sources.resolve("bin/localnet.mjs").toString(),
                "--port",
                "0",
                "--slot-millis",
                Integer.toString(slotMillis),
                "--exit-with-parent"));
        if (data != null) {
            command.addAll(List.of("--data", data.toString()));
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = Processes.start(builder);
        return new Localnet(process, readyLine(process, log));
    }

    /** @throws LauncherException if there is no Node, or one that is too old */
    public static void requireNode() {
        String version = nodeVersion();
        String major = version.replaceFirst("^v?([0-9]+).*", "$1");
        if (!major.matches("[0-9]{1,4}") || Integer.parseInt(major) < OLDEST_NODE) {
            throw new LauncherException("Node " + OLDEST_NODE + " or newer is needed for the local Solana chain, but"
                    + " 'node --version' says " + version + ".");
        }
    }

    public URI rpcUrl() {
        return rpcUrl;
    }

    public URI controlUrl() {
        return controlUrl;
    }

    public String genesisHash() {
        return genesisHash;
    }

    /** Opens one more RPC endpoint over the same chain, which does as it should. */
    public URI openEndpoint(String name) {
        return URI.create(control(controlUrl, "endpoints", "{\"name\":\"" + name + "\"}")
                .path("rpcUrl")
                .asText());
    }

    /** @param action of the local chain's control interface, as its README says, with its body as JSON */
    static JsonNode control(URI controlUrl, String action, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(controlUrl + "/" + action))
                .header("Content-Type", "application/json")
                .timeout(CONTROL_TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new LauncherException("The local chain refuses " + action + ": " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new LauncherException("The local chain does not answer: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while the local chain did " + action + ".", e);
        }
    }

    @Override
    public void close() {
        Processes.stop(process.toHandle(), Duration.ofSeconds(10));
    }

    private static String nodeVersion() {
        try {
            Process process = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return answer.isEmpty() ? "nothing" : answer;
        } catch (IOException e) {
            throw new LauncherException(
                    "Node is missing: install Node " + OLDEST_NODE + " or newer, which runs the local Solana chain.",
                    e);
        }
    }

    /** What the lock file names and is not installed yet; the build does it too, this is for those who changed it since. */
    private static void installPackages(Path sources, Path log) {
        ProcessBuilder builder = new ProcessBuilder("sh", "tools/ensure-dependencies.sh")
                .directory(sources.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            if (builder.start().waitFor() != 0) {
                throw new LauncherException("npm cannot install the local chain's packages; see " + log + ".");
            }
        } catch (IOException e) {
            throw new LauncherException("The local chain's packages cannot be installed: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted while npm installed the local chain.", e);
        }
    }

    private static JsonNode readyLine(Process process, Path log) {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<@Nullable String> line = Background.supply(() -> {
            try {
                return output.readLine();
            } catch (IOException e) {
                return null;
            }
        });
        try {
            String ready = line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (ready != null) {
                return new ObjectMapper().readTree(ready);
            }
        } catch (TimeoutException | ExecutionException | IOException e) {
            Processes.stop(process.toHandle(), Duration.ofSeconds(5));
            throw new LauncherException("The local Solana chain does not start; see " + log + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Processes.stop(process.toHandle(), Duration.ofSeconds(5));
        throw new LauncherException("The local Solana chain does not start; see " + log + ".");
    }
}
