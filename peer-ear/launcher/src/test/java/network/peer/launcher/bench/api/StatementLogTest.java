package network.peer.launcher.bench.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reads the log that PostgreSQL writes with its default prefix. */
class StatementLogTest {

    @Test
    void keepsTheTransactionsThatKnowOneOfTheTextsInTheirOrder() {
        String log = """
                2026-11-30 10:00:00.001 UTC [7] LOG:  execute <unnamed>: BEGIN
                2026-11-30 10:00:00.002 UTC [8] LOG:  execute S_9: select lane from settlement_lane where name = $1
                2026-11-30 10:00:00.002 UTC [8] DETAIL:  Parameters: $1 = 'mint-1'
                2026-11-30 10:00:00.003 UTC [7] LOG:  execute <unnamed>: select 1
                2026-11-30 10:00:00.004 UTC [7] LOG:  execute S_2: insert into request
                \tvalues ($1, $2)
                2026-11-30 10:00:00.004 UTC [7] DETAIL:  Parameters: $1 = 'user-1', $2 = 'x'
                2026-11-30 10:00:00.005 UTC [7] LOG:  execute S_1: COMMIT
                2026-11-30 10:00:00.006 UTC [9] LOG:  execute <unnamed>: select outside where id = $1
                2026-11-30 10:00:00.006 UTC [9] DETAIL:  Parameters: $1 = '{user-1}'
                2026-11-30 10:00:00.007 UTC [9] LOG:  execute <unnamed>: select 2
                2026-11-30 10:00:00.008 UTC [7] LOG:  execute S_3: BEGIN
                2026-11-30 10:00:00.009 UTC [7] LOG:  execute S_2: update other set x = $1
                2026-11-30 10:00:00.009 UTC [7] DETAIL:  Parameters: $1 = 'user-2'
                2026-11-30 10:00:00.010 UTC [7] LOG:  execute S_1: COMMIT
                """;

        assertThat(StatementLog.statements(log, Set.of("user-1")))
                .containsExactly("select 1", "insert into request values (?, ?)", "select outside where id = ?");
    }
}
