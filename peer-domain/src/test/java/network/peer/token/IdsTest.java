package network.peer.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void newIdsAreVersionSevenAndOrderedByTime() {
        long before = System.currentTimeMillis();
        UUID id = Ids.newId();
        long after = System.currentTimeMillis();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
    }

    @Test
    void laterIdsAreGreaterWithinAMillisecondToo() {
        List<UUID> ids = Stream.generate(Ids::newId).limit(50_000).toList();

        assertThat(ids).isSortedAccordingTo(Ids.ORDER).doesNotHaveDuplicates();
    }

    @Test
    void idsOfThreadsThatRaceAreAllDifferentAndEachThreadsAscend() {
        List<List<UUID>> racing = IntStream.range(0, 8)
                .parallel()
                .mapToObj(thread -> Stream.generate(Ids::newId).limit(5_000).toList())
                .toList();

        assertThat(racing).allSatisfy(ids -> assertThat(ids).isSortedAccordingTo(Ids.ORDER));
        assertThat(racing.stream().flatMap(List::stream).toList()).doesNotHaveDuplicates();
    }

    @Test
    void theSamePartsGiveTheSameIdAndOthersDoNot() {
        UUID id = Ids.deterministic("MINT", "2026-11-21:a");

        assertThat(id).isEqualTo(Ids.deterministic("MINT", "2026-11-21:a"));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id).isNotEqualTo(Ids.deterministic("MINT2026-11-21:", "a"));
    }

    @Test
    void idsAreOrderedAsPostgresOrdersThemNotAsJavaDoes() {
        UUID low = UUID.fromString("10000000-0000-7000-8000-000000000000");
        UUID high = UUID.fromString("f0000000-0000-7000-8000-000000000000");

        assertThat(Stream.of(high, low).sorted(Ids.ORDER).toList()).isEqualTo(List.of(low, high));
        assertThat(low.compareTo(high)).as("the trap").isPositive();
    }
}
