package dev.penstock.cli.run;

import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.cli.terminal.TerminalProbe;
import dev.penstock.execution.ActionFailure;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.runner.view.Report;
import java.time.Duration;
import java.util.Optional;

/** Tells how an execution ended, and which exit code says so. */
final class Ending {

    private Ending() {}

    static ExitCode tell(
            ExecutionView view, Duration real, OutputFormat format, Surroundings surroundings, Advice advice) {
        ExitCode code = exitCode(view);
        switch (format) {
            case JSON -> surroundings.out().println(JsonOutput.result(view, code.number(), real.toMillis()));
            case TEXT -> {
                Capabilities terminal = surroundings.outCapabilities();
                surroundings.out().println();
                Optional<Duration> clock = view.simulated() ? Optional.of(real) : Optional.empty();
                Report.lines(
                                view,
                                clock,
                                advice,
                                TerminalProbe.size(surroundings.environment()).columns())
                        .forEach(line -> surroundings.out().println(line.render(terminal.colour())));
            }
        }
        return code;
    }

    /** The code for an execution as it is left; a failure that AWS caused has a code of its own. */
    static ExitCode exitCode(ExecutionView view) {
        ExitCode code = view.outcome().map(ExitCode::of).orElse(ExitCode.UNFINISHED);
        boolean remote = view.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .flatMap(action -> action.failure().stream())
                .anyMatch(failure -> failure.kind() == ActionFailure.Kind.REMOTE);
        return code == ExitCode.FAILED && remote ? ExitCode.AWS : code;
    }
}
