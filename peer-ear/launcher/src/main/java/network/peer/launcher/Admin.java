package network.peer.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import network.peer.BusinessException;
import network.peer.access.AccessKeys;
import network.peer.chain.conservation.Reconciler;
import network.peer.chain.conservation.UncertainLandingException;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.KeystoreException;
import network.peer.chain.mint.MintException;
import network.peer.chain.mint.MintMetadata;
import network.peer.chain.mint.PeerMint;
import network.peer.chain.node.ChainConnection;
import network.peer.chain.recovery.HistoryGapException;
import network.peer.chain.recovery.LaneInUseException;
import network.peer.chain.recovery.LostDatabaseGuard;
import network.peer.chain.recovery.RebuildFromChain;
import network.peer.chain.recovery.RebuildFromChain.Summary;
import network.peer.chain.rpc.ConfiguredEndpoints;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.configuration.Setting;
import network.peer.identity.Role;
import network.peer.settlement.ChainIdentity;
import network.peer.settlement.ReconciliationStore;
import network.peer.settlement.ReconciliationStore.Run;

/** The administrator's commands for a real installation, with the settings of the server. */
public final class Admin {

    private static final String HELP = """
            Commands for an installation, first those of a first start, in order. They read the same settings as the server, as
            system properties (java -Dpeer.db.url=… -jar peer-admin.jar …) or environment variables (PEER_DB_URL=…).

              database migrate             bring the schema to this release, as the owner role
              keystore create              new random keys, sealed with peer.keystore.passphrase; back the file up
              keystore show                the addresses in the keystore, to be given SOL
              mint create [NAME SYMBOL URI]  create the PEER mint on the chain of peer.chain.rpc.urls, or verify it,
                                           and record chain and mint in the database for ever
              settlement rebuild-from-chain [--dry-run] [--from-beginning] [--gap-limit N]
                                           after a restore that lost commits: bring the books up to what our keys have on
                                           chain; with all nodes stopped or settlement paused
              settlement reconcile         compare every wallet and the supply with the chain, and name what explains a difference
              access-keys rotate           sign access tokens with the next key; nobody is logged out
              user grant-role EMAIL ROLE   make a registered user ADMIN, OPERATOR, MODERATOR or AUDITOR
              help                         this text
            """;

    private static final int MOST_DIFFERENCES_SHOWN = 1_000;

    private Admin() {}

