package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a page of figures: ratios to Penstock first, then what was aimed at, then all that was measured. */
public final class Report {

    private static final String PENSTOCK = "penstock";

    private final Figures steps;
    private final Figures scale;
    private final Figures startup;
    private final Figures sample;
    private final Figures waiting;
    private final Figures simulator;
    private final StringBuilder page = new StringBuilder();

    private Report(Path results) throws IOException {
        this.steps = Figures.read(results.resolve("steps.jsonl"));
        this.scale = Figures.read(results.resolve("scale.jsonl"));
        this.startup = Figures.read(results.resolve("startup.jsonl"));
        this.sample = Figures.read(results.resolve("sample.jsonl"));
        this.waiting = Figures.read(results.resolve("waiting.jsonl"));
        this.simulator = Figures.read(results.resolve("simulator.jsonl"));
    }

    /** Writes the page, and prints it. Arguments: folder with the figures, notes to end the page with, the page. */
    public static void main(String[] arguments) throws IOException {
        Report report = new Report(Path.of(arguments[0]));
        report.write();
        Path notes = Path.of(arguments[1]);
        if (Files.exists(notes)) {
            report.page.append('\n').append(Files.readString(notes));
        }
        Files.writeString(Path.of(arguments[2]), report.page);
        System.out.print(report.page);
    }

    private void write() {
        page.append("# Benchmarks\n\nMade by `benchmarks/run` on ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(", on ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" cores and a virtual disk, with JDK ")
                .append(Runtime.version().feature())
                .append(". Compare the ratios: absolute figures are those of the machine.\n");
        fiveSteps(1);
        fiveSteps(64);
        waits();
        simulated();
        aims();
        starts();
    }

