package network.peer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.identity.PublicUsers.PublicUser;
import network.peer.identity.internal.UserStore;
import network.peer.testing.Holders;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What strangers see of a user, and what they do not. */
class PublicUsersIT {
    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.freshDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aNameIsFoundInUpperAndLowerCaseButOnlyWhole() {
        UUID id = aUser();
        String name = name(id);

        assertThat(byName(name)).isEqualTo(new PublicUser(id, name));
        assertThat(byName(name.toUpperCase(Locale.ROOT)).id()).isEqualTo(id);
        notFound(name.substring(1));
        notFound(name + "%");
        notFound("%");
        notFound("");
    }

    @Test
    void aDeletedAccountHasNoNameAndIsNotFoundByTheOneItHad() {
        UUID id = aUser();
        String name = name(id);
        database.runInTransaction(em -> new UserStore(em).erase(id));

        notFound(name);
        notFound("");
        assertThat(byIds(List.of(id))).isEqualTo(Map.of(id, new PublicUser(id, "")));
    }

    @Test
    void manyAreFoundAtOnceAndUnknownOnesLeftOut() {
        UUID first = aUser();
        UUID second = aUser();

        assertThat(byIds(List.of(first, second, first, Ids.newId())))
                .containsOnly(
                        Map.entry(first, new PublicUser(first, name(first))),
                        Map.entry(second, new PublicUser(second, name(second))));
        assertThat(byIds(List.of())).isEmpty();
    }

    private static void notFound(String userName) {
        assertThatThrownBy(() -> byName(userName))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.NOT_FOUND));
    }

    private static UUID aUser() {
        return database.inTransaction(em -> Holders.aHolder(em).userId());
    }

    private static String name(UUID id) {
        return database.inTransaction(
                em -> Rows.single(em.createNativeQuery("select user_name from app_user where id = ?1")
                                .setParameter(1, id))
                        .text(0));
    }

    private static PublicUser byName(String userName) {
        return database.inTransaction(em -> new PublicUsers(em).byName(userName));
    }

    private static Map<UUID, PublicUser> byIds(List<UUID> ids) {
        return database.inTransaction(em -> new PublicUsers(em).byIds(ids));
    }
}
