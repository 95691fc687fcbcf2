package network.peer.chain.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.KeystoreException;
import network.peer.chain.keys.KeystoreUnlock;
import network.peer.chain.mint.MintException;
import network.peer.chain.mint.PeerMint;
import network.peer.chain.rpc.ConfiguredEndpoints;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.configuration.Setting;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.ChainStatus;
import network.peer.settlement.ChainStatus.EndpointStatus;
import network.peer.settlement.EndpointQuorum;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The way to the chain: keystore, endpoints, and the proof that chain and mint are the recorded ones. Until all of it
 * is there nothing is signed, and {@link #status()} says what is missing.
 */
@ApplicationScoped
public class ChainConnection {
    private static final Logger LOGGER = System.getLogger(ChainConnection.class.getName());
    private static final String KEYSTORE_NAME = "keystore.sealed";

    private final SettlementStore store;
    private final NodeTelemetry telemetry;
    private final EndpointQuorum quorum;
    private @Nullable Endpoints endpoints;
    private @Nullable Keystore keystore;
    private volatile @Nullable OpenChain open;
    private volatile String keystoreProblem = "not opened yet";
    private volatile String identityProblem = "not checked yet";

    @SuppressWarnings("NullAway")
    protected ChainConnection() {
        this.store = null;
        this.telemetry = null;
        this.quorum = null;
    }

    @Inject
    public ChainConnection(SettlementStore store, NodeTelemetry telemetry, EndpointQuorum quorum) {
        this.store = store;
        this.telemetry = telemetry;
        this.quorum = quorum;
    }

    /** The chain, once everything was found to be in order; until then each call looks again. */
    public Optional<OpenChain> open() {
        OpenChain opened = open;
        return opened != null ? Optional.of(opened) : tryOpen();
    }

    /**
     * @throws IllegalStateException if the settings name too few endpoints or one twice, an endpoint serves another chain, or
     *     the keystore holds another mint
     */
    public void refuseForeignChain() {
        readQuorum();
        try {
            Optional<String> conflict = store.chainIdentity().isPresent() ? identityConflict() : Optional.empty();
            if (conflict.isPresent()) {
                throw new IllegalStateException(conflict.get());
            }
        } catch (RpcException unreachable) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-006 the chain cannot be checked at start, nothing is signed until it was: {0}",
                    unreachable.getMessage());
        }
    }

    /** From now on the endpoints have a voice, or none, as the operators decided. */
    public void readQuorum() {
        endpoints().leaveOut(quorum.excluded());
    }

    /** The names of all configured endpoints, without credentials. */
    public List<String> endpointNames() {
        return endpoints().configured().stream().map(SolanaRpc::endpoint).toList();
    }

    public ChainStatus status() {
        boolean isOpen = open().isPresent();
        List<EndpointStatus> health = endpoints().all().stream()
                .map(rpc -> new EndpointStatus(rpc.endpoint(), problem(rpc)))
                .toList();
        return new ChainStatus(isOpen ? null : blankToNull(keystoreProblem), isOpen ? null : identityProblem, health);
    }

    /** Where the keystore is: {@code peer.keystore.file}, or its usual name in {@code peer.home}. */
    public static Path keystoreFile() {
        String configured = Setting.KEYSTORE_FILE.value();
        return configured.isEmpty() ? Path.of(Setting.HOME.value(), KEYSTORE_NAME) : Path.of(configured);
    }

    private synchronized Optional<OpenChain> tryOpen() {
        Optional<Keystore> keys = keystore();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<String> conflict = identityConflict();
            if (conflict.isPresent()) {
                report(conflict.get());
                return Optional.empty();
            }
        } catch (RpcException unreachable) {
            report("an endpoint does not answer: " + unreachable.getMessage());
            return Optional.empty();
        }
        PublicKey mint = store.chainIdentity().orElseThrow().mint();
        OpenChain opened = new OpenChain(keys.get(), endpoints(), mint);
        open = opened;
        LOGGER.log(
                Level.INFO,
                "chain open mint={0} endpoints={1}",
                mint,
                endpoints().all().size());
        return Optional.of(opened);
    }

    /** Why the chain is not ours; also if its mint was not created yet. */
    private Optional<String> identityConflict() {
        Optional<Keystore> keys = keystore();
        Optional<ChainIdentity> recorded = store.chainIdentity();
        if (recorded.isEmpty()) {
            return keys.flatMap(this::recordFirstChain);
        }
        for (SolanaRpc rpc : endpoints().all()) {
            String genesisHash = rpc.getGenesisHash();
            if (!genesisHash.equals(recorded.get().genesisHash())) {
                return Optional.of("this database belongs to the chain with genesis hash "
                        + recorded.get().genesisHash() + ", but " + rpc.endpoint() + " serves " + genesisHash);
            }
        }
        Optional<PublicKey> ours = keys.map(open -> open.signer(KeyRole.MINT).publicKey());
        if (ours.isPresent() && !ours.get().equals(recorded.get().mint())) {
            return Optional.of("this database belongs to mint " + recorded.get().mint() + ", but the keystore holds "
                    + ours.get());
        }
        return Optional.empty();
    }

    /** The first start fixes chain and mint for ever; the mint was created by a command before, and is checked. */
    private Optional<String> recordFirstChain(Keystore keys) {
        PublicKey mint = keys.signer(KeyRole.MINT).publicKey();
        String genesisHash = endpoints().preferred().getGenesisHash();
        for (SolanaRpc rpc : endpoints().all()) {
            if (!rpc.getGenesisHash().equals(genesisHash)) {
                return Optional.of("the configured endpoints serve different chains");
            }
            try {
                PeerMint.verify(rpc, mint, keys.signer(KeyRole.MINT_AUTHORITY).publicKey());
            } catch (MintException notOurs) {
                return Optional.of(String.valueOf(notOurs.getMessage()));
            }
        }
        store.recordChainIdentity(new ChainIdentity(genesisHash, mint));
        LOGGER.log(Level.INFO, "chain recorded genesisHash={0} mint={1}", genesisHash, mint);
        return Optional.empty();
    }

    private synchronized Optional<Keystore> keystore() {
        if (keystore == null) {
            try {
                keystore =
                        Keystore.open(keystoreFile(), KeystoreUnlock.passphrase(Setting.KEYSTORE_PASSPHRASE.value()));
                keystoreProblem = "";
            } catch (KeystoreException | IllegalArgumentException closed) {
                keystoreProblem = String.valueOf(closed.getMessage());
            }
        }
        return Optional.ofNullable(keystore);
    }

    private synchronized Endpoints endpoints() {
        Endpoints connected = endpoints;
        if (connected == null) {
            Duration timeout = Setting.RPC_TIMEOUT_MILLIS.millis();
            connected = new Endpoints(ConfiguredEndpoints.ofSettings().stream()
                    .map(endpoint -> SolanaRpc.connect(endpoint, timeout, telemetry.telemetry()))
                    .toList());
            telemetry.watch(connected);
            endpoints = connected;
        }
        return connected;
    }

    private void report(String problem) {
        if (!problem.equals(identityProblem)) {
            LOGGER.log(Level.WARNING, "PEER-SET-006 nothing is signed: {0}", problem);
        }
        identityProblem = problem;
    }

    private static @Nullable String problem(SolanaRpc rpc) {
        try {
            rpc.getHealth();
            return null;
        } catch (RpcException unhealthy) {
            return unhealthy.getMessage();
        }
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }
}
