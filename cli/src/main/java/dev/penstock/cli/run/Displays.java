package dev.penstock.cli.run;

import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.JsonDisplay;
import dev.penstock.cli.display.LiveDisplay;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.cli.terminal.Signals;
import dev.penstock.cli.terminal.TerminalProbe;
import dev.penstock.runner.text.TerminalSize;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.LineDisplay;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Chooses the display for where output goes. */
final class Displays {

    private Displays() {}

    /**
     * The display for a format and a place.
     *
     * @param clock that the execution runs on
     * @param logs whether lines of the actions' logs are shown
     */
    static Display of(
            OutputFormat format, Surroundings surroundings, Advice advice, InstantSource clock, boolean logs) {
        return switch (format) {
            case JSON -> new JsonDisplay(surroundings.out(), clock, logs);
            case TEXT -> text(surroundings, advice, clock, logs);
        };
    }

    private static Display text(Surroundings surroundings, Advice advice, InstantSource clock, boolean logs) {
        Capabilities terminal = surroundings.outCapabilities();
        if (!terminal.interactive()) {
            return new LineDisplay(
                    line -> surroundings.out().println(line.render(terminal.colour())),
                    terminal.glyphs(),
                    clock,
                    advice,
                    logs);
        }
        // The terminal is asked for its size when it says that it has another, not for each frame.
        AtomicReference<TerminalSize> size = new AtomicReference<>(TerminalProbe.size(surroundings.environment()));
        Signals.on("WINCH", () -> size.set(TerminalProbe.size(surroundings.environment())));
        return new LiveDisplay(surroundings.out(), terminal, clock, size::get, advice, logs).start();
    }
}