    public static void main(String[] arguments) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        try {
            run(List.of(arguments));
        } catch (LauncherException e) {
            System.err.println("ERROR: " + e.getMessage());
            System.exit(1);
        } catch (KeystoreException | MintException | RpcException | BusinessException e) {
            System.err.println("ERROR: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> arguments) {
        String command = String.join(" ", arguments.subList(0, Math.min(2, arguments.size())));
        List<String> rest = arguments.subList(Math.min(2, arguments.size()), arguments.size());
        switch (command) {
            case "database migrate" ->
                say(DomainAccess.migrate(database()) + " migrations applied, the schema is ready");
            case "keystore create" -> {
                Keystore.create(keystoreFile(), passphrase());
                say("keystore created: " + keystoreFile() + ". Back it up, and the passphrase apart from it.");
                showKeys();
            }
            case "keystore show" -> showKeys();
            case "mint create" -> createMint(rest);
            case "settlement rebuild-from-chain" -> rebuildFromChain(rest);
            case "settlement reconcile" -> reconcile();
            case "access-keys rotate" -> rotateAccessKeys();
            case "user grant-role" -> grantRole(rest);
            case "", "help", "--help", "-h" -> System.out.print(HELP);
            default -> throw new LauncherException("There is no command '" + command + "': try help.");
        }
    }

    private static void showKeys() {
        Keystore keystore = Keystore.open(keystoreFile(), passphrase());
        for (var role : KeyRole.values()) {
            if (role != KeyRole.USER_MASTER_SEED) {
                say(String.format(
                        Locale.ROOT, "%-15s %s", role, keystore.signer(role).publicKey()));
            }
        }
    }

    private static void createMint(List<String> rest) {
        if (!rest.isEmpty() && rest.size() != 3) {
            throw new LauncherException("mint create takes nothing, or NAME SYMBOL URI.");
        }
        MintMetadata metadata =
                rest.isEmpty() ? ChainSetup.METADATA : new MintMetadata(rest.get(0), rest.get(1), rest.get(2));
        Keystore keystore = Keystore.open(keystoreFile(), passphrase());
        SolanaRpc rpc = ChainSetup.connect(URI.create(Setting.RPC_URLS.list().get(0)));
        PeerMint mint = PeerMint.create(rpc, keystore, metadata);
        try (DomainAccess domain = new DomainAccess(database())) {
            domain.recordChain(new ChainIdentity(rpc.getGenesisHash(), mint.address()));
        }
        say("mint " + mint.address() + " on the chain with genesis " + rpc.getGenesisHash() + " is recorded");
    }

    private static void rotateAccessKeys() {
        try (DomainAccess domain = new DomainAccess(database())) {
            AccessKeys keys = domain.audited(
                    "rotate-access-keys",
                    entities -> AccessKeys.rotate(Setting.ACCESS_TOKEN_SECONDS.seconds()),
                    rotated -> rotated.signing().keyId());
            say("access tokens are signed with " + keys.signing().keyId() + " from now on");
        } catch (IllegalStateException e) {
            throw new LauncherException("Not rotated: " + e.getMessage() + ".", e);
        }
    }

    private static void reconcile() {
        try (DomainAccess domain = new DomainAccess(database())) {
            Endpoints endpoints = endpoints(domain);
            ChainIdentity chain = domain.chain();
            requireChain(endpoints, chain);
            ReconciliationStore store = domain.reconciliationStore();
            Run run = new Reconciler(
                            store, domain.settlementStore(), endpoints.preferred(), endpoints.all(), chain.mint())
                    .run(domain.beginReconciliation(), Admin::say);
            store.differences(run.id(), MOST_DIFFERENCES_SHOWN)
                    .forEach(difference -> say(difference.subject() + "  " + difference.address() + "  surplus "
                            + difference.surplus() + "  " + difference.explanation()));
            say(run.wallets() + " wallets compared, " + run.differences() + " differences");
            if (run.differences() > 0) {
                throw new LauncherException("Chain and books differ, settlement is paused: see PEER-SET-013.");
            }
        } catch (UncertainLandingException e) {
            throw new LauncherException("Chain and books cannot be compared now: " + e.getMessage() + ".", e);
        }
    }

    /** Those that operators have taken out have no voice here either. */
    static Endpoints endpoints(DomainAccess domain) {
        Duration timeout = Setting.RPC_TIMEOUT_MILLIS.millis();
        Endpoints endpoints = new Endpoints(configuredEndpoints().stream()
                .map(endpoint -> SolanaRpc.connect(endpoint, timeout))
                .toList());
        endpoints.leaveOut(domain.excludedEndpoints());
        return endpoints;
    }

    /** What the server refuses to start with decides nothing here either. */
    private static List<RpcEndpoint> configuredEndpoints() {
        try {
            return ConfiguredEndpoints.ofSettings();
        } catch (IllegalStateException | IllegalArgumentException wrong) {
            throw new LauncherException(wrong.getMessage() + ".", wrong);
        }
    }

    private static void requireChain(Endpoints endpoints, ChainIdentity chain) {
        for (SolanaRpc rpc : endpoints.all()) {
            if (!rpc.getGenesisHash().equals(chain.genesisHash())) {
                throw new LauncherException(rpc.endpoint() + " serves another chain than this database's.");
            }
        }
    }

    private static void rebuildFromChain(List<String> rest) {
        RebuildFromChain.Options options = rebuildOptions(rest);
        Keystore keystore = Keystore.open(keystoreFile(), passphrase());
        try (DomainAccess domain = new DomainAccess(database())) {
            Endpoints endpoints = endpoints(domain);
            ChainIdentity chain = domain.chain();
            requireChain(endpoints, chain);
            if (!keystore.signer(KeyRole.MINT).publicKey().equals(chain.mint())) {
                throw new LauncherException("The keystore holds another mint than this database's.");
            }
            Summary summary = new RebuildFromChain(
                            domain.recoveryStore(),
                            domain.settlementStore(),
                            endpoints,
                            keystore,
                            chain.mint(),
                            domain::adoptPayouts,
                            Admin::say)
                    .run(options);
            summary.findings()
                    .forEach(finding -> say(finding.kind() + "  " + finding.subject() + "  " + finding.details()));
            if (summary.unfinished().isPresent() && !options.dryRun()) {
                throw new LauncherException(
                        "Settlement stays paused: " + summary.unfinished().get() + ".");
            }
            say(
                    options.dryRun()
                            ? "dry run: nothing was changed"
                            : "done, settlement is no longer paused for recovery");
        } catch (LaneInUseException | HistoryGapException e) {
            throw new LauncherException(e.getMessage() + ".", e);
        }
    }

    /** In any order; what is not said has its default. */
    static RebuildFromChain.Options rebuildOptions(List<String> given) {
        boolean dryRun = false;
        boolean fromTheBeginning = false;
        int gapLimit = LostDatabaseGuard.DEFAULT_GAP_LIMIT;
        for (Iterator<String> options = given.iterator(); options.hasNext(); ) {
            String option = options.next();
            switch (option) {
                case "--dry-run" -> dryRun = true;
                case "--from-beginning" -> fromTheBeginning = true;
                case "--gap-limit" -> {
                    String number = options.hasNext() ? options.next() : "";
                    if (!number.matches("[1-9][0-9]{0,6}")) {
                        throw new LauncherException("--gap-limit takes a number from 1 to 9999999.");
                    }
                    gapLimit = Integer.parseInt(number);
                }
                default -> throw new LauncherException("settlement rebuild-from-chain has no option '" + option + "'.");
            }
        }
        return new RebuildFromChain.Options(dryRun, gapLimit, fromTheBeginning);
    }

    private static void grantRole(List<String> rest) {
        if (rest.size() != 2) {
            throw new LauncherException("user grant-role takes EMAIL ROLE.");
        }
        Role role = List.of(Role.values()).stream()
                .filter(known -> known.name().equalsIgnoreCase(rest.get(1)))
                .findFirst()
                .orElseThrow(() -> new LauncherException("There is no role '" + rest.get(1) + "'."));
        try (DomainAccess domain = new DomainAccess(database())) {
            say(rest.get(0) + " has the roles "
                    + domain.grantRole(rest.get(0), role).roles());
        }
    }

    private static Database database() {
        return new Database(
                Setting.DB_URL.value(),
                Setting.DB_USER.value(),
                Setting.DB_PASSWORD.value(),
                Setting.DB_OWNER_USER.value(),
                Setting.DB_OWNER_PASSWORD.value());
    }

    private static Path keystoreFile() {
        return ChainConnection.keystoreFile();
    }

    private static String passphrase() {
        String passphrase = Setting.KEYSTORE_PASSPHRASE.value();
        if (passphrase.isEmpty()) {
            throw new LauncherException("The passphrase is missing: set peer.keystore.passphrase, better"
                    + " peer.keystore.passphrase.file.");
        }
        return passphrase;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
