package dev.penstock.metric;

import dev.penstock.metric.Gathering.Due;
import dev.penstock.metric.HttpChecks.Outcome;
import dev.penstock.metric.Template.UnknownLabelException;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Window;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Counts by asking pages: each asking is a request. The past cannot be asked, so that there is one window at most. */
final class HttpCheckCounts {

    private static final int LEAST_GOOD = 200;
    private static final int LEAST_BAD = 400;

    /** A page that must not be asked. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason, null, false, false);
        }
    }

    private final HttpChecks checks;

    HttpCheckCounts(HttpChecks checks) {
        this.checks = checks;
    }

    void read(Due<MetricSource.HttpCheck> due, Gathering gathering) throws InterruptedException {
        Window window = due.windows().getLast();
        try {
            ArmCounts canary = counts(due.source(), gathering.arms().canary());
            ArmCounts baseline = counts(due.source(), gathering.arms().baseline());
            gathering.counted(due.metric(), window, canary, baseline);
        } catch (UnknownLabelException | RefusedException e) {
            gathering.missing(due.metric(), window, String.valueOf(e.getMessage()));
        }
    }

    private ArmCounts counts(MetricSource.HttpCheck source, Arm arm)
            throws UnknownLabelException, RefusedException, InterruptedException {
        URI page = page(source, arm);
        long bad = 0;
        for (int i = 0; i < source.requests(); i++) {
            Outcome outcome = checks.ask(page, source.limit(), source.allowPrivate());
            bad += switch (outcome) {
                case Outcome.Status(int status) -> isGood(source, status) ? 0 : 1;
                case Outcome.Failed ignored -> 1;
                case Outcome.Refused refused -> throw new RefusedException(refused.reason());
            };
        }
        return new ArmCounts(source.requests(), bad);
    }

    private static boolean isGood(MetricSource.HttpCheck source, int status) {
        return source.status().map(wanted -> wanted == status).orElse(status >= LEAST_GOOD && status < LEAST_BAD);
    }

    private static URI page(MetricSource.HttpCheck source, Arm arm) throws UnknownLabelException, RefusedException {
        String text = source.url()
                .of(
                        arm,
                        label ->
                                URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20"));
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("The labels of '" + arm.name() + "' do not make an address: " + text + ".");
        }
    }
}
