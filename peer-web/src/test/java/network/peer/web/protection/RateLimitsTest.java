package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import network.peer.ErrorCode;
import network.peer.web.access.Anyone;
import network.peer.web.graphql.Schemas;
import org.jboss.jandex.DotName;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final Clock clock = new Clock();
    private final NodeBuckets buckets = new NodeBuckets(60, clock);

    @Test
    void aMinutesWorthMayComeAtOnceAndThenOneASecond() {
        buckets.take("a", 60);

        assertThatThrownBy(() -> buckets.take("a", 1)).isInstanceOfSatisfying(RateLimitedException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refusal.code().isRetryable()).isTrue();
            assertThat(refusal.retryAfterSeconds()).isBetween(1L, 2L);
        });
        clock.advance(Duration.ofSeconds(1));
        assertThatCode(() -> buckets.take("a", 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> buckets.take("a", 1)).isInstanceOf(RateLimitedException.class);
    }

    @Test
    void oneDoesNotPayForAnother() {
        buckets.take("a", 60);

        assertThatCode(() -> buckets.take("b", 60)).doesNotThrowAnyException();
    }

    @Test
    void moreThanABucketHoldsWaitsForAFullOneAndNotForEver() {
        buckets.take("a", 1);

        assertThatThrownBy(() -> buckets.take("a", 1_000))
                .isInstanceOfSatisfying(RateLimitedException.class, refusal -> assertThat(refusal.retryAfterSeconds())
                        .isLessThan(5));
    }

    @Test
    void whoTriesAgainAfterTheTimeItWasToldIsLetIn() {
        buckets.take("a", 60);
        for (int calls : new int[] {1, 7, 60}) {
            assertThatThrownBy(() -> buckets.take("a", calls))
                    .isInstanceOfSatisfying(
                            RateLimitedException.class,
                            refusal -> clock.advance(Duration.ofSeconds(refusal.retryAfterSeconds())));
            buckets.take("a", calls);
        }
    }

    /** Those that take a secret of 32 random bytes are no use for guessing, and every client calls them all the time. */
    @Test
    void whatStrangersMayChangeIsLimitedMoreStrictly() {
        Set<String> open = Schemas.ownClasses().getAnnotations(DotName.createSimple(Anyone.class)).stream()
                .map(annotation -> annotation.target().asMethod())
                .filter(method ->
                        method.hasAnnotation(DotName.createSimple("org.eclipse.microprofile.graphql.Mutation")))
                .map(method -> method.name())
                .collect(Collectors.toSet());
        assertThat(open).contains("logIn", "refreshSession");
        open.removeAll(Set.of("refreshSession", "logOut"));

        assertThat(RateLimits.ACCOUNT_FIELDS).containsAll(open);
    }

    @Test
    void whereverAPasswordIsTriedGuessingIsLimitedMoreStrictly() {
        Set<String> tries = Schemas.executable(Schemas.model()).getMutationType().getFieldDefinitions().stream()
                .filter(field -> field.getArguments().stream()
                        .anyMatch(argument -> argument.getName().matches("password|currentPassword")))
                .map(field -> field.getName())
                .collect(Collectors.toSet());
        assertThat(tries).contains("logIn", "createServiceToken");

        assertThat(RateLimits.ACCOUNT_FIELDS).containsAll(tries);
    }

    @Test
    void whatIsLimitedMoreStrictlyIsInTheSchema() {
        Set<String> mutations = Schemas.executable(Schemas.model()).getMutationType().getFieldDefinitions().stream()
                .map(field -> field.getName())
                .collect(Collectors.toSet());

        assertThat(mutations).containsAll(RateLimits.ACCOUNT_FIELDS);
    }

    @Test
    void whatIsLookedUpIsInTheSchema() {
        Set<String> queries = Schemas.executable(Schemas.model()).getQueryType().getFieldDefinitions().stream()
                .map(field -> field.getName())
                .collect(Collectors.toSet());

        assertThat(queries).containsAll(RateLimits.LOOK_UP_FIELDS);
    }

    private static final class Clock implements TimeMeter {
        private long nanos = 1;

        void advance(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
