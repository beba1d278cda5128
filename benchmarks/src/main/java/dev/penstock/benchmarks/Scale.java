package dev.penstock.benchmarks;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.Pipeline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many executions, and long ones. Prints one JSON object for each measurement.
 *
 * <ul>
 *   <li>{@code parked FOLDER N WAKE}: N executions wait for an approval; what each costs, then WAKE of them go on.
 *   <li>{@code crash FOLDER}: 100 executions of 50 steps, and the process ends itself when half is done.
 *   <li>{@code recover FOLDER}: goes on with them.
 *   <li>{@code long FOLDER N}: one execution of N steps.
 * </ul>
 */
public final class Scale {

    private static final ActionTypeId APPROVAL =
            new ActionTypeId(ActionCategory.APPROVAL, ActionOwner.AWS, "Manual", "1");
    private static final int CRASH_EXECUTIONS = 100;
    private static final int CRASH_STEPS = 50;
    private static final int CLIENTS = 64;
    private static final int SETTLE_SECONDS = 5;
    private static final int IDLE_SECONDS = 10;

    private Scale() {}

    /** Runs one of them. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "parked" -> parked(folder, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "crash" -> crash(folder);
            case "recover" -> recover(folder);
            case "long" -> oneLong(folder, Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException("there is no measurement " + arguments[0]);
        }
    }

    private static void parked(Path folder, int count, int wake) throws Exception {
        CountDownLatch waiting = new CountDownLatch(count);
        ExecutionListener listener = new ExecutionListener() {
            @Override
            public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
                if (events.stream().anyMatch(ExecutionEvent.ActionWaiting.class::isInstance)) {
                    waiting.countDown();
                }
            }
        };
        Pipeline pipeline = BenchmarkEngine.pipeline(
                "parked",
                List.of(
                        StepsAction.declaration("First", 1),
                        ActionDeclaration.of("Approve", APPROVAL, Map.of()),
                        StepsAction.declaration("Last", 1)));
        try (BenchmarkEngine engine = new BenchmarkEngine(folder, step -> "ok", listener)) {
            long heapBefore = heapBytes();
            long began = System.nanoTime();
            List<ExecutionId> ids = start(engine, pipeline, count);
            waiting.await();
            double startSeconds = secondsSince(began);
            // The shape of what is measured is time passing with nothing to do.
            Thread.sleep(SETTLE_SECONDS * 1000L);
            double heapEach = (heapBytes() - heapBefore) / 1024.0 / count;
            long cpu = cpuNanos();
            Thread.sleep(IDLE_SECONDS * 1000L);
            double idleCores = (cpuNanos() - cpu) / 1e9 / IDLE_SECONDS;
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            double wakeSeconds = wake(engine, ids.subList(0, wake));
            print(
                    "parked",
                    "n",
                    count,
                    "start_s",
                    startSeconds,
                    "heap_kb_each",
                    heapEach,
                    "threads",
                    threads,
                    "idle_cpu_cores",
                    idleCores,
                    "wake_n",
                    wake,
                    "wake_s",
                    wakeSeconds);
        }
        System.exit(0);
    }

    private static List<ExecutionId> start(BenchmarkEngine engine, Pipeline pipeline, int count) throws Exception {
        List<ExecutionId> ids = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger left = new AtomicInteger(count);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> started = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                started.add(clients.submit(() -> {
                    while (left.getAndDecrement() > 0) {
                        ids.add(engine.engine().start(pipeline, StartRequest.by("benchmark")));
                    }
                }));
            }
            for (Future<?> client : started) {
                client.get();
            }
        }
        return List.copyOf(ids);
    }

    private static double wake(BenchmarkEngine engine, List<ExecutionId> ids) throws Exception {
        List<CompletableFuture<ExecutionState>> ends =
                ids.stream().map(id -> engine.engine().whenEnded(id)).toList();
        long began = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (ExecutionId id : ids) {
                clients.execute(() -> engine.engine()
                        .send(id, new Signal.Answer(Optional.empty(), new ApprovalAnswer(true, "", "benchmark"))));
            }
        }
        for (CompletableFuture<ExecutionState> end : ends) {
            end.get();
        }
        return secondsSince(began);
    }

    private static void crash(Path folder) throws IOException, InterruptedException {
        AtomicInteger bodies = new AtomicInteger();
        CountDownLatch allStarted = new CountDownLatch(1);
        BenchmarkEngine engine = new BenchmarkEngine(folder, step -> {
            await(allStarted);
            if (bodies.incrementAndGet() >= CRASH_EXECUTIONS * CRASH_STEPS / 2) {
                // As kill -9 does it: nothing is written, flushed or closed any more.
                Runtime.getRuntime().halt(9);
            }
            return "ok";
        });
        Pipeline pipeline = BenchmarkEngine.pipeline("crash", List.of(StepsAction.declaration("Steps", CRASH_STEPS)));
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < CRASH_EXECUTIONS; i++) {
            ids.append(engine.engine().start(pipeline, StartRequest.by("benchmark")))
                    .append('\n');
        }
        Files.writeString(folder.resolve("ids"), ids);
        allStarted.countDown();
        Thread.currentThread().join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void recover(Path folder) throws IOException, InterruptedException, ExecutionException {
        long began = System.nanoTime();
        AtomicInteger bodies = new AtomicInteger();
        List<String> ids = Files.readAllLines(folder.resolve("ids"));
        try (BenchmarkEngine engine = new BenchmarkEngine(folder, step -> "ok" + bodies.incrementAndGet())) {
            double openSeconds = secondsSince(began);
            int resumed = engine.engine().resumeAll();
            for (String id : ids) {
                engine.engine().whenEnded(ExecutionId.of(id)).get();
            }
            double seconds = secondsSince(began);
            double sinceStart = (System.currentTimeMillis()
                            - ManagementFactory.getRuntimeMXBean().getStartTime())
                    / 1000.0;
            print(
                    "recover",
                    "started",
                    ids.size(),
                    "resumed",
                    resumed,
                    "open_s",
                    openSeconds,
                    "done_s",
                    seconds,
                    "done_since_jvm_start_s",
                    sinceStart,
                    "bodies_before_crash",
                    CRASH_EXECUTIONS * CRASH_STEPS / 2,
                    "bodies_after",
                    bodies.get(),
                    "bodies_twice",
                    CRASH_EXECUTIONS * CRASH_STEPS / 2 + bodies.get() - ids.size() * CRASH_STEPS);
        }
        System.exit(0);
    }

    private static void oneLong(Path folder, int steps) throws Exception {
        long[] at = new long[steps];
        try (BenchmarkEngine engine = new BenchmarkEngine(folder, step -> {
            at[step] = System.nanoTime();
            return "ok";
        })) {
            Pipeline pipeline = BenchmarkEngine.pipeline("long", List.of(StepsAction.declaration("Steps", steps)));
            ExecutionId id = engine.engine().start(pipeline, StartRequest.by("benchmark"));
            engine.engine().whenEnded(id).get();
        }
        long began = System.nanoTime();
        try (BenchmarkEngine engine = new BenchmarkEngine(folder, step -> "ok")) {
            engine.engine().resumeAll();
        }
        int tenth = steps / 10;
        print(
                "long",
                "n",
                steps,
                "first_tenth_ms_per_step",
                (at[tenth - 1] - at[0]) / 1e6 / (tenth - 1),
                "last_tenth_ms_per_step",
                (at[steps - 1] - at[steps - tenth]) / 1e6 / (tenth - 1),
                "reopen_s",
                secondsSince(began));
        System.exit(0);
    }

    private static long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static void print(String name, Object... figures) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("scale", '"' + name + '"');
        for (int i = 0; i < figures.length; i += 2) {
            Object figure = figures[i + 1];
            fields.put(
                    figures[i].toString(),
                    figure instanceof Double number ? String.format(Locale.ROOT, "%.4f", number) : figure.toString());
        }
        StringBuilder json = new StringBuilder();
        fields.forEach((key, value) -> json.append(json.isEmpty() ? "{" : ",")
                .append('"')
                .append(key)
                .append("\":")
                .append(value));
        System.out.println(json.append('}'));
    }
}
