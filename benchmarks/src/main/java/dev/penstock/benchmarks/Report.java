package dev.penstock.benchmarks;

import static dev.penstock.benchmarks.Page.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a page of figures: ratios to Penstock first, then what was aimed at, then all that was measured. */
public final class Report {

    private static final String PENSTOCK = "penstock";
    private static final String EMBEDDED = "a program that embeds it, from main to the first execution";
    private static final String EMBEDDED_CACHED = "the same with an ahead-of-time cache of classes";
    private static final String EMBEDDED_FAST = "the same that names the provider of its logging";
    private static final String PENSTOCK_ON_POSTGRES = "penstock-postgres";

    /** To these, several measurements add rows. */
    private static final List<String> TABLES = List.of("## What was aimed at", "## Start-up");

    private final Figures steps;
    private final Figures scale;
    private final Figures startup;
    private final Figures sample;
    private final Figures waiting;
    private final Figures simulator;
    private final StageSection stages;
    private final StackSections stacks;
    private final BeanstalkSections beanstalk;
    private final LambdaSections lambda;
    private final SharedSections sharing;
    private final Page page = new Page();

    private Report(Path results) throws IOException {
        this.steps = Figures.read(results.resolve("steps.jsonl"));
        this.scale = Figures.read(results.resolve("scale.jsonl"));
        this.startup = Figures.read(results.resolve("startup.jsonl"));
        this.sample = Figures.read(results.resolve("sample.jsonl"));
        this.waiting = Figures.read(results.resolve("waiting.jsonl"));
        this.simulator = Figures.read(results.resolve("simulator.jsonl"));
        this.stages = new StageSection(Figures.read(results.resolve("stages.jsonl")));
        this.stacks = new StackSections(
                Figures.read(results.resolve("stacks.jsonl")), Figures.read(results.resolve("rendering.jsonl")));
        this.beanstalk = new BeanstalkSections(
                Figures.read(results.resolve("bundling.jsonl")), Figures.read(results.resolve("environments.jsonl")));
        this.sharing = new SharedSections(Figures.read(results.resolve("shared.jsonl")));
        this.lambda = new LambdaSections(Figures.read(results.resolve("lambda.jsonl")));
    }

    /**
     * Writes the page, and prints what was measured; what was not stays on the page as it is there. Arguments: folder with the
     * figures, notes to end the page with, the page.
     */
    public static void main(String[] arguments) throws IOException {
        Report report = new Report(Path.of(arguments[0]));
        report.write();
        Path notes = Path.of(arguments[1]);
        if (Files.exists(notes)) {
            report.page.text("\n" + Files.readString(notes));
        }
        Path page = Path.of(arguments[2]);
        Sections before = Sections.of(Files.exists(page) ? Files.readString(page) : "");
        Files.writeString(page, Sections.of(report.page.toString()).over(before, TABLES));
        System.out.print(report.page);
    }

    private void write() {
        page.text("# Benchmarks\n\nMade by `benchmarks/run` on " + LocalDate.now(ZoneOffset.UTC) + ", on "
                + Runtime.getRuntime().availableProcessors() + " cores and a virtual disk, with JDK "
                + Runtime.version().feature()
                + ". Compare the ratios: absolute figures are those of the machine.\n");
        fiveSteps(1);
        fiveSteps(64);
        onPostgres(1);
        onPostgres(64);
        waits();
        stages.write(page);
        stacks.write(page);
        beanstalk.write(page);
        sharing.write(page);
        lambda.write(page);
        simulated();
        aims();
        starts();
    }

    private void fiveSteps(int clients) {
        Figures all = steps.where("conc", clients).without("peer", PENSTOCK_ON_POSTGRES);
        if (all.lines().isEmpty()) {
            return;
        }
        page.heading("Durable executions of five steps, " + (clients == 1 ? "one client" : clients + " clients"));
        page.text(
                "Medians of the rounds, which were run in turn. Every step does nothing, and its end is on disk before"
                        + " the next begins. `penstock` runs five steps of one action, `penstock-actions` five actions of"
                        + " one step; the floors write the same records and have no engine.\n\n");
        engines(all, PENSTOCK);
    }

    private void onPostgres(int clients) {
        Figures all = steps.where("conc", clients).ending("peer", "-postgres");
        if (all.where("peer", PENSTOCK_ON_POSTGRES).lines().isEmpty()) {
            return;
        }
        page.heading("The same on one PostgreSQL server, " + (clients == 1 ? "one client" : clients + " clients"));
        page.text("The journal that many machines share. CPU is that of the client and of the server together.\n\n");
        engines(all, PENSTOCK_ON_POSTGRES);
    }

    private void engines(Figures all, String ours) {
        page.row("engine", "executions/s", "Penstock is", "p50 ms", "p99 ms", "CPU ms", "heap KB", "flushes");
        page.row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        Optional<Double> own = all.where("peer", ours).median("exec_s");
        for (String peer : all.values("peer")) {
            Figures figures = all.where("peer", peer);
            Optional<Double> rate = figures.median("exec_s");
            Optional<Double> cpu = sum(figures.median("client_cpu_ms_exec"), figures.median("server_cpu_ms_exec"));
            page.row(
                    peer,
                    number(rate, 0),
                    number(ratio(own, rate), 2) + "×",
                    number(figures.median("p50_ms"), 2),
                    number(figures.median("p99_ms"), 1),
                    number(cpu, 2),
                    number(figures.median("alloc_kb_exec"), 0),
                    number(figures.minimum("flushes_exec"), 2));
        }
    }

