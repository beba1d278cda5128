package dev.penstock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.benchmarks.StackWaiting.Figure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of stacks that are updated at once, in simulated time, so the same on every machine. */
final class StackWaitingIT {

    @TempDir
    Path folder;

    @Test
    void aHundredStacksAreSeenToTheirEndsWithFewReadsAndWithoutAThrottle() throws Exception {
        List<Figure> figures = StackWaiting.measure(100, folder);
        figures.forEach(figure -> System.out.println(figure.json()));
        Figure own = figures.getFirst();
        assertThat(own.throttles()).isZero();
        assertThat(own.eachMinute()).isLessThanOrEqualTo(6);
        assertThat(own.medianLag()).isLessThanOrEqualTo(2);
        assertThat(own.p95Lag()).isLessThanOrEqualTo(4);
        assertThat(figures.subList(2, 4))
                .as("what those would get who look as often")
                .allMatch(figure -> figure.throttles() > 0);
    }
}
