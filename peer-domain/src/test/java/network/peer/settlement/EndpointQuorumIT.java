package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.Rows;
import network.peer.operations.AuditLog;
import network.peer.settlement.EndpointQuorum.Exclusion;
import network.peer.testing.Holders;
import network.peer.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointQuorumIT {
    private static final List<String> THREE = List.of("http://a", "http://b", "http://c");

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final UUID operator =
            database.inTransaction(em -> Holders.aHolder(em).userId());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void oneThatIsTakenOutStaysOutUntilItIsReadmittedAndBothIsAudited() {
        run(quorum -> quorum.exclude(operator, "http://b", THREE, "the provider is gone"));
        run(quorum -> quorum.exclude(operator, "http://b", THREE, "again"));

        assertThat(excluded()).containsExactly("http://b");
        assertThat(exclusions()).extracting(Exclusion::reason).containsExactly("the provider is gone");
        run(quorum -> quorum.readmit(operator, "http://b", "it is back"));
        run(quorum -> quorum.readmit(operator, "http://b", "again"));
        assertThat(excluded()).isEmpty();
        assertThat(audited())
                .containsExactly(
                        "exclude-endpoint http://b the provider is gone", "readmit-endpoint http://b it is back");
    }

    @Test
    void twoAlwaysStay() {
        run(quorum -> quorum.exclude(operator, "http://a", THREE, "gone"));

        refused(ErrorCode.CONFLICT, quorum -> quorum.exclude(operator, "http://b", THREE, "gone too"));
        refused(
                ErrorCode.CONFLICT,
                quorum -> quorum.exclude(operator, "http://b", List.of("http://b"), "the only one"));
        assertThat(excluded()).containsExactly("http://a");
    }

    @Test
    void whatIsNotConfiguredOrNotToldApartIsRefused() {
        refused(ErrorCode.NOT_FOUND, quorum -> quorum.exclude(operator, "http://d", THREE, "typo"));
        refused(
                ErrorCode.CONFLICT,
                quorum -> quorum.exclude(
                        operator, "http://a", List.of("http://a", "http://a", "http://b", "http://c"), "which?"));
        refused(ErrorCode.BAD_INPUT, quorum -> quorum.exclude(operator, "http://a", THREE, " "));
        refused(ErrorCode.BAD_INPUT, quorum -> quorum.readmit(operator, "http://a", ""));
        assertThat(excluded()).isEmpty();
        assertThat(audited()).isEmpty();
    }

    private void refused(ErrorCode code, Consumer<EndpointQuorum> deed) {
        assertThatThrownBy(() -> run(deed))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }

    private void run(Consumer<EndpointQuorum> deed) {
        database.runInTransaction(em -> deed.accept(new EndpointQuorum(em, new AuditLog(em))));
    }

    private List<Exclusion> exclusions() {
        return database.inTransaction(em -> new EndpointQuorum(em, new AuditLog(em)).exclusions());
    }

    private List<String> excluded() {
        return exclusions().stream().map(Exclusion::endpoint).toList();
    }

    private List<String> audited() {
        return database.inTransaction(em -> Rows.list(em.createNativeQuery(
                        "select action || ' ' || subject || ' ' || details from audit_log" + " order by id"))
                .stream()
                .map(row -> row.text(0))
                .toList());
    }
}