    private void waits() {
        if (waiting.lines().isEmpty()) {
            return;
        }
        page.heading(number(waiting.median("n"), 0) + " deployments at once, waited for");
        page.text(
                "In simulated time, so the same on every machine, under the rate limits that AWS publishes. Penstock's"
                        + " observer reads through its clients from the simulated AWS; the others are played on the same"
                        + " deployments with the same token buckets. A deployment that was given up had its waiter fail on"
                        + " a throttle that outlasted the client's retries.\n\n");
        page.row("waits by", "calls", "calls/s", "busiest 10 s", "mean lag s", "p99 lag s", "throttles", "given up");
        page.row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        for (String name : waiting.values("waiting")) {
            Figures one = waiting.where("waiting", name);
            page.row(
                    name,
                    number(one.median("calls"), 0),
                    number(one.median("calls_s"), 1),
                    number(one.median("peak_calls_s"), 1),
                    number(one.median("mean_lag_s"), 1),
                    number(one.median("p99_lag_s"), 1),
                    number(one.median("throttles"), 0),
                    number(one.median("gave_up"), 0));
        }
    }

    private void simulated() {
        if (simulator.lines().isEmpty()) {
            return;
        }
        page.heading("The simulated AWS as a server");
        page.text("In a process of its own, started as the launcher starts it. Calls are counted by its own processor"
                + " time; the rollout replaces four tasks of an ECS service on virtual time.\n\n");
        page.row("what", "best", "median");
        page.row("---", "---:", "---:");
        Figures starts = simulator.where("simulator", "start");
        page.row("ready, ms", number(starts.minimum("ready_ms"), 0), number(starts.median("ready_ms"), 0));
        page.row("heap after the start, MB", number(starts.minimum("heap_mb"), 1), number(starts.median("heap_mb"), 1));
        Figures calls = simulator.where("simulator", "calls");
        for (String call : calls.values("call")) {
            page.row(
                    call + ", calls in a second of one core",
                    "",
                    number(calls.where("call", call).median("per_core_s"), 0));
        }
        Figures rollouts = simulator.where("simulator", "rollout");
        page.row("the first rollout, ms", "", number(rollouts.where("number", 0).median("ms"), 0));
        page.row("later rollouts, ms", number(rollouts.minimum("ms"), 0), number(rollouts.median("ms"), 0));
    }

    private void aims() {
        page.heading("What was aimed at");
        page.row("what", "aim", "measured", "");
        page.row("---", "---:", "---:", "---");
        Figures one = steps.where("conc", 1);
        Figures many = steps.where("conc", 64);
        Optional<Double> rate = many.where("peer", PENSTOCK).median("exec_s");
        page.aim("executions/s, 64 clients", 6000, rate, 0, true);
        page.aim("the same, times the best other engine", 5, ratio(rate, bestEngine(many)), 1, true);
        Figures shared = many.ending("peer", "-postgres");
        page.aim(
                "executions/s on PostgreSQL, 64 clients, times the best other engine there",
                1.5,
                ratio(shared.where("peer", PENSTOCK_ON_POSTGRES).median("exec_s"), bestEngine(shared)),
                1,
                true);
        Optional<Double> p50 = one.where("peer", PENSTOCK).median("p50_ms");
        page.aim("p50 ms, one client", 1.0, p50, 2, false);
        page.aim("the same, times the SQLite floor", 1.7, ratio(p50, floor(one).median("p50_ms")), 2, false);
        page.aim(
                "flushes per execution, one client",
                6.1,
                one.where("peer", PENSTOCK).minimum("flushes_exec"),
                2,
                false);
        page.aim(
                "flushes per execution, 64 clients",
                0.2,
                many.where("peer", PENSTOCK).minimum("flushes_exec"),
                2,
                false);
        Figures parked = scale.where("scale", "parked");
        String count = number(parked.median("n"), 0);
        page.aim(count + " parked: heap KB each", 1.0, parked.median("heap_kb_each"), 2, false);
        page.aim(count + " parked: cores while idle", 0.01, parked.median("idle_cpu_cores"), 3, false);
        Figures recovered = scale.where("scale", "recover");
        page.aim("killed at half of 100 × 50 steps: s to the end", 0.5, recovered.median("done_s"), 2, false);
        Figures lengthy = scale.where("scale", "long");
        Optional<Double> growth =
                ratio(lengthy.median("last_tenth_ms_per_step"), lengthy.median("first_tenth_ms_per_step"));
        page.aim(number(lengthy.median("n"), 0) + " steps: last tenth, times the first", 1.1, growth, 2, false);
        Optional<Double> hello = start("java hello world");
        page.aim("`--help`, times a JVM's hello world", 2.5, ratio(start("penstock --help"), hello), 2, false);
        page.aim("`validate`, times a JVM's hello world", 4, ratio(start("penstock validate"), hello), 2, false);
        page.aim(
                "`validate`, times `aws --version`",
                1,
                ratio(start("penstock validate"), start("aws --version")),
                2,
                false);
        page.aim("embedded: ms to the first execution", 120, start(EMBEDDED), 0, false);
        page.aim("the same with an ahead-of-time cache of classes", 120, start(EMBEDDED_CACHED), 0, false);
        page.aim(EMBEDDED_FAST, 120, start(EMBEDDED_FAST), 0, false);
        Figures observer = waiting.where("waiting", PENSTOCK);
        page.aim("waiting for 500: calls/s", 4, observer.median("calls_s"), 1, false);
        page.aim("waiting for 500: mean lag, s", 2.5, observer.median("mean_lag_s"), 1, false);
        page.aim("waiting for 500: p99 of the lag, s", 6, observer.median("p99_lag_s"), 1, false);
        page.aim("waiting for 500: throttles", 0, observer.median("throttles"), 0, false);
        stages.aims(page);
        stacks.aims(page);
        beanstalk.aims(page);
        sharing.aims(page);
        lambda.aims(page);
        Figures served = simulator.where("simulator", "calls");
        page.aim(
                "simulator: ready, ms",
                300,
                simulator.where("simulator", "start").median("ready_ms"),
                0,
                false);
        page.aim(
                "simulator: heap after the start, MB",
                64,
                simulator.where("simulator", "start").median("heap_mb"),
                1,
                false);
        for (String call : served.values("call")) {
            page.aim(
                    "simulator: " + call + "/s and core",
                    2000,
                    served.where("call", call).median("per_core_s"),
                    0,
                    true);
        }
        page.aim(
                "simulator: rollout of four tasks, ms",
                200,
                simulator.where("simulator", "rollout").median("ms"),
                0,
                false);
        page.aim(
                "the sample's whole simulated run, s",
                3,
                sample.median("best_ms").map(ms -> ms / 1000),
                2,
                false);
        others();
    }

