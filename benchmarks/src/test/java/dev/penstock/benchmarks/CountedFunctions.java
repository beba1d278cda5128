package dev.penstock.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.penstock.lambda.FrontHandler;
import dev.penstock.lambda.RunnerHandler;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.InProcessFunctions;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.time.EngineClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the control plane in this process, on simulated time: what they wait for within a call takes no real time.
 * Counts their calls.
 */
final class CountedFunctions implements FunctionRuntime {

    /** What Lambda itself writes of each call: the lines START, END and REPORT, or their JSON. */
    private static final int PLATFORM_LOG_BYTES = 700;

    private static final Pattern WAITED = Pattern.compile("waited ([0-9.]+) s");

    final AtomicInteger runnerCalls = new AtomicInteger();
    final AtomicInteger frontCalls = new AtomicInteger();
    final AtomicInteger scheduledCalls = new AtomicInteger();
    final AtomicLong logBytes = new AtomicLong();
    /** What calls say that they have waited: simulated time stands still while they work. */
    final AtomicLong waitedMillis = new AtomicLong();

    private final SimulatedTime time;
    private final InProcessFunctions functions;
    private final Map<String, RequestStreamHandler> handlers = new ConcurrentHashMap<>();
    private final HandedOver clock;

    CountedFunctions(SimulatedTime time, EngineClock clock) {
        this.time = time;
        this.clock = new HandedOver(clock, new ThreadLocal<>());
        this.functions = new InProcessFunctions(time)
                .function("penstock-runner", (event, call) -> {
                    runnerCalls.incrementAndGet();
                    if (event.contains("\"tick\":\"20") || event.contains("\"penstock\": \"tick\"")) {
                        scheduledCalls.incrementAndGet();
                    }
                    return call(event, call, environment -> RunnerHandler.of(environment, this.clock));
                })
                .function("penstock-front", (event, call) -> {
                    frontCalls.incrementAndGet();
                    return call(event, call, environment -> FrontHandler.of(environment, this.clock));
                });
    }

    @Override
    public CompletionStage<Outcome> invoke(Invocation invocation) {
        return functions.invoke(invocation).thenApply(outcome -> {
            outcome.log().forEach(line -> logBytes.addAndGet(line.getBytes(UTF_8).length));
            logBytes.addAndGet(PLATFORM_LOG_BYTES);
            return outcome;
        });
    }

    /** The handler has a thread of its own, which is busy but while it waits; whoever called sleeps until it is done. */
    private String call(
            String event, InProcessFunctions.Context call, Function<Map<String, String>, RequestStreamHandler> make)
            throws Exception {
        RequestStreamHandler handler = handlers.computeIfAbsent(
                call.invocation().functionArn()
                        + call.invocation().environment().hashCode(),
                arn -> {
                    Map<String, String> environment =
                            new HashMap<>(call.invocation().environment());
                    environment.put(
                            "AWS_ENDPOINT_URL", call.invocation().endpoint().toString());
                    return make.apply(environment);
                });
        CompletableFuture<String> answer = new CompletableFuture<>();
        SimulatedTime.Sleeper sleeper = time.sleeper();
        SimulatedTime.Busy busy = time.busy();
        Thread.ofVirtual().start(() -> {
            clock.begun().set(busy);
            try {
                answer.complete(answer(handler, event, call));
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            } finally {
                sleeper.wake();
                busy.close();
            }
        });
        sleeper.sleepUntil(call.deadline());
        Matcher waited = WAITED.matcher(answer.get());
        if (waited.find()) {
            waitedMillis.addAndGet(Math.round(Double.parseDouble(waited.group(1)) * 1e3));
        }
        return answer.get();
    }

    private static String answer(RequestStreamHandler handler, String event, InProcessFunctions.Context call)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new SimulatedCall(call));
        return answer.toString(UTF_8);
    }

    /** Simulated time, of which a call is busy from before its thread runs until it is busy itself. */
    private record HandedOver(EngineClock clock, ThreadLocal<SimulatedTime.@Nullable Busy> begun)
            implements EngineClock {

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public Alarm at(Instant due, Runnable task) {
            return clock.at(due, task);
        }

        @Override
        public Alarm atTheLatest(Instant due, Runnable task) {
            return clock.atTheLatest(due, task);
        }

        @Override
        public Busy busy() {
            Busy own = clock.busy();
            SimulatedTime.Busy handed = begun.get();
            if (handed != null) {
                begun.remove();
                handed.close();
            }
            return own;
        }
    }
}
