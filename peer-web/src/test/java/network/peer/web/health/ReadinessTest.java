package network.peer.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import network.peer.settlement.ChainGate;
import network.peer.settlement.ChainStatus;
import network.peer.settlement.ChainStatus.EndpointStatus;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aFloodOfQuestionsAsksTheDatabaseAndTheEndpointsOnce() throws Exception {
        Readiness readiness = readiness();

        for (int i = 0; i < 1_000; i++) {
            assertThat(readiness.checks())
                    .contains(HealthCheck.up("chain"), HealthCheck.down("database", "cannot be reached"));
        }

        assertThat(asked.get())
                .as("looks at two parts in less than three seconds")
                .isBetween(2, 6);
    }

    private Readiness readiness() throws ReflectiveOperationException {
        Readiness readiness = new Readiness();
        give(readiness, "dataSource", proxy(DataSource.class, () -> {
            throw new SQLException("no database", "08001");
        }));
        give(
                readiness,
                "chainGate",
                proxy(ChainGate.class, () -> new ChainStatus(null, null, List.of(new EndpointStatus("a", null)))));
        return readiness;
    }

    private <T> T proxy(Class<T> part, Answer answer) {
        return part.cast(
                Proxy.newProxyInstance(part.getClassLoader(), new Class<?>[] {part}, (proxy, called, arguments) -> {
                    asked.incrementAndGet();
                    return answer.give();
                }));
    }

    private interface Answer {
        Object give() throws SQLException;
    }

    private static void give(Object bean, String field, Object value) throws ReflectiveOperationException {
        Field injected = bean.getClass().getDeclaredField(field);
        injected.setAccessible(true);
        injected.set(bean, value);
    }
}
