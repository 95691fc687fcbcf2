package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import network.peer.chain.rpc.PrioritizationFee;
import network.peer.chain.tx.NetworkLimits;
import org.junit.jupiter.api.Test;

class ComputeBudgetTest {
    private static final long CAP = 100_000;

    @Test
    void theLimitIsWhatWasSimulatedAndATenthAndAThousand() {
        assertThat(ComputeBudget.limit(0, NetworkLimits.PUBLIC_CLUSTERS)).isEqualTo(1_000);
        assertThat(ComputeBudget.limit(9, NetworkLimits.PUBLIC_CLUSTERS)).isEqualTo(1_009);
        assertThat(ComputeBudget.limit(70_000, NetworkLimits.PUBLIC_CLUSTERS)).isEqualTo(78_000);
    }

    @Test
    void theLimitIsNoMoreThanATransactionMayUse() {
        int most = NetworkLimits.PUBLIC_CLUSTERS.computeUnits();

        assertThat(ComputeBudget.limit(most, NetworkLimits.PUBLIC_CLUSTERS)).isEqualTo(most);
        assertThat(ComputeBudget.limit(most - 1_000, NetworkLimits.PUBLIC_CLUSTERS))
                .isEqualTo(most);
    }

    @Test
    void nothingIsOfferedWhereNobodyPaid() {
        assertThat(ComputeBudget.priorityFeeMicroLamports(List.of(), CAP)).isZero();
        assertThat(ComputeBudget.priorityFeeMicroLamports(paid(0, 0, 0, 0), CAP))
                .isZero();
    }

    @Test
    void theThirdQuartileIsOffered() {
        assertThat(ComputeBudget.priorityFeeMicroLamports(paid(7), CAP)).isEqualTo(7);
        assertThat(ComputeBudget.priorityFeeMicroLamports(paid(50, 10, 0, 30, 20, 70, 60, 40), CAP))
                .isEqualTo(60);
    }

    @Test
    void oneWhoPaysAFortuneDoesNotRaiseIt() {
        assertThat(ComputeBudget.priorityFeeMicroLamports(paid(5, 5, 5, 5, Long.MAX_VALUE), CAP))
                .isEqualTo(5);
    }

    @Test
    void theCapIsNeverExceeded() {
        assertThat(ComputeBudget.priorityFeeMicroLamports(paid(CAP, CAP + 1, CAP + 1), CAP))
                .isEqualTo(CAP);
    }

    private static List<PrioritizationFee> paid(long... microLamports) {
        return LongStream.of(microLamports)
                .mapToObj(fee -> new PrioritizationFee(1, fee))
                .toList();
    }
}
