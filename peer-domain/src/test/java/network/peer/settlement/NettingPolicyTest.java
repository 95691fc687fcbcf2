package network.peer.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import network.peer.configuration.Setting;
import network.peer.ledger.TransactionKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettingPolicyTest {
    @AfterEach
    void forget() {
        System.clearProperty(Setting.SETTLEMENT_NETTING_KINDS.key());
        System.clearProperty(Setting.SETTLEMENT_NETTING_WINDOW.key());
    }

    @Test
    void nothingIsNettedUnlessItIsSaid() {
        assertThat(NettingPolicy.ofSettings().kinds()).isEmpty();
    }

    @Test
    void theSettingsSayWhatAndHowLong() {
        System.setProperty(Setting.SETTLEMENT_NETTING_KINDS.key(), "SPEND, BURN");
        System.setProperty(Setting.SETTLEMENT_NETTING_WINDOW.key(), "PT30S");

        assertThat(NettingPolicy.ofSettings())
                .isEqualTo(new NettingPolicy(
                        Set.of(TransactionKind.SPEND, TransactionKind.BURN), Duration.ofSeconds(30), 200));
    }

    @Test
    void whatSomebodyOutsideWaitsForIsNotNetted() {
        for (String kind : Set.of("TRANSFER", "MINT", "WITHDRAWAL", "spend", "SPENT")) {
            System.setProperty(Setting.SETTLEMENT_NETTING_KINDS.key(), kind);

            assertThatThrownBy(NettingPolicy::ofSettings)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "peer.settlement.netting.kinds names " + kind + ", which may not be netted; [SPEND, BURN]"
                                    + " may, because their counterparty is TREASURY or BURN");
        }
    }

    @Test
    void aWindowHasALength() {
        for (String window : Set.of("10", "PT0S", "PT-1M")) {
            System.setProperty(Setting.SETTLEMENT_NETTING_WINDOW.key(), window);

            assertThatThrownBy(NettingPolicy::ofSettings)
                    .hasMessageContaining("peer.settlement.netting.window must be");
        }
    }
}
