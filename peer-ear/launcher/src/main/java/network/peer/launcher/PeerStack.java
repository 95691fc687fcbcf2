package network.peer.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.chain.mint.PeerMint;
import network.peer.chain.rpc.ReadAt;
import network.peer.configuration.Setting;
import network.peer.identity.Role;
import network.peer.settlement.ChainIdentity;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, a Solana chain with keystore and mint, and an application server with the EAR, started together. */
public final class PeerStack implements AutoCloseable {

    /** Whoever plays hundreds of users from one machine is no attacker. */
    private static final Map<String, String> UNLIMITED = Map.of(
            Setting.RATE_LIMIT_ADDRESS.key(), "1000000",
            Setting.RATE_LIMIT_USER.key(), "1000000",
            Setting.RATE_LIMIT_ACCOUNT.key(), "1000000");

    private static final Duration READY_PATIENCE = Duration.ofMinutes(10);

    private final StackOptions options;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable Localnet localnet;
    private @Nullable AppServer server;
    private @Nullable PeerMint mint;
    private boolean closed;

    private PeerStack(StackOptions options) {
        this.options = options;
    }

    /** Starts everything and returns when the application is ready; if something fails, nothing stays behind. */
    public static PeerStack start(StackOptions options) {
        PeerStack stack = prepare(options);
        try {
            stack.startServer();
            stack.awaitReady();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Everything but the server's start, which the caller orders with {@link #startServer()}. */
    public static PeerStack prepare(StackOptions options) {
        PeerStack stack = new PeerStack(options);
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-everything"));
        try {
            stack.prepare();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Gives servers that start from now on a second endpoint over the local chain: production demands two. */
    public void openSecondEndpoint() {
        settings.put(
                Setting.RPC_URLS.key(),
                rpcUrl() + "," + localnet().orElseThrow().openEndpoint("second"));
    }

    /** Starts the server's process, for the first time or after a kill. */
    public void startServer() {
        options.progress().say(server().name() + " starts at " + server().url() + ", log " + server().log());
        server().start(Map.copyOf(settings));
    }

    /** Returns when the server takes management requests; the application may still be missing. */
    public void awaitServer() {
        boolean listening = Polling.until(
                READY_PATIENCE,
                Duration.ofMillis(200),
                () -> Ports.isListening(server().adminPort())
                        && Ports.isListening(server().url().getPort()));
        if (!listening) {
            throw new LauncherException(server().name() + " does not start; see " + server().log() + ".");
        }
    }

    /**
     * Starts another server over the same database, chain and keystore, on a free port; the caller closes it.
     *
     * @param folder the server's own
     * @param nodeSettings what differs from the first server's, such as {@code peer.node.id}
     */
    public AppServer startNode(Path folder, Map<String, String> nodeSettings) {
        AppServer node =
                options.server().prepare(options.build(), options.build().ear(), folder, Ports.free());
        restartNode(node, nodeSettings);
        return node;
    }

    /** Starts a server of {@link #startNode} again after it was killed. */
    public void restartNode(AppServer node, Map<String, String> nodeSettings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(nodeSettings);
        options.progress().say(node.name() + " starts at " + node.url() + ", log " + node.log());
        node.start(all);
    }

    /** @throws LauncherException if the application is not ready in time, or never will be */
    public void awaitReady() {
        awaitReady(server());
    }

    /** As above, for one of several servers. */
    public void awaitReady(AppServer node) {
        long[] nextWord = {System.nanoTime() + Duration.ofSeconds(10).toNanos()};
        boolean ready = Polling.until(READY_PATIENCE, Duration.ofMillis(200), () -> {
            if (!node.isAlive()) {
                throw new LauncherException(node.name() + " ended before it was ready; see " + node.log() + ".");
            }
            if (node.deploymentFailed()) {
                throw new LauncherException(node.name() + " could not deploy the application; see " + node.log() + ".");
            }
            if (System.nanoTime() > nextWord[0]) {
                nextWord[0] += Duration.ofSeconds(10).toNanos();
                options.progress().say("… waiting for the application");
            }
            return isReady(node);
        });
        if (!ready) {
            throw new LauncherException("The application is not ready after " + READY_PATIENCE.toMinutes()
                    + " minutes; see " + node.log() + " and " + node.url().resolve("health/ready") + ".");
        }
        options.progress().say("the application is ready at " + node.url());
    }

    public boolean isReady() {
        return isReady(server());
    }

    private boolean isReady(AppServer node) {
        HttpRequest request = HttpRequest.newBuilder(node.url().resolve("health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGKILL to the server and a new start over what it left. */
    public void crashAndRestartServer() {
        server().kill();
        startServer();
        awaitReady();
    }

    public URI url() {
        return server().url();
    }

    public AppServer server() {
        if (server == null) {
            throw new IllegalStateException("the server is not prepared");
        }
        return server;
    }

    /** The embedded PostgreSQL; empty if the stack uses another. */
    public Optional<EmbeddedPostgres> postgres() {
        return Optional.ofNullable(postgres);
    }

    /** The local chain; empty if the stack uses another endpoint. */
    public Optional<Localnet> localnet() {
        return Optional.ofNullable(localnet);
    }

    public Database database() {
        if (options.database() != null) {
            return options.database();
        }
        return postgres().orElseThrow().database();
    }

    public URI rpcUrl() {
        return options.rpcUrl() != null
                ? options.rpcUrl()
                : localnet().orElseThrow().rpcUrl();
    }

    /** Makes a registered user an OPERATOR, as the administrator's command does. */
    public void grantOperator(String email) {
        try (DomainAccess domain = new DomainAccess(database())) {
            domain.grantRole(email, Role.OPERATOR);
        }
    }

    /** The finalized supply of the mint in base units, asked of the chain itself. */
    public String supplyOnChain() {
        if (mint == null) {
            throw new IllegalStateException("this stack has no mint of its own");
        }
        long supply = ChainSetup.connect(rpcUrl())
                .getTokenSupply(mint.address(), ReadAt.FINALIZED)
                .value()
                .baseUnits();
        return Long.toString(supply);
    }

    /** What the server is given, by property key; holds secrets. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Stops what was started, the server first. May be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (AutoCloseable part : new @Nullable AutoCloseable[] {server, localnet, postgres}) {
            if (part != null) {
                closeQuietly(part);
            }
        }
    }

    private void prepare() {
        if (options.rpcUrl() == null) {
            Localnet.requireNode();
        }
        Path folder = options.folder().toAbsolutePath();
        Path home = folder.resolve("home");
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new LauncherException("Cannot make the folder " + folder + ": " + e.getMessage() + ".", e);
        }
        CompletableFuture<Void> database = Background.run(() -> startDatabase(folder));
        CompletableFuture<Void> chain = Background.run(() -> startChain(folder, home));
        CompletableFuture<Void> prepared = Background.run(() -> prepareServer(folder.resolve("server")));
        join(database, chain, prepared);
        if (mint != null) {
            try (DomainAccess domain = new DomainAccess(database())) {
                domain.recordChain(new ChainIdentity(ChainSetup.genesisHash(rpcUrl()), mint.address()));
            }
        }
        settings.putAll(database().settings());
        settings.put(Setting.RPC_URLS.key(), rpcUrl().toString());
        settings.put(Setting.HOME.key(), home.toString());
        settings.put(
                Setting.KEYSTORE_PASSPHRASE.key() + ".file",
                ChainSetup.passphraseFile(home).toString());
        settings.putAll(UNLIMITED);
        settings.putAll(options.settings());
    }

    /** Always a new one: it holds nothing that must be kept. */
    private void prepareServer(Path base) {
        ServerFiles.deleteTree(base);
        server = options.server()
                .prepare(options.build(), options.deployed() ? options.build().ear() : null, base, options.port());
    }

    /** The schema comes first: WildFly makes its job repository's tables before it deploys the EAR. */
    private void startDatabase(Path folder) {
        if (options.database() == null) {
            startEmbedded(folder);
        } else {
            options.progress().say("PostgreSQL of your own: " + options.database());
        }
        DomainAccess.migrate(database());
    }

    private void startEmbedded(Path folder) {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        options.progress()
                .say("PostgreSQL runs at " + postgres.database().url() + ", data in " + folder.resolve("postgres"));
    }

    private void startChain(Path folder, Path home) {
        if (options.rpcUrl() != null) {
            options.progress().say("Solana endpoint of your own: " + options.rpcUrl());
            if (ChainSetup.isLocal(options.rpcUrl())) {
                createMint(options.rpcUrl(), null, home);
            }
            return;
        }
        localnet = Localnet.start(
                options.build().localnet(),
                folder.resolve("chain"),
                options.slotMillis(),
                folder.resolve("localnet.log"));
        options.progress()
                .say("local Solana chain runs at " + localnet.rpcUrl() + ", genesis " + localnet.genesisHash());
        createMint(localnet.rpcUrl(), localnet.controlUrl(), home);
    }

    /** On any other chain the keystore and the mint come from the administrator's commands. */
    private void createMint(URI rpcUrl, @Nullable URI controlUrl, Path home) {
        mint = ChainSetup.fundAndCreateMint(rpcUrl, controlUrl, ChainSetup.keystore(home));
        options.progress().say("keystore in " + home + ", PEER mint " + mint.address());
    }

    private static void join(CompletableFuture<?>... parts) {
        try {
            CompletableFuture.allOf(parts).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            options.progress().say("while stopping: " + e.getMessage());
        }
    }
}
