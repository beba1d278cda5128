package dev.penstock.maven;

import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.engine.TooManyExecutionsException;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Trigger;
import dev.penstock.library.Obstacles;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.PastDurations;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.SourceFolders;
import dev.penstock.runner.ViewFeed;
import dev.penstock.runner.project.LogFiles;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.ExecutionViews;
import dev.penstock.runner.view.LineDisplay;
import dev.penstock.runner.view.Report;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pipeline and follows it to its end; fails the build unless it succeeds. A build that is interrupted lets go of the
 * execution: {@code penstock resume} goes on with it.
 */
@Mojo(name = "run", threadSafe = true, requiresProject = false)
public final class RunMojo extends DefinitionMojo {

    /** Whether what the actions say is shown while they work. */
    @Parameter(property = "penstock.logs", defaultValue = "false")
    private boolean logs;

    /** Releases though a freeze of the settings holds; the reason is kept with the execution. */
    @Parameter(property = "penstock.overrideFreeze")
    private @Nullable String overrideFreeze;

    /** Made by Maven. */
    public RunMojo() {}

    @Override
    Optional<String> freezeOverride() {
        return Optional.ofNullable(overrideFreeze);
    }

    @Override
    void carryOut(RunRequest request, Definition.Accepted accepted, Runner runner)
            throws InterruptedException, MojoFailureException {
        List<Problem> missing = SourceFolders.missing(accepted);
        if (!missing.isEmpty()) {
            throw failure("Nothing was started.", missing, accepted.sources());
        }
        RunPlan plan = request.plan(accepted);
        var start = new StartRequest(
                Trigger.startedBy(user()),
                request.variables(accepted),
                request.labels(accepted).toMap());
        var expectations = new PastDurations(runner.journal(), plan.pipeline().name());
        try (LogFiles files = new LogFiles(plan.project().logs(plan.target()));
                Display display = new LineDisplay(
                        line -> getLog().info(line.render(false)), Glyphs.ASCII, runner.clock(), Advice.PLAIN, logs)) {
            runner.provision().forEach(display::note);
            Engine engine = runner.engine(new ViewFeed(plan.pipeline(), plan.target(), expectations, display, files));
            ExecutionId id = engine.start(plan.pipeline(), start);
            ExecutionState state = engine.whenEnded(id).get();
            tell(ExecutionViews.of(state, plan.pipeline(), plan.target() == RunTarget.SIMULATED, expectations));
        } catch (TooManyExecutionsException e) {
            throw failure("Nothing was started.", List.of(Obstacles.of(e, accepted.definition())), accepted.sources());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e);
        }
    }

    /** How it ended; the build fails with the same text, so that who reads only the end of a log knows why. */
    private void tell(ExecutionView view) throws MojoFailureException {
        List<String> lines = Report.lines(view, Optional.empty(), Advice.PLAIN, COLUMNS).stream()
                .map(line -> line.render(false))
                .toList();
        if (!view.outcome().equals(Optional.of(Outcome.SUCCEEDED))) {
            throw new MojoFailureException(String.join("\n", lines));
        }
        lines.forEach(getLog()::info);
    }
}
