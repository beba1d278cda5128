package dev.penstock.cli.display;

import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.runner.view.ViewChange;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** One JSON object on one line for each change: for programs. */
public final class JsonDisplay implements Display {

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean logs;
    private Optional<ExecutionView> last = Optional.empty();

    /**
     * A display.
     *
     * @param clock that the execution runs on
     * @param logs whether lines of the actions' logs are put out
     */
    public JsonDisplay(PrintStream out, InstantSource clock, boolean logs) {
        this.out = out;
        this.clock = clock;
        this.logs = logs;
    }

    @Override
    public synchronized void update(ExecutionView view) {
        Instant now = clock.instant();
        for (ViewChange change : ViewChange.between(last, view)) {
            out.println(JsonOutput.change(change, now));
        }
        out.flush();
        last = Optional.of(view);
    }

    @Override
    public synchronized void log(String stage, String action, String line) {
        if (logs && last.isPresent()) {
            out.println(JsonOutput.log(last.get(), stage, action, line, clock.instant()));
        }
    }

    @Override
    public synchronized void note(String sentence) {
        out.println(JsonOutput.note(sentence));
        out.flush();
    }

    @Override
    public synchronized void close() {
        out.flush();
    }
}
