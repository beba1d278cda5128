package dev.penstock.metric;

import dev.penstock.verdict.MetricSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Says when a look at what is measured finds something new, so that nobody looks in vain. */
public final class NextNews {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private NextNews() {}

    /**
     * When to look again.
     *
     * @param sources what is counted and where
     * @param soFar how far it was taken, with the look at {@code now}
     * @param since since when the configured share holds
     * @param now when it was looked last
     * @param often how long to leave between two looks at what is about this moment, at what tells of the last seconds, and at what
     *     should be there already
     * @return after {@code now}: when the next window of any metric is complete and settled; soon, where there are gates
     */
    public static Instant of(VerdictSources sources, Progress soFar, Instant since, Instant now, Duration often) {
        Instant soon = now.plus(often);
        Instant next = sources.gates().isEmpty() ? Instant.MAX : soon;
        for (MetricSettings metric : sources.settings().metrics()) {
            MetricSource source = Objects.requireNonNull(sources.metrics().get(metric.name()));
            for (String place : sources.settings().scopes()) {
                Instant from = soFar.end(metric.name(), place).orElse(since);
                Instant news = news(source, from, since, soon);
                // What should be there already could not be read, or not in one look.
                next = earlier(next, news.isAfter(now) ? news : soon);
            }
        }
        return next;
    }

    private static Instant news(MetricSource source, Instant from, Instant since, Instant soon) {
        return switch (source) {
            case MetricSource.TargetGroup each -> Windows.nextSettled(from, since, MINUTE, each.lag());
            case MetricSource.Lambda each -> Windows.nextSettled(from, since, MINUTE, each.lag());
            case MetricSource.CloudWatch each -> Windows.nextSettled(from, since, each.period(), each.lag());
            case MetricSource.Prometheus each -> Windows.nextSettled(from, since, each.every(), each.lag());
            case MetricSource.Command each -> Windows.nextSettled(from, since, each.every(), each.lag());
            case MetricSource.HttpCheck each -> Windows.nextLatest(from, since, each.every());
            case MetricSource.Beanstalk ignored -> soon;
        };
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
