package dev.penstock.runner.view;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.StyledLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** One line for each change: for build servers and files. */
public final class LineDisplay implements Display {

    private final Consumer<StyledLine> lines;
    private final boolean logs;
    private final ChangeLines layout;
    private final InstantSource clock;
    private Optional<ExecutionView> last = Optional.empty();

    /**
     * A display.
     *
     * @param lines takes each line; called by one thread at a time
     * @param clock that the execution runs on
     * @param advice how the next command is called
     * @param logs whether lines of the actions' logs are shown
     */
    public LineDisplay(Consumer<StyledLine> lines, Glyphs glyphs, InstantSource clock, Advice advice, boolean logs) {
        this.lines = lines;
        this.layout = new ChangeLines(glyphs, advice);
        this.clock = clock;
        this.logs = logs;
    }

    @Override
    public synchronized void update(ExecutionView view) {
        Instant now = clock.instant();
        for (ViewChange change : ViewChange.between(last, view)) {
            // What had ended before anybody looked, as in an execution that is resumed, is no news.
            if (last.isPresent() || !hasEnded(change)) {
                layout.lines(change, now).forEach(lines);
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
            lines.accept(layout.log(stage, action, line, clock.instant()));
        }
    }

    @Override
    public synchronized void note(String sentence) {
        lines.accept(StyledLine.of(sentence));
    }

    @Override
    public void close() {
        // Each line was given away when it came.
    }
}
