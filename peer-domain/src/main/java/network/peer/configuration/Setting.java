package network.peer.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting of the product. Looked up, in this order, as the system property {@link #key()}, as the environment
 * variable {@link #environmentVariable()}, then in the file that {@code <key>.file} or {@code <VARIABLE>_FILE} names
 * (for secrets), and last its default. Read when it is used, never cached here.
 */
public enum Setting {
    MODE(
            "peer.mode",
            "production",
            false,
            "all",
            "`production` or `development`; only development may move business time or use the demo"),
    HOME(
            "peer.home",
            "peer-home",
            false,
            "all",
            "folder for what this installation generates: the keys of access tokens and, by default, the keystore"),
    DB_URL("peer.db.url", "jdbc:postgresql://127.0.0.1:5432/peer", false, "peer-domain", "JDBC URL of the database"),
    DB_USER(
            "peer.db.user",
            "peer_app",
            false,
            "peer-domain",
            "the application's database role; it cannot change ledger rows"),
    DB_PASSWORD("peer.db.password", "", true, "peer-domain", "password of the application's role"),
    DB_OWNER_USER(
            "peer.db.owner.user",
            "peer_owner",
            false,
            "peer-domain",
            "the owner role, used by the schema migration only"),
    DB_OWNER_PASSWORD("peer.db.owner.password", "", true, "peer-domain", "password of the owner role"),
    RPC_URLS(
            "peer.chain.rpc.urls",
            "http://127.0.0.1:8899",
            false,
            "peer-chain",
            "Solana RPC endpoints, separated by commas, none twice; production refuses to start with fewer than two, each at a host"
                    + " or port of its own"),
    RPC_TIMEOUT_MILLIS("peer.chain.rpc.timeout-millis", "5000", false, "peer-chain", "time-out of one RPC request"),
    KEYSTORE_FILE(
            "peer.keystore.file",
            "",
            false,
            "peer-chain",
            "the sealed keystore; empty means `keystore.sealed` in peer.home"),
    KEYSTORE_PASSPHRASE("peer.keystore.passphrase", "", true, "peer-chain", "passphrase that opens the keystore"),
    SETTLEMENT_POLL_MILLIS(
            "peer.settlement.poll-millis", "250", false, "peer-chain", "pause between two looks at the outbox"),
    SETTLEMENT_LEASE_SECONDS(
            "peer.settlement.lease-seconds", "15", false, "peer-chain", "how long a node owns a lane without renewing"),
    SETTLEMENT_PRIORITY_FEE_CAP(
            "peer.settlement.priority-fee-cap-micro-lamports",
            "100000",
            false,
            "peer-chain",
            "highest priority fee offered, in micro-lamports a compute unit"),
    SETTLEMENT_TABLES_PAID_DAYS(
            "peer.settlement.tables.paid-days",
            "3",
            false,
            "peer-chain",
            "on how many days of the window a recipient must have been paid to get a place in a lookup table; more than the"
                    + " window has: no tables are made"),
    SETTLEMENT_TABLES_WINDOW_DAYS(
            "peer.settlement.tables.window-days",
            "7",
            false,
            "peer-chain",
            "how many days back it counts that a recipient was paid"),
    SETTLEMENT_TABLES_UNUSED_DAYS(
            "peer.settlement.tables.unused-days",
            "14",
            false,
            "peer-chain",
            "a lookup table that paid nobody for longer is closed for its rent"),
    SETTLEMENT_TABLES_LEAST_RECIPIENTS(
            "peer.settlement.tables.least-recipients",
            "64",
            false,
            "peer-chain",
            "for fewer recipients no new lookup table is made"),
    SETTLEMENT_MINIMUM_OWED(
            "peer.settlement.minimum-owed-base-units",
            "1",
            false,
            "peer-domain",
            "a user goes on chain at the first payout after which the balance is at least this; until then it stands in"
                    + " RESERVE, because a token account costs rent"),
    SETTLEMENT_NETTING_KINDS(
            "peer.settlement.netting.kinds",
            "",
            false,
            "peer-domain",
            "kinds of movement that are gathered and settled together, separated by commas: `SPEND`, `BURN` or both; empty:"
                    + " every movement is settled at once"),
    SETTLEMENT_NETTING_WINDOW(
            "peer.settlement.netting.window",
            "PT10M",
            false,
            "peer-domain",
            "how long netted movements of a wallet are gathered before they are settled, as an ISO 8601 duration"),
    SETTLEMENT_NETTING_MOST_MEMBERS(
            "peer.settlement.netting.most-members",
            "200",
            false,
            "peer-domain",
            "how many netted movements of a wallet are settled without waiting longer"),
    DAY_GRACE_SECONDS(
            "peer.rewards.grace-seconds",
            "300",
            false,
            "peer-domain",
            "how long after midnight UTC a day can still not be closed"),
    REWARDS_SCHEDULE(
            "peer.rewards.schedule",
            "auto",
            false,
            "peer-batch",
            "`on`: every day is paid by itself once it can be closed; `off`: an operator starts each day; `auto`: on in"
                    + " production, off in development"),
    REWARDS_RETRY_SECONDS(
            "peer.rewards.retry-seconds",
            "300",
            false,
            "peer-batch",
            "how long the schedule waits after a run that failed; doubled with each further one, up to a day"),
    REWARDS_APPROVAL(
            "peer.rewards.approval",
            "automatic",
            false,
            "peer-domain",
            "`automatic`: what a day's gems come to is paid at once; `operator`: an operator looks at the proposal,"
                    + " excludes users if need be, and approves it"),
    REWARDS_ESTIMATE_SECONDS(
            "peer.rewards.estimate-seconds",
            "10",
            false,
            "peer-domain",
            "how old the day's total in users' reward estimates may be; each node counts it once in this time"),
    TOKENOMICS_NOTICE_SECONDS(
            "peer.tokenomics.notice-seconds",
            "60",
            false,
            "peer-domain",
            "how far ahead a new version of the tokenomics begins at least, so that every node has it in time"),
    TOKENOMICS_HORIZON_DAYS(
            "peer.tokenomics.horizon-days",
            "92",
            false,
            "peer-domain",
            "how far ahead it begins at most, since no other version can begin before it"),
    JOB_LEASE_SECONDS(
            "peer.batch.lease-seconds",
            "15",
            false,
            "peer-batch",
            "how long a job run counts as alive without a sign of life from its server"),
    JOB_CHUNK_USERS(
            "peer.batch.chunk-users",
            "200",
            false,
            "peer-batch",
            "how many users' shares are posted in one transaction"),
    ACCESS_TOKEN_SECONDS("peer.jwt.access-token-seconds", "600", false, "peer-web", "lifetime of an access token"),
    REFRESH_TOKEN_SECONDS(
            "peer.jwt.refresh-token-seconds", "2592000", false, "peer-domain", "lifetime of a refresh token"),
    JWT_ISSUER("peer.jwt.issuer", "peer-network", false, "peer-web", "issuer in the tokens"),
    LOG_IN_FREE_ATTEMPTS(
            "peer.log-in.free-attempts",
            "10",
            false,
            "peer-domain",
            "how many wrong passwords for an e-mail address have no consequence"),
    LOG_IN_LOCK_SECONDS(
            "peer.log-in.lock-seconds",
            "30",
            false,
            "peer-domain",
            "how long the address is locked after one more; doubled with each further one"),
    LOG_IN_LONGEST_LOCK_SECONDS(
            "peer.log-in.longest-lock-seconds", "3600", false, "peer-domain", "how long it is locked at most"),
    MAIL_FROM("peer.mail.from", "", false, "peer-domain", "sender of all mail, such as `Peer <no-reply@example.org>`"),
    MAIL_SMTP_HOST(
            "peer.mail.smtp.host",
            "",
            false,
            "peer-domain",
            "the SMTP server; empty means that mail stays in the table `mail_message`, and is logged in development"),
    MAIL_SMTP_PORT("peer.mail.smtp.port", "587", false, "peer-domain", "its port"),
    MAIL_SMTP_SECURITY(
            "peer.mail.smtp.security",
            "starttls",
            false,
            "peer-domain",
            "`starttls` (never without), `tls` from the first byte, or `none`"),
    MAIL_SMTP_USER("peer.mail.smtp.user", "", false, "peer-domain", "user at the SMTP server; empty means no log-in"),
    MAIL_SMTP_PASSWORD("peer.mail.smtp.password", "", true, "peer-domain", "password at the SMTP server"),
    API_REQUEST_BYTES("peer.api.request-bytes", "262144", false, "peer-web", "largest body of a request"),
    API_BODY_SECONDS(
            "peer.api.body-seconds",
            "10",
            false,
            "peer-web",
            "how long the body of a request may take to come, from its first byte to its last"),
    API_QUERY_CHARACTERS(
            "peer.api.query-characters",
            "32768",
            false,
            "peer-web",
            "longest GraphQL document; long values belong into variables"),
    API_QUERY_TOKENS("peer.api.query-tokens", "4000", false, "peer-web", "most tokens of a document"),
    API_QUERY_DEPTH("peer.api.query-depth", "16", false, "peer-web", "deepest nesting of fields"),
    API_QUERY_FIELDS(
            "peer.api.query-fields",
            "500",
            false,
            "peer-web",
            "most fields of an operation, those of a fragment counted wherever it is used"),
    API_QUERY_ALIASES(
            "peer.api.query-aliases",
            "50",
            false,
            "peer-web",
            "most aliases of an operation, counted as the fields are"),
    API_ROOT_FIELDS(
            "peer.api.root-fields",
            "20",
            false,
            "peer-web",
            "most top-level fields of an operation, which are the calls that a request makes at once"),
    API_QUERY_COMPLEXITY(
            "peer.api.query-complexity",
            "10000",
            false,
            "peer-web",
            "most fields that the answer may have: what is below a page counts as often as the page is long"),
    API_TIMEOUT_SECONDS(
            "peer.api.timeout-seconds",
            "30",
            false,
            "peer-web",
            "how long an operation may take, each of its statements included"),
    API_CONCURRENT_OPERATIONS(
            "peer.api.concurrent-operations",
            "",
            false,
            "peer-web",
            "how many operations run at once on each node, while others wait in line; empty: four for each processor"),
    API_PROXIES(
            "peer.api.proxies",
            "0",
            false,
            "peer-web",
            "how many proxies stand before the server, each of which appends to `X-Forwarded-For` whom it speaks for; with 0 that"
                    + " header is not believed"),
    API_CORS_ORIGINS(
            "peer.api.cors-origins",
            "",
            false,
            "peer-web",
            "origins of web pages that may call the API, such as `https://app.example.org`, separated by commas; empty: none"),
    API_INTROSPECTION(
            "peer.api.introspection",
            "",
            false,
            "peer-web",
            "`on` or `off`: whether clients may ask for the schema; empty: in development only"),
    API_DOCUMENTS(
            "peer.api.documents",
            "",
            false,
            "peer-web",
            "file or folder of the documents that clients may send; empty: any document"),
    RATE_LIMIT_ADDRESS(
            "peer.rate-limit.address-per-minute",
            "1200",
            false,
            "peer-web",
            "requests from one address in a minute, on all nodes together"),
    RATE_LIMIT_USER(
            "peer.rate-limit.user-per-minute",
            "600",
            false,
            "peer-web",
            "calls by one user in a minute, on all nodes together"),
    RATE_LIMIT_ACCOUNT(
            "peer.rate-limit.account-per-minute",
            "30",
            false,
            "peer-web",
            "calls from one address in a minute, on all nodes together, that register, check a password, or send mail"),
    RATE_LIMIT_LOOK_UP(
            "peer.rate-limit.look-up-per-minute",
            "60",
            false,
            "peer-web",
            "users whom one user may look up by name in a minute, on all nodes together"),
    RATE_LIMIT_OPENINGS(
            "peer.rate-limit.openings-per-minute",
            "300",
            false,
            "peer-web",
            "WebSocket connections opened from one address in a minute, on all nodes together"),
    RATE_LIMIT_MESSAGES(
            "peer.rate-limit.messages-per-minute",
            "300",
            false,
            "peer-web",
            "messages of one WebSocket connection in a minute, good or bad"),
    SUBSCRIPTIONS_POLL_MILLIS(
            "peer.subscriptions.poll-millis",
            "1000",
            false,
            "peer-web",
            "pause between two looks at what subscriptions watch; what changes in between is told at once"),
    SUBSCRIPTIONS_CONNECTIONS(
            "peer.subscriptions.connections", "2000", false, "peer-web", "most WebSocket connections of one node"),
    SUBSCRIPTIONS_UNINITIALISED(
            "peer.subscriptions.uninitialised-per-address",
            "50",
            false,
            "peer-web",
            "most WebSocket connections from one address on one node that have not shown a token yet"),
    SUBSCRIPTIONS_CONNECTIONS_PER_USER(
            "peer.subscriptions.connections-per-user",
            "10",
            false,
            "peer-web",
            "most WebSocket connections of one user on one node"),
    SUBSCRIPTIONS_PER_CONNECTION(
            "peer.subscriptions.per-connection",
            "10",
            false,
            "peer-web",
            "most subscriptions of one WebSocket connection"),
    METRICS_PASSWORD(
            "peer.metrics.password",
            "",
            true,
            "peer-web",
            "password with which Prometheus, as user `metrics`, reads /metrics; empty means there is no /metrics"),
    NODE_ID(
            "peer.node.id",
            "",
            false,
            "all",
            "name of this server in leases and job runs; empty means host name and process id");

    private final String key;
    private final String defaultValue;
    private final boolean secret;
    private final String module;
    private final String meaning;

    Setting(String key, String defaultValue, boolean secret, String module, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.secret = secret;
        this.module = module;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public String environmentVariable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    public String defaultValue() {
        return defaultValue;
    }

    public boolean isSecret() {
        return secret;
    }

    /** The Maven module that reads it. */
    public String module() {
        return module;
    }

    public String meaning() {
        return meaning;
    }

    /** The value in force; empty if it is set nowhere and has no default. */
    public String value() {
        return Stream.of(System.getProperty(key), System.getenv(environmentVariable()), fromFile())
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse(defaultValue)
                .strip();
    }

    public List<String> list() {
        return Stream.of(value().split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** @throws IllegalStateException if the value is none of these */
    public String oneOf(String... allowed) {
        String value = value();
        if (!List.of(allowed).contains(value)) {
            throw new IllegalStateException(key + " must be one of " + List.of(allowed) + ", not '" + value + "'");
        }
        return value;
    }

    /** @throws IllegalStateException if the value is no whole number of at least one */
    public long positiveNumber() {
        String value = value();
        if (!value.matches("[0-9]{1,18}") || Long.parseLong(value) == 0) {
            throw new IllegalStateException(key + " must be a whole number of at least 1, not '" + value + "'");
        }
        return Long.parseLong(value);
    }

    /** @throws IllegalStateException if the value is no whole number */
    public long wholeNumber() {
        return value().matches("0+") ? 0 : positiveNumber();
    }

    public Duration seconds() {
        return Duration.ofSeconds(positiveNumber());
    }

    public Duration millis() {
        return Duration.ofMillis(positiveNumber());
    }

    /** @throws IllegalStateException if the value is no positive ISO 8601 duration */
    public Duration duration() {
        String value = value();
        try {
            Duration duration = Duration.parse(value);
            if (!duration.isZero() && !duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException noDuration) {
            throw new IllegalStateException(
                    key + " must be an ISO 8601 duration such as PT10M, not '" + value + "'", noDuration);
        }
        throw new IllegalStateException(key + " must be longer than nothing, not '" + value + "'");
    }

    private @Nullable String fromFile() {
        String named = System.getProperty(key + ".file");
        String file = named != null ? named : System.getenv(environmentVariable() + "_FILE");
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(key + ".file cannot be read: " + file, e);
        }
    }
}
