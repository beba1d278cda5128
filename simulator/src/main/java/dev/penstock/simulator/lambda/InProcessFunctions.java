package dev.penstock.simulator.lambda;

import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Functions whose code is in this process: handlers that a test gives by the names of their functions. Whatever else is there of a
 * function is simulated as ever, so an event takes the same way to a handler as to an archive, in microseconds.
 *
 * <p>A handler runs on a thread of its own and is busy: simulated time stands still while it works, and passes when it
 * {@linkplain Context#spend spends} time. When a function's time is over it is answered with a time-out and its thread is
 * interrupted; what the handler still does then counts for nothing, as in an environment that AWS has ended.
 *
 * <pre>{@code
 * SimulatedTime time = SimulatedTime.virtual();
 * InProcessFunctions functions = new InProcessFunctions(time).function("tick", (event, context) -> "{}");
 * SimulatedAws aws = SimulatedAws.builder().time(time).functions(functions).start();
 * }</pre>
 */
public final class InProcessFunctions implements FunctionRuntime {

    /** The code of a function. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Handles an event.
         *
         * @param event JSON text
         * @return JSON text
         * @throws Exception and the invocation is answered with its class and message
         */
        String handle(String event, Context context) throws Exception;
    }

    private static final int MEMORY_USED = 40;
    private static final Duration LEAST = Duration.ofMillis(1);

    private final SimulatedTime time;
    private final FunctionRuntime others;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    /**
     * Functions without a handler are {@linkplain ScriptedFunctions scripted}.
     *
     * @param time the clock of the simulated AWS
     */
    public InProcessFunctions(SimulatedTime time) {
        this(time, new ScriptedFunctions());
    }

    /**
     * @param time the clock of the simulated AWS
     * @param others execute the functions that have no handler
     */
    public InProcessFunctions(SimulatedTime time, FunctionRuntime others) {
        this.time = time;
        this.others = others;
    }

    /** Gives all versions of a function a handler, in the place of what they had. */
    public InProcessFunctions function(String name, Handler handler) {
        handlers.put(name, handler);
        return this;
    }

    @Override
    public CompletionStage<Outcome> invoke(Invocation invocation) {
        Handler handler = handlers.get(invocation.functionName());
        if (handler == null) {
            return others.invoke(invocation);
        }
        Context context = new Context(invocation, time);
        SimulatedTime.Busy busy = time.busy();
        SimulatedTime.Scheduled end = time.life(context.deadline(), context::timeOut);
        Thread thread = Thread.ofVirtual()
                .name("function-" + invocation.functionName())
                .unstarted(() -> {
                    try (busy) {
                        context.end(result(handler, context));
                    } finally {
                        end.cancel();
                    }
                });
        context.runsOn(thread);
        thread.start();
        return context.outcome;
    }

    private static Result result(Handler handler, Context context) {
        try {
            return new Result.Answered(handler.handle(context.invocation().event(), context));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(e);
        } catch (Exception | AssertionError | StackOverflowError e) {
            return failed(e);
        }
    }

    private static Result failed(Throwable e) {
        List<String> trace = Stream.of(e.getStackTrace())
                .map(StackTraceElement::toString)
                .limit(20)
                .toList();
        return new Result.Failed(e.getClass().getName(), String.valueOf(e.getMessage()), trace);
    }

    /** One execution, as its handler sees it. */
    public static final class Context {

        private final Invocation invocation;
        private final SimulatedTime time;
        private final Instant began;
        private final List<String> log = new ArrayList<>();
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private Thread thread = Thread.currentThread();
        private volatile SimulatedTime.@Nullable Sleeper sleeping;

        private Context(Invocation invocation, SimulatedTime time) {
            this.invocation = invocation;
            this.time = time;
            this.began = time.now();
        }

        private void runsOn(Thread handling) {
            thread = handling;
        }

        /** What is executed. */
        public Invocation invocation() {
            return invocation;
        }

        /** When the function's time is over, in simulated time. */
        public Instant deadline() {
            return began.plus(invocation.timeout());
        }

        /** How much simulated time is left; zero or less when it is over. */
        public Duration remaining() {
            return Duration.between(time.now(), deadline());
        }

        /** Whether nobody waits for the function's answer any more, as its time is over. */
        public boolean isOver() {
            return outcome.isDone();
        }

        /** Prints a line to the function's log. */
        public synchronized void log(String line) {
            log.add(line);
        }

        /**
         * Lets simulated time pass, as work does that takes long. The clock has to move, by itself or by somebody who moves it.
         *
         * @throws InterruptedException when the function's time is over before
         */
        public void spend(Duration work) throws InterruptedException {
            Instant until = time.now().plus(work);
            while (time.now().isBefore(until)) {
                SimulatedTime.Sleeper sleeper = time.sleeper();
                sleeping = sleeper;
                if (!isOver()) {
                    sleeper.sleepUntil(until);
                }
                sleeping = null;
                if (Thread.interrupted() || isOver()) {
                    throw new InterruptedException("the function's time is over");
                }
            }
        }

        private void end(Result result) {
            Duration took = Duration.between(began, time.now());
            complete(result, took.compareTo(LEAST) < 0 ? LEAST : took);
        }

        private void timeOut() {
            complete(new Result.TimedOut(), invocation.timeout());
            thread.interrupt();
            SimulatedTime.Sleeper sleeper = sleeping;
            if (sleeper != null) {
                // Busy again at once, so that time does not move on to when the work would have been done.
                sleeper.wake();
            }
        }

        private void complete(Result result, Duration took) {
            List<String> lines;
            synchronized (this) {
                lines = List.copyOf(log);
            }
            outcome.complete(new Outcome(result, took, lines, Math.min(invocation.memory(), MEMORY_USED)));
        }
    }
}
