package network.peer.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;

/** Users as everybody may see them: a name, and nothing once the account is deleted. */
@ApplicationScoped
public class PublicUsers {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected PublicUsers() {
        this.entities = null;
    }

    @Inject
    public PublicUsers(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A user as everybody may see one.
     *
     * @param userName empty once the account is deleted
     */
    public record PublicUser(UUID id, String userName) {}

    /**
     * The user with this name, upper and lower case being the same.
     *
     * @throws BusinessException NOT_FOUND, also for the name that a deleted account had
     */
    @Transactional
    public PublicUser byName(String userName) {
        return Rows.list(entities.createNativeQuery(
                                "select id, user_name from app_user where lower(user_name) = lower(?1)")
                        .setParameter(1, userName))
                .stream()
                .map(PublicUsers::user)
                .findFirst()
                .orElseThrow(() -> new BusinessException(ErrorCode.NOT_FOUND, "no user with this name"));
    }

    /** By id, in one statement; whom nobody knows is left out. */
    @Transactional
    public Map<UUID, PublicUser> byIds(Collection<UUID> userIds) {
        Map<UUID, PublicUser> users = new LinkedHashMap<>();
        for (Rows.Row row : Rows.list(entities.createNativeQuery(
                        "select id, coalesce(user_name, '') from app_user" + " where id = any (cast(?1 as uuid[]))")
                .setParameter(1, Rows.array(userIds)))) {
            users.put(row.uuid(0), user(row));
        }
        return users;
    }

    private static PublicUser user(Rows.Row row) {
        return new PublicUser(row.uuid(0), row.text(1));
    }
}
