package dev.penstock.cli.terminal;

import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.TerminalSize;
import java.io.PrintStream;
import java.util.List;

/**
 * The last lines on a terminal, redrawn in place. What is {@linkplain #above written above} scrolls away as usual. Each
 * change is sent as one write, in which only the lines that differ are written anew, so that nothing flickers. Not safe
 * for use by many threads.
 */
public final class LiveRegion implements AutoCloseable {

    private static final String ESCAPE = "\u001b[";
    private static final String HIDE_CURSOR = ESCAPE + "?25l";
    private static final String SHOW_CURSOR = ESCAPE + "?25h";
    // Terminals that know "synchronized output" show the frame at once; others take no notice.
    private static final String BEGIN_FRAME = ESCAPE + "?2026h";
    private static final String END_FRAME = ESCAPE + "?2026l";
    private static final String CLEAR_TO_END_OF_LINE = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintStream out;
    private final boolean colour;
    private List<String> shown = List.of();
    private List<Integer> widths = List.of();
    private int columns;

    /** A region that begins where the cursor is, at the start of a line. */
    public LiveRegion(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /**
     * Shows these lines instead of those that were shown.
     *
     * @param lines none wider than the terminal, and fewer than it has rows
     * @param size of the terminal now
     */
    public void show(List<StyledLine> lines, TerminalSize size) {
        List<String> next = lines.stream().map(line -> line.render(colour)).toList();
        if (next.equals(shown) && size.columns() == columns) {
            return;
        }
        var frame = new StringBuilder(BEGIN_FRAME).append(HIDE_CURSOR);
        boolean resized = columns != 0 && columns != size.columns();
        toTop(frame, size.columns());
        if (resized) {
            frame.append(CLEAR_BELOW);
        }
        for (int i = 0; i < next.size(); i++) {
            boolean same = !resized && i < shown.size() && next.get(i).equals(shown.get(i));
            if (!same) {
                frame.append(next.get(i)).append(CLEAR_TO_END_OF_LINE);
            }
            frame.append("\r\n");
        }
        frame.append(CLEAR_BELOW).append(END_FRAME);
        send(frame);
        shown = next;
        widths = lines.stream().map(StyledLine::width).toList();
        columns = size.columns();
    }

    /** Writes lines above the region, where they stay. */
    public void above(List<StyledLine> lines, TerminalSize size) {
        var frame = new StringBuilder(BEGIN_FRAME);
        toTop(frame, size.columns());
        frame.append(CLEAR_BELOW);
        for (StyledLine line : lines) {
            frame.append(line.render(colour)).append("\r\n");
        }
        for (String line : shown) {
            frame.append(line).append("\r\n");
        }
        frame.append(END_FRAME);
        send(frame);
        columns = size.columns();
    }

    private void toTop(StringBuilder frame, int nowColumns) {
        int rows = 0;
        for (int width : widths) {
            // After the terminal became narrower it has wrapped what was on it.
            rows += Math.max(1, (width + nowColumns - 1) / nowColumns);
        }
        frame.append('\r');
        if (rows > 0) {
            frame.append(ESCAPE).append(rows).append('A');
        }
    }

    private void send(StringBuilder frame) {
        out.print(frame);
        out.flush();
    }

    /** Leaves the lines where they are and gives the cursor back, below them. */
    @Override
    public void close() {
        out.print(SHOW_CURSOR);
        out.flush();
    }
}
