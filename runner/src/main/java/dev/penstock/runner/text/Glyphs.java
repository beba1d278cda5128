package dev.penstock.runner.text;

import java.util.List;

/**
 * The signs that stand in front of lines.
 *
 * @param waiting not begun
 * @param busy frames of the sign for what goes on, shown one after the other
 * @param still the sign for what goes on, where nothing moves
 * @param attention somebody has to do something
 * @param good succeeded
 * @param bad failed
 * @param back rolled back
 * @param stopped stopped, abandoned or superseded
 * @param unknown it could not be established how it ended
 * @param ellipsis stands for what was cut
 * @param separator between facts on one line
 * @param about in front of what is not exact
 */
public record Glyphs(
        String waiting,
        List<String> busy,
        String still,
        String attention,
        String good,
        String bad,
        String back,
        String stopped,
        String unknown,
        String ellipsis,
        String separator,
        String about) {

    /** For terminals that show Unicode. */
    public static final Glyphs UNICODE = new Glyphs(
            "○",
            List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"),
            "●",
            "?",
            "✓",
            "✗",
            "↺",
            "■",
            "~",
            "…",
            "·",
            "≈");

    /** For all others. */
    public static final Glyphs ASCII =
            new Glyphs(".", List.of("|", "/", "-", "\\"), ">", "?", "+", "x", "<", "#", "~", "...", "-", "~");

    public Glyphs {
        busy = List.copyOf(busy);
    }
}
