package network.peer.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.peer.launcher.demo.DemoAct.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPlanTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void playsTheFiguresOfTheRealDay(long seed) {
        DemoPlan plan = DemoPlan.of(seed);

        assertThat(new HashSet<>(plan.authors())).hasSize(59);
        assertThat(of(plan, Kind.VIEW)).hasSize(776);
        assertThat(of(plan, Kind.LIKE)).hasSize(295);
        assertThat(of(plan, Kind.COMMENT)).hasSize(345);
        assertThat(DemoPlan.GEMS_HUNDREDTHS).isEqualTo(235_900);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void nobodyExceedsTheFreeAllowance(long seed) {
        DemoPlan plan = DemoPlan.of(seed);

        assertThat(byActor(of(plan, Kind.LIKE)).values()).allMatch(count -> count <= 3);
        assertThat(byActor(of(plan, Kind.COMMENT)).values()).allMatch(count -> count <= 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_121})
    void nobodyActsOnAnOwnPostOrRepeatsWhatCountsOnce(long seed) {
        DemoPlan plan = DemoPlan.of(seed);

        assertThat(plan.acts()).allMatch(act -> plan.authors().get(act.post()) != act.actor());
        assertThat(of(plan, Kind.VIEW)).doesNotHaveDuplicates();
        assertThat(of(plan, Kind.LIKE)).doesNotHaveDuplicates();
    }

    @Test
    void everyAuthorEarnsSomething() {
        DemoPlan plan = DemoPlan.of(20_261_121);
        Set<Integer> viewed = new HashSet<>();
        of(plan, Kind.VIEW).forEach(view -> viewed.add(view.post()));

        assertThat(viewed).hasSize(59);
    }

    @Test
    void theSameSeedGivesTheSameDay() {
        assertThat(DemoPlan.of(7)).isEqualTo(DemoPlan.of(7)).isNotEqualTo(DemoPlan.of(8));
    }

    private static List<DemoAct> of(DemoPlan plan, Kind kind) {
        return plan.acts().stream().filter(act -> act.kind() == kind).toList();
    }

    private static Map<Integer, Integer> byActor(List<DemoAct> acts) {
        Map<Integer, Integer> counts = new HashMap<>();
        acts.forEach(act -> counts.merge(act.actor(), 1, Integer::sum));
        return counts;
    }
}
