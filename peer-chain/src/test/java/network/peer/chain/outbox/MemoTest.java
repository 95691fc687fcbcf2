package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.IntentKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoTest {
    private static final UUID TRANSACTION = UUID.fromString("019a9df1-bd1c-7f5c-bdb1-7c1891cd6a54");

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(Memo.parse(Memo.ofPayouts("2026-11-21", 3, 2).text()))
                .contains(new Memo.Content(IntentKind.MINT, "2026-11-21", 3, 2));
        for (IntentKind kind : List.of(IntentKind.TRANSFER, IntentKind.BURN, IntentKind.MIGRATION, IntentKind.NET)) {
            ClaimedIntent movement = new ClaimedIntent(TRANSACTION, kind, TRANSACTION.toString(), 4, false, List.of());

            assertThat(Memo.parse(Memo.ofMovement(movement).text()))
                    .contains(new Memo.Content(kind, TRANSACTION.toString(), 0, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P1",
                "P1 M 2026-11-21 3",
                "P1 M 2026-11-21 3 1 ",
                " P1 M 2026-11-21 3 1",
                "P1 M 2026-13-21 3 1",
                "P1 M 2026-11-21 03 1",
                "P1 M 2026-11-21 3 99999999999",
                "P2 M 2026-11-21 3 1",
                "P1 T 2026-11-21 3 1",
                "P1 T AZqd8b0cf1y9sXwYkc1qVA! 1",
                "P1 X AZqd8b0cf1y9sXwYkc1qVA 1"
            })
    void nothingElseIsOurs(String text) {
        assertThat(Memo.parse(text)).isEqualTo(Optional.empty());
    }
}