    private void others() {
        Figures parked = scale.where("scale", "parked");
        Figures recovered = scale.where("scale", "recover");
        List<String> sentences = new ArrayList<>();
        parked.median("threads")
                .ifPresent(threads -> sentences.add("Parked executions have no thread each: the process had "
                        + number(Optional.of(threads), 0) + ". " + number(parked.median("wake_n"), 0)
                        + " of them went on and ended in " + number(parked.median("wake_s"), 1) + " s."));
        recovered
                .median("bodies_twice")
                .ifPresent(twice -> sentences.add("After the kill " + number(Optional.of(twice), 0) + " of "
                        + "5,000 steps ran twice; as many as there are executions may."));
        Figures dbos = scale.where("scale", "dbos-parked");
        dbos.median("heap_kb_each")
                .ifPresent(kilobytes -> sentences.add("DBOS in the same run, " + number(dbos.median("n"), 0)
                        + " parked: " + number(Optional.of(kilobytes), 1) + " KB each, "
                        + number(dbos.median("idle_cpu_cores"), 2) + " cores while idle, "
                        + number(scale.where("scale", "dbos-wake").median("s"), 1) + " s until all had ended."));
        scale.where("scale", "dbos-recover")
                .median("all_done_ms")
                .ifPresent(ms ->
                        sentences.add("DBOS after its kill: " + number(Optional.of(ms / 1000), 2) + " s to the end."));
        if (!sentences.isEmpty()) {
            page.text("\n" + String.join(" ", sentences) + "\n");
        }
    }

    private void starts() {
        List<Figures> all = List.of(startup, sample);
        if (all.stream().allMatch(figures -> figures.lines().isEmpty())) {
            return;
        }
        page.heading("Start-up");
        page.row("command", "best ms", "median ms", "times hello world");
        page.row("---", "---:", "---:", "---:");
        Optional<Double> hello = start("java hello world");
        for (Figures figures : all) {
            for (String name : figures.values("start")) {
                Figures one = figures.where("start", name);
                page.row(
                        '`' + name + '`',
                        number(one.median("best_ms"), 0),
                        number(one.median("median_ms"), 0),
                        number(ratio(one.median("best_ms"), hello), 2));
            }
        }
    }

    private Optional<Double> start(String name) {
        return startup.where("start", name).median("best_ms");
    }

    private static Figures floor(Figures figures) {
        return figures.where("peer", "floor-sqlite-batched");
    }

    private static Optional<Double> bestEngine(Figures figures) {
        return figures.values("peer").stream()
                .filter(peer -> !peer.startsWith(PENSTOCK) && !peer.startsWith("floor"))
                .flatMap(peer -> figures.where("peer", peer).median("exec_s").stream())
                .max(Double::compare);
    }

    private static Optional<Double> ratio(Optional<Double> of, Optional<Double> to) {
        return of.flatMap(numerator -> to.map(denominator -> numerator / denominator));
    }

    private static Optional<Double> sum(Optional<Double> left, Optional<Double> right) {
        return left.flatMap(first -> right.map(second -> first + second));
    }
}
