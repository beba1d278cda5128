package dev.penstock.cli.display;

import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.cli.terminal.LiveRegion;
import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.PlainText;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.TerminalSize;
import dev.penstock.runner.text.Tone;
import dev.penstock.runner.view.Advice;
import dev.penstock.runner.view.Display;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.runner.view.TreeLayout;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The tree of stages and actions, redrawn in place on a terminal. */
public final class LiveDisplay implements Display {

    private static final long FRAME_MILLIS = 100;

    private final LiveRegion region;
    private final TreeLayout layout;
    private final Glyphs glyphs;
    private final InstantSource clock;
    private final Supplier<TerminalSize> size;
    private final boolean logs;
    private Optional<ExecutionView> last = Optional.empty();
    private int frame;
    private boolean closed;

    /**
     * A display.
     *
     * @param clock that the execution runs on
     * @param size of the terminal, asked for each frame
     * @param advice how the next command is called
     * @param logs whether lines of the actions' logs scroll by above the tree
     */
    public LiveDisplay(
            PrintStream out,
            Capabilities capabilities,
            InstantSource clock,
            Supplier<TerminalSize> size,
            Advice advice,
            boolean logs) {
        this.region = new LiveRegion(out, capabilities.colour());
        this.glyphs = capabilities.glyphs();
        this.layout = new TreeLayout(glyphs, advice);
        this.clock = clock;
        this.size = size;
        this.logs = logs;
    }

    /** Begins to draw. */
    public LiveDisplay start() {
        Thread frames = new Thread(this::drawFrames, "penstock-display");
        frames.setDaemon(true);
        frames.start();
        return this;
    }

    private synchronized void drawFrames() {
        try {
            while (!closed) {
                wait(FRAME_MILLIS);
                frame++;
                draw(frame);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void update(ExecutionView view) {
        // Drawn with the next frame: an execution on virtual time changes far more often than an eye can follow.
        last = Optional.of(view);
    }

    private void draw(int number) {
        if (!closed && last.isPresent()) {
            TerminalSize now = size.get();
            region.show(layout.lines(last.get(), clock.instant(), now, number), now);
        }
    }

    @Override
    public synchronized void log(String stage, String action, String line) {
        if (logs && !closed) {
            above(StyledLine.EMPTY.with(action + " | ", Tone.FAINT).plain(line));
        }
    }

    @Override
    public synchronized void note(String sentence) {
        if (!closed) {
            TerminalSize now = size.get();
            region.above(
                    PlainText.wrap(PlainText.clean(sentence), now.columns()).stream()
                            .map(StyledLine::of)
                            .toList(),
                    now);
        }
    }

    private void above(StyledLine line) {
        TerminalSize now = size.get();
        region.above(List.of(line.fit(now.columns(), glyphs.ellipsis())), now);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (last.isPresent()) {
            TerminalSize now = size.get();
            // Nothing moves any more, so that even a tree that is higher than the terminal may be shown whole.
            region.show(layout.lines(last.get(), clock.instant(), now, -1), now);
        }
        closed = true;
        notifyAll();
        region.close();
    }
}
