package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

import java.util.Optional;

/** What the page says of journals that many runners share: workers, take-overs, and calls that are counted. */
final class SharedSections {

    private final Figures shared;

    SharedSections(Figures shared) {
        this.shared = shared;
    }

    void write(Page page) {
        workers(page);
        takeovers(page);
    }

    private void workers(Page page) {
        Figures workers = shared.where("bench", "workers");
        if (workers.lines().isEmpty()) {
            return;
        }
        page.heading("Workers that share a journal on PostgreSQL");
        page.text(
                "Medians of rounds in turn. Executions of five durable steps, each as long as a call to AWS; "
                        + number(workers.median("concurrency"), 0)
                        + " executions at once for each worker. Workers, server and what they are measured by share the machine.\n\n");
        page.row("a step takes, ms", "workers", "executions/s", "times one");
        page.row("---:", "---:", "---:", "---:");
        for (String call : workers.values("call_ms")) {
            Figures with = workers.where("call_ms", call);
            for (String count : with.values("workers")) {
                page.row(
                        call,
                        count,
                        number(with.where("workers", count).median("exec_s"), 1),
                        number(ratio(with, count), 2));
            }
        }
    }

    private void takeovers(Page page) {
        Figures killed = shared.where("bench", "takeover");
        if (killed.lines().isEmpty()) {
            return;
        }
        page.heading("A worker is killed");
        page.text(
                "It held " + number(killed.median("executions"), 0)
                        + " executions. From `kill -9` until another worker has the first of them, and until all have ended there.\n\n");
        page.row("journal", "first taken, s", "all ended, s");
        page.row("---", "---:", "---:");
        for (String journal : killed.values("journal")) {
            Figures one = killed.where("journal", journal);
            page.row(journal, number(one.median("taken_s"), 1), number(one.median("ended_s"), 1));
        }
    }

    void aims(Page page) {
        Figures workers = shared.where("bench", "workers");
        page.aim("two workers, times one, 100 ms steps", 1.7, ratio(workers.where("call_ms", "100"), "2"), 2, true);
        Figures killed = shared.where("bench", "takeover");
        for (String journal : killed.values("journal")) {
            page.aim(
                    "a worker is killed: s until its first execution is taken, " + journal,
                    10,
                    killed.where("journal", journal).median("taken_s"),
                    1,
                    false);
        }
        page.aim(
                "DynamoDB: writes for each transition",
                1,
                shared.where("bench", "writes").median("writes_transition"),
                2,
                false);
    }

    private static Optional<Double> ratio(Figures workers, String count) {
        return workers.where("workers", count)
                .median("exec_s")
                .flatMap(several ->
                        workers.where("workers", "1").median("exec_s").map(one -> several / one));
    }
}
