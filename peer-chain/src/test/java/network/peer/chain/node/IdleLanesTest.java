package network.peer.chain.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import network.peer.settlement.Lane;
import network.peer.settlement.LaneWork;
import org.junit.jupiter.api.Test;

/** Idle lanes cost the database little, and work waits no longer for it. */
class IdleLanesTest {
    private static final Lane FIRST = new Lane("mint-1", LaneWork.MINT);
    private static final Lane SIBLING = new Lane("mint-2", LaneWork.MINT);
    private static final Lane OTHER_WORK = new Lane("transfer-2", LaneWork.TRANSFER);

    private final IdleLanes lanes =
            new IdleLanes(List.of(SIBLING, OTHER_WORK, FIRST, new Lane("transfer-1", LaneWork.TRANSFER)));

    @Test
    void theFirstLaneOfAKindOfWorkLooksInEveryRound() {
        assertThat(looks(FIRST, 20)).isEqualTo(20);
    }

    @Test
    void itsSiblingsLookNowAndThenSoThatTheyKeepTheirLeases() {
        assertThat(lanes.looks(SIBLING)).as("after the start").isTrue();

        assertThat(looks(SIBLING, 3 * IdleLanes.RESTS_ROUNDS)).isEqualTo(3);
    }

    @Test
    void whatOneFindsBringsBackItsSiblingsAndNobodyElse() {
        looks(SIBLING, 3);
        looks(OTHER_WORK, 3);

        lanes.found(FIRST);

        assertThat(lanes.looks(SIBLING)).isTrue();
        assertThat(lanes.looks(SIBLING)).as("once for each find").isFalse();
        assertThat(lanes.looks(OTHER_WORK)).isFalse();
    }

    @Test
    void aLaneThatFindsSomethingLooksAgainInTheNextRound() {
        looks(SIBLING, 2);

        lanes.found(SIBLING);

        assertThat(lanes.looks(SIBLING)).isTrue();
    }

    private long looks(Lane lane, int rounds) {
        return IntStream.range(0, rounds).filter(round -> lanes.looks(lane)).count();
    }
}
