package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

import java.util.Optional;

/** What the page says of Elastic Beanstalk: making bundles, and seeing the end of deployments. */
final class BeanstalkSections {

    private static final String ZIP = "zip -1";

    private final Figures bundling;
    private final Figures environments;

    BeanstalkSections(Figures bundling, Figures environments) {
        this.bundling = bundling;
        this.environments = environments;
    }

    void write(Page page) {
        bundles(page);
        environments(page);
    }

    private void environments(Page page) {
        if (environments.lines().isEmpty()) {
            return;
        }
        page.heading(number(environments.median("n"), 0) + " environments of Elastic Beanstalk updated at once");
        page.text(
                "In simulated time, so the same on every machine: rolling deployments to two instances each. Penstock's whole action"
                        + " runs against the simulated Elastic Beanstalk; the lag is from the event that ends the update until the execution"
                        + " has succeeded.\n\n");
        page.row("waits by", "reads", "reads/min and environment", "median lag s", "worst lag s");
        page.row("---", "---:", "---:", "---:", "---:");
        page.row(
                "penstock",
                number(environments.median("reads"), 0),
                number(environments.median("reads_minute"), 1),
                number(environments.median("median_lag_s"), 1),
                number(environments.median("worst_lag_s"), 1));
    }

    private void bundles(Page page) {
        if (bundling.lines().isEmpty()) {
            return;
        }
        page.heading("A bundle of 5,000 files, 200 MB");
        page.text(
                "Three quarters of the files are text. Rounds in turn in one process; `zip` in processes of its own. Penstock's ZIP"
                        + " is byte for byte the same for the same files, and is digested on the way; of contents that are known already,"
                        + " only the digest is made.\n\n");
        page.row("what", "median s", "best s", "times `zip -1`", "MB");
        page.row("---", "---:", "---:", "---:", "---:");
        for (String name : bundling.values("bundling")) {
            Figures one = bundling.where("bundling", name);
            page.row(
                    '`' + name + '`',
                    number(seconds(one.median("ms")), 2),
                    number(seconds(one.minimum("ms")), 2),
                    number(ratio(name), 2),
                    number(one.median("bytes").map(bytes -> bytes / 1e6), 0));
        }
    }

    void aims(Page page) {
        page.aim("a bundle of 5,000 files, times `zip -1`", 1.2, ratio("penstock"), 2, false);
        page.aim(
                number(environments.median("n"), 0) + " environments: median lag, s",
                2,
                environments.median("median_lag_s"),
                1,
                false);
    }

    private Optional<Double> ratio(String name) {
        return bundling.where("bundling", name)
                .median("ms")
                .flatMap(own -> bundling.where("bundling", ZIP).median("ms").map(zip -> own / zip));
    }

    private static Optional<Double> seconds(Optional<Double> millis) {
        return millis.map(ms -> ms / 1000);
    }
}
