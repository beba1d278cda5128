package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.benchmarks.Waiting.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The observer's figures, in simulated time, so the same on every machine. */
final class WaitingIT {

    @Test
    void fiveHundredDeploymentsAreSeenToTheirEndsWithinBudgetAndWithoutAThrottle() throws Exception {
        List<Figure> figures = Waiting.measure(500);
        figures.forEach(figure -> System.out.println(figure.json()));
        assertThat(figures.subList(0, 2)).allSatisfy(figure -> {
            assertThat(figure.perSecond()).isLessThanOrEqualTo(4);
            assertThat(figure.throttles()).isZero();
            assertThat(figure.gaveUp()).isZero();
        });
        Figure learned = figures.get(1);
        assertThat(learned.meanLag()).isLessThanOrEqualTo(2.5);
        assertThat(learned.p99Lag()).isLessThanOrEqualTo(6);
        assertThat(figures.get(2).throttles())
                .as("what the SDK's waiters would get")
                .isPositive();
    }
}
