package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

import java.util.Optional;

/** What the page says of the runner in AWS Lambda. */
final class LambdaSections {

    private static final String PENSTOCK = "penstock";
    private static final String SPRING = "Spring";

    private final Figures starts;

    LambdaSections(Figures starts) {
        this.starts = starts;
    }

    void write(Page page) {
        if (starts.lines().isEmpty()) {
            return;
        }
        page.heading("The first tick of a new function in AWS Lambda");
        page.text(
                "Medians. A process each time, from its start until its first call is answered, by AWS's runtime interface client on one"
                        + " core, with the heap of a function of 1,769 MB; the journal's table is in DynamoDB Local behind TLS. Nothing"
                        + " is due. `Spring` is the same runner wired by Spring Boot and called through Spring Cloud Function. An"
                        + " *image* brings a cache of loaded and linked classes, which an archive cannot: Lambda's own runtime"
                        + " takes none.\n\n");
        page.row("function", "until ready, ms", "first tick, ms", "both, ms", "best, ms", "processor, ms", "MB");
        page.row("---", "---:", "---:", "---:", "---:", "---:", "---:");
        for (String name : starts.values("lambda")) {
            Figures one = starts.where("lambda", name);
            page.row(
                    name,
                    number(one.median("init_ms"), 0),
                    number(one.median("tick_ms"), 0),
                    number(one.median("total_ms"), 0),
                    number(one.minimum("total_ms"), 0),
                    number(one.median("cpu_ms"), 0),
                    number(one.median("memory_mb"), 0));
        }
    }

    void aims(Page page) {
        Optional<Double> own = total(PENSTOCK);
        page.aim("Lambda: start and first tick, s", 1.5, own.map(millis -> millis / 1000), 2, false);
        page.aim(
                "the same, times Spring's",
                0.5,
                own.flatMap(millis -> total(SPRING).map(spring -> millis / spring)),
                2,
                false);
    }

    private Optional<Double> total(String name) {
        return starts.where("lambda", name).median("total_ms");
    }
}
