package dev.penstock.cli.display;

import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.view.ActionView;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.ChangeLines;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.StageView;
import dev.penstock.runner.view.ViewChange;
import dev.penstock.runner.view.ViewStatus;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One line for each change: for build servers and files. */
public final class LineDisplay implements Display {

    private final PrintStream out;
    private final boolean colour;
    private final boolean logs;
    private final ChangeLines layout;
    private final InstantSource clock;
    private Optional<ExecutionView> last = Optional.empty();

    /**
     * A display.
     *
     * @param clock that the execution runs on
     * @param advice how the next command is called
     * @param logs whether lines of the actions' logs are shown
     */
    public LineDisplay(PrintStream out, Capabilities capabilities, InstantSource clock, Advice advice, boolean logs) {
        this.out = out;
        this.colour = capabilities.colour();
        this.layout = new ChangeLines(capabilities.glyphs(), advice);
        this.clock = clock;
        this.logs = logs;
    }

    @Override
    public synchronized void update(ExecutionView view) {
        Instant now = clock.instant();
        for (ViewChange change : ViewChange.between(last, view)) {
            // What had ended before anybody looked, as in an execution that is resumed, is no news.
            if (last.isPresent() || !hasEnded(change)) {
                layout.lines(change, now).forEach(this::print);
            }
        }
        last = Optional.of(view);
    }

    private static boolean hasEnded(ViewChange change) {
        return switch (change) {
            case ViewChange.OfExecution ignored -> false;
            case ViewChange.OfStage(ExecutionView ignored, StageView stage) ->
                stage.status().hasEnded();
            case ViewChange.OfAction(ExecutionView ignored, StageView stage, ActionView action) ->
                stage.status() == ViewStatus.SUCCEEDED || action.status().hasEnded();
        };
    }

    @Override
    public synchronized void log(String stage, String action, String line) {
        if (logs) {
            print(layout.log(stage, action, line, clock.instant()));
        }
    }

    @Override
    public synchronized void note(String sentence) {
        print(StyledLine.of(sentence));
    }

    private void print(StyledLine line) {
        out.println(line.render(colour));
    }

    @Override
    public synchronized void close() {
        out.flush();
    }
}
