package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

import java.util.Optional;

/** What the page says of bundles for Elastic Beanstalk. */
final class BundleSection {

    private static final String ZIP = "zip -1";

    private final Figures bundling;

    BundleSection(Figures bundling) {
        this.bundling = bundling;
    }

    void write(Page page) {
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
