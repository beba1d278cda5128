package dev.penstock.aws.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.journal.RunnerId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakeCountsTest {

    private static final RunnerId RUNNER = new RunnerId("runner-1");

    private final Set<RunnerId> ours = new HashSet<>(Set.of(RUNNER));
    private final TakeCounts takes = new TakeCounts(ours::contains);

    @Test
    void whatIsTakenWhileARegistrationEndsIsSeenAndThenForgotten() {
        takes.begin(RUNNER);
        takes.end(RUNNER);
        TakeCounts.Count before = takes.watch(RUNNER);
        ours.clear();
        takes.begin(RUNNER);
        takes.end(RUNNER);
        assertThat(takes.count(RUNNER)).isNotEqualTo(before);
        takes.leave(RUNNER);
        assertThat(takes.isEmpty()).isTrue();
    }

    @Test
    void aTakeThatOutlastsItsRunnerIsForgottenWhenItEnds() {
        takes.begin(RUNNER);
        assertThat(takes.watch(RUNNER).isUnderWay()).isTrue();
        ours.clear();
        takes.leave(RUNNER);
        assertThat(takes.count(RUNNER).isUnderWay()).isTrue();
        takes.end(RUNNER);
        assertThat(takes.isEmpty()).isTrue();
    }

    @Test
    void aTakeForARunnerThatWasNeverOursLeavesNothing() {
        RunnerId other = new RunnerId("runner-2");
        takes.begin(other);
        takes.end(other);
        assertThat(takes.isEmpty()).isTrue();
    }
}