    private void fiveSteps(int clients) {
        Figures all = steps.where("conc", clients);
        if (all.lines().isEmpty()) {
            return;
        }
        heading("Durable executions of five steps, " + (clients == 1 ? "one client" : clients + " clients"));
        page.append(
                "Medians of the rounds, which were run in turn. Every step does nothing, and its end is on disk before"
                        + " the next begins. `penstock` runs five steps of one action, `penstock-actions` five actions of one step;"
                        + " the floors write the same records and have no engine.\n\n");
        row("engine", "executions/s", "Penstock is", "p50 ms", "p99 ms", "CPU ms", "heap KB", "flushes");
        row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        Optional<Double> own = all.where("peer", PENSTOCK).median("exec_s");
        for (String peer : all.values("peer")) {
            Figures figures = all.where("peer", peer);
            Optional<Double> rate = figures.median("exec_s");
            Optional<Double> cpu = sum(figures.median("client_cpu_ms_exec"), figures.median("server_cpu_ms_exec"));
            row(
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
        heading(number(waiting.median("n"), 0) + " deployments at once, waited for");
        page.append(
                "In simulated time, so the same on every machine, under the rate limits that AWS publishes. Penstock's"
                        + " observer reads through its clients from the simulated AWS; the others are played on the same deployments"
                        + " with the same token buckets. A deployment that was given up had its waiter fail on a throttle that"
                        + " outlasted the client's retries.\n\n");
        row("waits by", "calls", "calls/s", "busiest 10 s", "mean lag s", "p99 lag s", "throttles", "given up");
        row("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        for (String name : waiting.values("waiting")) {
            Figures one = waiting.where("waiting", name);
            row(
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
        heading("The simulated AWS as a server");
        page.append(
                "In a process of its own, started as the launcher starts it. Calls are counted by its own processor time;"
                        + " the rollout replaces four tasks of an ECS service on virtual time.\n\n");
        row("what", "best", "median");
        row("---", "---:", "---:");
        Figures starts = simulator.where("simulator", "start");
        row("ready, ms", number(starts.minimum("ready_ms"), 0), number(starts.median("ready_ms"), 0));
        row("heap after the start, MB", number(starts.minimum("heap_mb"), 1), number(starts.median("heap_mb"), 1));
        Figures calls = simulator.where("simulator", "calls");
        for (String call : calls.values("call")) {
            row(
                    call + ", calls in a second of one core",
                    "",
                    number(calls.where("call", call).median("per_core_s"), 0));
        }
        Figures rollouts = simulator.where("simulator", "rollout");
        row("the first rollout, ms", "", number(rollouts.where("number", 0).median("ms"), 0));
        row("later rollouts, ms", number(rollouts.minimum("ms"), 0), number(rollouts.median("ms"), 0));
    }

    private void aims() {
        heading("What was aimed at");
        row("what", "aim", "measured", "");
        row("---", "---:", "---:", "---");
        Figures one = steps.where("conc", 1);
        Figures many = steps.where("conc", 64);
        Optional<Double> rate = many.where("peer", PENSTOCK).median("exec_s");
        aim("executions/s, 64 clients", 6000, rate, 0, true);
        aim("the same, times the best other engine", 5, ratio(rate, bestEngine(many)), 1, true);
        Optional<Double> p50 = one.where("peer", PENSTOCK).median("p50_ms");
        aim("p50 ms, one client", 1.0, p50, 2, false);
        aim("the same, times the SQLite floor", 1.7, ratio(p50, floor(one).median("p50_ms")), 2, false);
        aim(
                "flushes per execution, one client",
                6.1,
                one.where("peer", PENSTOCK).minimum("flushes_exec"),
                2,
                false);
        aim(
                "flushes per execution, 64 clients",
                0.2,
                many.where("peer", PENSTOCK).minimum("flushes_exec"),
                2,
                false);
        Figures parked = scale.where("scale", "parked");
        String count = number(parked.median("n"), 0);
        aim(count + " parked: heap KB each", 1.0, parked.median("heap_kb_each"), 2, false);
        aim(count + " parked: cores while idle", 0.01, parked.median("idle_cpu_cores"), 3, false);
        Figures recovered = scale.where("scale", "recover");
        aim("killed at half of 100 × 50 steps: s to the end", 0.5, recovered.median("done_s"), 2, false);
        Figures lengthy = scale.where("scale", "long");
        Optional<Double> growth =
                ratio(lengthy.median("last_tenth_ms_per_step"), lengthy.median("first_tenth_ms_per_step"));
        aim(number(lengthy.median("n"), 0) + " steps: last tenth, times the first", 1.1, growth, 2, false);
        Optional<Double> hello = start("java hello world");
        aim("`--help`, times a JVM's hello world", 2.5, ratio(start("penstock --help"), hello), 2, false);
        aim("`validate`, times a JVM's hello world", 4, ratio(start("penstock validate"), hello), 2, false);
        aim(
                "`validate`, times `aws --version`",
                1,
                ratio(start("penstock validate"), start("aws --version")),
                2,
                false);
        Figures observer = waiting.where("waiting", PENSTOCK);
        aim("waiting for 500: calls/s", 4, observer.median("calls_s"), 1, false);
        aim("waiting for 500: mean lag, s", 2.5, observer.median("mean_lag_s"), 1, false);
        aim("waiting for 500: p99 of the lag, s", 6, observer.median("p99_lag_s"), 1, false);
        aim("waiting for 500: throttles", 0, observer.median("throttles"), 0, false);
        Figures served = simulator.where("simulator", "calls");
        aim("simulator: ready, ms", 300, simulator.where("simulator", "start").median("ready_ms"), 0, false);
        aim(
                "simulator: heap after the start, MB",
                64,
                simulator.where("simulator", "start").median("heap_mb"),
                1,
                false);
        for (String call : served.values("call")) {
            aim(
                    "simulator: " + call + "/s and core",
                    2000,
                    served.where("call", call).median("per_core_s"),
                    0,
                    true);
        }
        aim(
                "simulator: rollout of four tasks, ms",
                200,
                simulator.where("simulator", "rollout").median("ms"),
                0,
                false);
        aim("the sample's whole simulated run, s", 3, sample.median("best_ms").map(ms -> ms / 1000), 2, false);
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
            page.append('\n').append(String.join(" ", sentences)).append('\n');
        }
    }

    private void starts() {
        List<Figures> all = List.of(startup, sample);
        if (all.stream().allMatch(figures -> figures.lines().isEmpty())) {
            return;
        }
        heading("Start-up");
        row("command", "best ms", "median ms", "times hello world");
        row("---", "---:", "---:", "---:");
        Optional<Double> hello = start("java hello world");
        for (Figures figures : all) {
            for (String name : figures.values("start")) {
                Figures one = figures.where("start", name);
                row(
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

    private void aim(String what, double aim, Optional<Double> measured, int digits, boolean atLeast) {
        if (measured.isEmpty()) {
            return;
        }
        boolean met = atLeast ? measured.get() >= aim : measured.get() <= aim;
        row(what, (atLeast ? "≥ " : "≤ ") + plain(aim), number(measured, digits), met ? "met" : "**not met**");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.format(Locale.ROOT, "%,d", (long) number) : Double.toString(number);
    }

    private static Optional<Double> ratio(Optional<Double> of, Optional<Double> to) {
        return of.flatMap(numerator -> to.map(denominator -> numerator / denominator));
    }

    private static Optional<Double> sum(Optional<Double> left, Optional<Double> right) {
        return left.flatMap(first -> right.map(second -> first + second));
    }

    private static String number(Optional<Double> number, int digits) {
        return number.map(value -> String.format(Locale.ROOT, "%,." + digits + "f", value))
                .orElse("–");
    }

    private void heading(String text) {
        page.append("\n## ").append(text).append("\n\n");
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
