package network.peer.web.protection;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import network.peer.configuration.Setting;

/**
 * How often anybody may come: each address, each user, each socket, each address where passwords and mail are concerned, and
 * each user who looks for others.
 */
@ApplicationScoped
public class RateLimits {
    /** What registers, checks a password, or sends mail; guessing and flooding pay here only. */
    static final Set<String> ACCOUNT_FIELDS = Set.of(
            "register",
            "verifyEmail",
            "logIn",
            "requestPasswordReset",
            "resetPassword",
            "requestVerification",
            "changePassword",
            "deleteAccount",
            "createServiceToken");

    /** What tells whether somebody is there: enough for a person who types, too little to list who is. */
    static final Set<String> LOOK_UP_FIELDS = Set.of("userByName");

    @Resource(lookup = "java:app/jdbc/peer")
    @SuppressWarnings("NullAway.Init")
    private DataSource dataSource;

    @SuppressWarnings("NullAway.Init")
    private Buckets addresses;

    @SuppressWarnings("NullAway.Init")
    private Buckets users;

    @SuppressWarnings("NullAway.Init")
    private Buckets accounts;

    @SuppressWarnings("NullAway.Init")
    private Buckets lookUps;

    @SuppressWarnings("NullAway.Init")
    private Buckets openings;

    @SuppressWarnings("NullAway.Init")
    private NodeBuckets messages;

    private long proxies;

    @PostConstruct
    void configure() {
        addresses = sliced("address", Setting.RATE_LIMIT_ADDRESS);
        users = sliced("user", Setting.RATE_LIMIT_USER);
        accounts = new SharedBuckets("account", Setting.RATE_LIMIT_ACCOUNT.positiveNumber(), dataSource);
        lookUps = sliced("look-up", Setting.RATE_LIMIT_LOOK_UP);
        openings = sliced("opening", Setting.RATE_LIMIT_OPENINGS);
        messages = new NodeBuckets(Setting.RATE_LIMIT_MESSAGES.positiveNumber(), TimeMeter.SYSTEM_NANOTIME);
        proxies = Setting.API_PROXIES.wholeNumber();
    }

    private Buckets sliced(String what, Setting perMinute) {
        return SlicedBuckets.of(what, perMinute.positiveNumber(), dataSource);
    }

    /** Whom this request is counted for. */
    public String address(HttpServletRequest request) {
        return ClientAddress.of(
                request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")), proxies);
    }

    /**
     * Before anything is done for a request.
     *
     * @throws RateLimitedException if there were too many
     */
    public void admit(String address) {
        addresses.take(address, 1);
    }

    /**
     * Before a WebSocket is opened.
     *
     * @throws RateLimitedException if there were too many
     */
    public void admitOpening(String address) {
        openings.take(address, 1);
    }

    /** Of one connection, until it ends: whether one more message may come now. */
    public BooleanSupplier messages() {
        Bucket bucket = messages.fresh();
        return () -> bucket.tryConsume(1);
    }

    /**
     * Before the calls of a request are made.
     *
     * @throws RateLimitedException if there were too many
     */
    public void admit(String address, Optional<UUID> user, List<String> rootFields) {
        if (user.isPresent()) {
            users.take(user.get().toString(), rootFields.size());
        } else if (rootFields.size() > 1) {
            addresses.take(address, rootFields.size() - 1);
        }
        int account = count(rootFields, ACCOUNT_FIELDS);
        if (account > 0) {
            accounts.take(address, account);
        }
        int lookUp = count(rootFields, LOOK_UP_FIELDS);
        if (lookUp > 0) {
            lookUps.take(user.map(UUID::toString).orElse(address), lookUp);
        }
    }

    private static int count(List<String> rootFields, Set<String> limited) {
        return (int) rootFields.stream().filter(limited::contains).count();
    }
}
