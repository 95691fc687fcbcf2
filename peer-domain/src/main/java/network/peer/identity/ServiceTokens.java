package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.database.Rows;
import network.peer.identity.internal.PasswordStore;
import network.peer.identity.internal.SecretToken;
import network.peer.operations.AuditLog;
import network.peer.token.Ids;

/** The credentials of machines: each belongs to a user, can do no more than that user, and ends when it is revoked. */
@ApplicationScoped
public class ServiceTokens {
    /** How a secret begins, so that it is told apart from an access token, and found by those who look for leaks. */
    public static final String PREFIX = "peer_st_";

    private static final String REVOKED = "revoke-service-token";
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_DAYS = 365;
    private static final int MOST_LIVE = 20;
    private static final String COLUMNS = "id, name, scopes, created_at, expires_at, last_used_at, revoked_at";

    private final EntityManager entities;
    private final PasswordStore passwords;
    private final Accounts accounts;
    private final AuditLog audit;

    @SuppressWarnings("NullAway")
    protected ServiceTokens() {
        this(null, null, null);
    }

    @Inject
    public ServiceTokens(EntityManager entities, Accounts accounts, AuditLog audit) {
        this.entities = entities;
        this.passwords = new PasswordStore(entities);
        this.accounts = accounts;
        this.audit = audit;
    }

    /**
     * Makes a token. The user's row is locked meanwhile, so that a new password or a suspension either finds the token and
     * revokes it, or is found.
     *
     * @param proven what the user has proven just now
     * @throws BusinessException BAD_CREDENTIALS if that is not the password any more; BAD_INPUT naming the field; CONFLICT
     *     if the user has too many; NOT_ACTIVE, NOT_VERIFIED
     */
    @Transactional
    public ServiceToken.Created create(Credentials proven, String name, Set<Scope> scopes, int days) {
        UUID userId = proven.userId();
        if (!passwords.lockIfStill(userId, proven.password())) {
            throw new BusinessException(ErrorCode.BAD_CREDENTIALS, "the password was changed meanwhile");
        }
        accounts.requireActor(userId);
        require(!name.isBlank() && name.length() <= LONGEST_NAME, "name", "1 to " + LONGEST_NAME + " characters");
        require(days >= 1 && days <= LONGEST_DAYS, "days", "1 to " + LONGEST_DAYS);
        require(!scopes.isEmpty(), "scopes", "at least one");
        Set<Role> roles = accounts.byId(userId).roles();
        require(
                scopes.stream().allMatch(scope -> roles.contains(scope.role())),
                "scopes",
                "only of roles that the account has");
        if (live(userId) >= MOST_LIVE) {
            throw new BusinessException(ErrorCode.CONFLICT, "at most " + MOST_LIVE + " service tokens: revoke one");
        }
        UUID id = Ids.newId();
        String secret = PREFIX + SecretToken.generate();
        String scopeNames = scopes.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
        entities.createNativeQuery("insert into service_token (id, user_id, name, token_hash, scopes, expires_at)"
                        + " values (?1, ?2, ?3, ?4, ?5, clock_timestamp() + make_interval(days => ?6))")
                .setParameter(1, id)
                .setParameter(2, userId)
                .setParameter(3, name)
                .setParameter(4, SecretToken.hash(secret))
                .setParameter(5, scopeNames)
                .setParameter(6, days)
                .executeUpdate();
        audit.record(userId, "create-service-token", id.toString(), scopeNames + ", " + days + " days");
        return new ServiceToken.Created(byId(userId, id), secret);
    }

    /** A user's tokens, newest first, the revoked and expired ones too. */
    @Transactional
    public List<ServiceToken> of(UUID userId) {
        return Rows.list(entities.createNativeQuery("select " + COLUMNS
                                + " from service_token where user_id = ?1 order by id desc limit 100")
                        .setParameter(1, userId))
                .stream()
                .map(ServiceTokens::toToken)
                .toList();
    }

    /** Ends a token at once; one that has ended stays as it is. @throws BusinessException NOT_FOUND */
    @Transactional
    public ServiceToken revoke(UUID userId, UUID id) {
        int revoked = entities.createNativeQuery("update service_token set revoked_at = clock_timestamp()"
                        + " where id = ?1 and user_id = ?2 and revoked_at is null")
                .setParameter(1, id)
                .setParameter(2, userId)
                .executeUpdate();
        if (revoked == 1) {
            audit.record(userId, REVOKED, id.toString(), "");
        }
        return byId(userId, id);
    }

    /**
     * Ends every token of a user for good.
     *
     * @param actorId who did what ends them
     * @param details why, for the audit log
     */
    @Transactional
    public void revokeAll(UUID actorId, UUID userId, String details) {
        Rows.list(entities.createNativeQuery("update service_token set revoked_at = clock_timestamp()"
                                + " where user_id = ?1 and revoked_at is null and expires_at > clock_timestamp()"
                                + " returning id")
                        .setParameter(1, userId))
                .forEach(row -> audit.record(actorId, REVOKED, row.uuid(0).toString(), details));
    }

    /** Drops what the user called the tokens, ended or not. */
    @Transactional
    public void forgetNames(UUID userId) {
        entities.createNativeQuery("update service_token set name = '' where user_id = ?1")
                .setParameter(1, userId)
                .executeUpdate();
    }

    /** For whom this secret speaks; empty if it is unknown, expired or revoked. */
    @Transactional
    public Optional<ServiceToken.Bearer> use(String secret) {
        byte[] hash = SecretToken.hash(secret);
        Optional<ServiceToken.Bearer> bearer = Rows.list(entities.createNativeQuery("select user_id, scopes, id"
                                + " from service_token where token_hash = ?1 and revoked_at is null"
                                + " and expires_at > clock_timestamp()")
                        .setParameter(1, hash))
                .stream()
                .map(row -> new ServiceToken.Bearer(row.uuid(2), accounts.byId(row.uuid(0)), scopes(row.text(1))))
                .findFirst();
        if (bearer.isPresent()) {
            entities.createNativeQuery("update service_token set last_used_at = clock_timestamp() where token_hash = ?1"
                            + " and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')")
                    .setParameter(1, hash)
                    .executeUpdate();
        }
        return bearer;
    }

    private int live(UUID userId) {
        return Rows.single(entities.createNativeQuery("select cast(count(*) as integer) from service_token"
                                + " where user_id = ?1 and revoked_at is null and expires_at > clock_timestamp()")
                        .setParameter(1, userId))
                .intAt(0);
    }

    private ServiceToken byId(UUID userId, UUID id) {
        return Rows.list(entities.createNativeQuery(
                                "select " + COLUMNS + " from service_token where id = ?1 and user_id = ?2")
                        .setParameter(1, id)
                        .setParameter(2, userId))
                .stream()
                .map(ServiceTokens::toToken)
                .findFirst()
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no service token " + id));
    }

    private static ServiceToken toToken(Rows.Row row) {
        return new ServiceToken(
                row.uuid(0),
                row.text(1),
                scopes(row.text(2)),
                row.instant(3),
                row.instant(4),
                row.instantOrNull(5),
                row.instantOrNull(6));
    }

    private static Set<Scope> scopes(String names) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(names.split(",", -1)).map(Scope::valueOf).forEach(scopes::add);
        return scopes;
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw new InvalidInputException(field, rule);
        }
    }
}
