package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnswersTest {
    private final ErrorAnswers answers = new ErrorAnswers();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "INTERNAL")
    void refusalHasItsCodeAndMessage(ErrorCode code) {
        JsonObject error = error(new BusinessException(code, "because"));

        assertThat(code(error)).isEqualTo(code.name());
        assertThat(error.getJsonObject("extensions").getBoolean("retryable")).isEqualTo(code.isRetryable());
        assertThat(error.getString("message")).isEqualTo("because");
    }

    @Test
    void refusalIsFoundUnderWhatContainersWrapAroundIt() {
        RuntimeException wrapped = new IllegalStateException(
                new PersistenceException(new BusinessException(ErrorCode.INSUFFICIENT_BALANCE, "too little")));

        assertThat(code(error(wrapped))).isEqualTo("INSUFFICIENT_BALANCE");
    }

    @Test
    void unexpectedFailureIsInternalAndTellsNothingButAnId() {
        JsonObject error = error(new IllegalStateException("jdbc:postgresql://db.internal password=hunter2"));

        assertThat(code(error)).isEqualTo("INTERNAL");
        assertThat(error.toString()).doesNotContain("hunter2", "db.internal", "IllegalState");
        assertThat(error.getJsonObject("extensions").getString("errorId")).hasSize(36);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "40001", "40P01"})
    void databaseThatIsAwayOrBusyIsUnavailableAndRetryable(String sqlState) {
        JsonObject error = error(new PersistenceException(new SQLException("gone", sqlState)));

        assertThat(code(error)).isEqualTo("UNAVAILABLE");
        assertThat(error.getJsonObject("extensions").getBoolean("retryable")).isTrue();
        assertThat(error.toString()).doesNotContain("gone");
    }

    @Test
    void characterThatPostgresDoesNotStoreIsBadInput() {
        assertThat(code(error(new PersistenceException(new SQLException("0x00", "22021")))))
                .isEqualTo("BAD_INPUT");
    }

    @Test
    void brokenConstraintIsInternal() {
        assertThat(code(error(new PersistenceException(new SQLException("uq_x", "23505")))))
                .isEqualTo("INTERNAL");
    }

    @Test
    void causesThatGoInCirclesEnd() {
        IllegalStateException first = new IllegalStateException();
        first.initCause(new IllegalStateException(first));

        assertThat(code(error(first))).isEqualTo("INTERNAL");
    }

    @Test
    void longMessagesAreCut() {
        assertThat(error(new BusinessException(ErrorCode.BAD_INPUT, "x".repeat(1_000_000)))
                        .getString("message"))
                .hasSizeLessThan(400);
    }

    private JsonObject error(Throwable failure) {
        return answers.answer(failure).getJsonArray("errors").getJsonObject(0);
    }

    private static String code(JsonObject error) {
        return error.getJsonObject("extensions").getString("code");
    }
}
