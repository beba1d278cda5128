package dev.penstock.runner.text;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of output: pieces of text, each with a tone.
 *
 * @param spans the pieces, from left to right
 */
public record StyledLine(List<Span> spans) {

    /** The line with nothing on it. */
    public static final StyledLine EMPTY = new StyledLine(List.of());

    public StyledLine {
        spans = List.copyOf(spans);
    }

    /** A piece of text with a tone; holds nothing that moves the cursor. */
    public record Span(String text, Tone tone) {

        public Span {
            text = PlainText.clean(text);
        }
    }

    /** A line of plain text. */
    public static StyledLine of(String text) {
        return EMPTY.plain(text);
    }

    /** This line and more text. */
    public StyledLine plain(String text) {
        return with(text, Tone.PLAIN);
    }

    /** This line and more text in a tone. */
    public StyledLine with(String text, Tone tone) {
        List<Span> more = new ArrayList<>(spans);
        more.add(new Span(text, tone));
        return new StyledLine(more);
    }

    /** This line, filled with spaces up to a column. */
    public StyledLine padTo(int column) {
        return plain(" ".repeat(Math.max(0, column - width())));
    }

    /** How many columns it takes. */
    public int width() {
        int width = 0;
        for (Span span : spans) {
            width += PlainText.width(span.text());
        }
        return width;
    }

    /** As much of the line as fits into some columns. */
    public StyledLine fit(int columns, String ellipsis) {
        if (width() <= columns) {
            return this;
        }
        List<Span> kept = new ArrayList<>();
        int room = columns;
        for (Span span : spans) {
            int width = PlainText.width(span.text());
            if (width >= room) {
                // One column too wide on purpose: what follows is cut, so the ellipsis has to show here.
                String text = width == room ? span.text() + "  " : span.text();
                kept.add(new Span(PlainText.fit(text, room, ellipsis), span.tone()));
                return new StyledLine(kept);
            }
            kept.add(span);
            room -= width;
        }
        return new StyledLine(kept);
    }

    /** The line as text, with or without the codes for its tones, without the spaces at its end. */
    public String render(boolean colour) {
        var result = new StringBuilder();
        for (Span span : spans) {
            result.append(colour ? span.tone().paint(span.text()) : span.text());
        }
        return result.toString().stripTrailing();
    }

    @Override
    public String toString() {
        return render(false);
    }
}
