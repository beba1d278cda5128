package dev.penstock.cli.run;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.runner.PastDurations;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import dev.penstock.runner.ViewFeed;
import dev.penstock.runner.project.LogFiles;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.ExecutionViews;
import dev.penstock.runner.view.JsonOutput;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** One execution, run in this process from where it stands to its end, or to the first Ctrl-C. */
public final class Session {

    private final Surroundings surroundings;
    private final Advice advice;
    private final OutputFormat format;
    private final boolean logs;

    /**
     * A session for people or for programs.
     *
     * @param advice how the next command is called
     * @param logs whether what the actions say is shown
     */
    public Session(Surroundings surroundings, Advice advice, OutputFormat format, boolean logs) {
        this.surroundings = surroundings;
        this.advice = advice;
        this.format = format;
        this.logs = logs;
    }

    /** Starts an execution and runs it. */
    public ExitCode start(Runner runner, RunPlan plan, StartRequest request) throws InterruptedException {
        return run(runner, plan, engine -> engine.start(plan.pipeline(), request));
    }

    /** Starts an execution and leaves it to whatever works on the journal. */
    public ExitCode submit(Runner runner, RunPlan plan, StartRequest request) {
        runner.provision().forEach(surroundings.err()::println);
        try (Engine engine = runner.engine(ExecutionListener.NONE)) {
            ExecutionId id = engine.submit(plan.pipeline(), request);
            switch (format) {
                case TEXT -> {
                    surroundings.out().println("Execution " + id + " waits for a worker.");
                    surroundings.err().println("Follow it with '" + advice.call("watch", id) + "'.");
                }
                case JSON -> surroundings.out().println(JsonOutput.submitted(id));
            }
        }
        return ExitCode.SUCCEEDED;
    }

    /** Goes on with an execution, after it was given a signal if there is one. */
    public ExitCode resume(Runner runner, RunPlan plan, ExecutionId id, Optional<Signal> signal)
            throws InterruptedException {
        return run(runner, plan, engine -> {
            signal.ifPresent(each -> engine.send(id, each));
            engine.resume(id);
            return id;
        });
    }

    private ExitCode run(Runner runner, RunPlan plan, Function<Engine, ExecutionId> begin) throws InterruptedException {
        long begun = System.nanoTime();
        try (LogFiles files = new LogFiles(plan.project().logs(plan.target()));
                Display display = Displays.of(format, surroundings, advice, runner.clock(), logs)) {
            runner.provision().forEach(display::note);
            var expectations =
                    new PastDurations(runner.journal(), plan.pipeline().name());
            var interruption = new Interruption();
            Engine engine = runner.engine(new ViewFeed(plan.pipeline(), plan.target(), expectations, display, files));
            ExecutionId id = begin.apply(engine);
            CompletableFuture<ExecutionState> end = engine.whenEnded(id);
            await(end, interruption);
            if (!end.isDone()) {
                display.close();
                return interrupted(interruption, plan, id);
            }
            ExecutionView view = view(result(end), plan, expectations);
            display.update(view);
            display.close();
            return Ending.tell(view, Duration.ofNanos(System.nanoTime() - begun), format, surroundings, advice);
        }
    }

    private static ExecutionView view(ExecutionState state, RunPlan plan, ExecutionViews.Expectations expectations) {
        return ExecutionViews.of(state, plan.pipeline(), plan.target() == RunTarget.SIMULATED, expectations);
    }

    private static void await(CompletableFuture<ExecutionState> end, Interruption interruption)
            throws InterruptedException {
        try {
            CompletableFuture.anyOf(end, interruption.first()).get();
        } catch (ExecutionException e) {
            // The end itself has failed: told by who asks for its result.
            return;
        }
    }

    private static ExecutionState result(CompletableFuture<ExecutionState> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e);
        }
    }

    private ExitCode interrupted(Interruption interruption, RunPlan plan, ExecutionId id) {
        ExitCode code = interruption.first().getNow(ExitCode.INTERRUPTED);
        String elsewhere = switch (plan.target()) {
            case AWS -> " What it has going on at AWS goes on there.";
            case SIMULATED -> "";
        };
        surroundings.err().println();
        surroundings.err().println("penstock: Let go of the execution; nothing is lost." + elsewhere);
        surroundings.err().println("Go on with '" + advice.call("resume", id) + "',");
        surroundings.err().println("or stop it with '" + advice.call("stop", id) + "'.");
        return code;
    }
}
