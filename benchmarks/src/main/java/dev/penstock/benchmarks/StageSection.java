package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

/** What the page says of what a pipeline adds to its stages. */
final class StageSection {

    private static final String PENSTOCK = "penstock";

    private final Figures stages;

    StageSection(Figures stages) {
        this.stages = stages;
    }

    void write(Page page) {
        if (stages.lines().isEmpty()) {
            return;
        }
        Figures own = stages.where("stages", PENSTOCK);
        page.heading("What a pipeline adds to each of " + number(stages.median("n"), 0) + " stages");
        page.text(
                "In simulated time, so the same on every machine: each stage deploys to an ECS service. From when ECS has ended a"
                        + " deployment until it is asked for that of the next stage, or until the execution has ended. Medians of "
                        + own.lines().size()
                        + " executions, of which the first knows nothing of how long deployments take. The processor's time is on top, with"
                        + " the simulated AWS in the same process.\n\n");
        page.row("waits by", "median s", "p90 s", "worst s", "processor ms a stage");
        page.row("---", "---:", "---:", "---:", "---:");
        for (String name : stages.values("stages")) {
            Figures one = stages.where("stages", name);
            page.row(
                    name,
                    number(one.median("median_s"), 1),
                    number(one.median("p90_s"), 1),
                    number(one.median("worst_s"), 1),
                    number(one.median("processor_ms"), 0));
        }
    }

    void aims(Page page) {
        page.aim(
                "a stage: median of what a pipeline adds, s",
                1,
                stages.where("stages", PENSTOCK).median("median_s"),
                2,
                false);
    }
}
