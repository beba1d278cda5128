package dev.penstock.runner.view;

import dev.penstock.rollout.ReleaseProgress;
import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.PlainText;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.Tone;
import java.util.ArrayList;
import java.util.List;

/** Lays out where a release is: its share of requests, its steps, and how its verdict stands. */
final class ReleaseLayout {

    private static final int SPARKLINE = 30;
    private static final String BETWEEN = "  ";

    private final Glyphs glyphs;
    private final String indent;

    ReleaseLayout(Glyphs glyphs, int indent) {
        this.glyphs = glyphs;
        this.indent = " ".repeat(indent);
    }

    List<StyledLine> lines(ReleaseProgress release, int columns) {
        int room = columns - indent.length();
        List<StyledLine> lines = new ArrayList<>();
        String share = release.isGoingBack()
                ? "what ran before is brought back"
                : release.share() + " of requests go to the new version";
        PlainText.wrap(PlainText.clean(release.strategy() + ": " + share), room)
                .forEach(line -> lines.add(StyledLine.of(indent).plain(line)));
        steps(release, room, lines);
        release.verdict().ifPresent(verdict -> {
            boolean unicode = glyphs.equals(Glyphs.UNICODE);
            lines.add(StyledLine.of(indent)
                    .with("evidence ", Tone.FAINT)
                    .plain(verdict.sparkline(Math.min(SPARKLINE, Math.max(1, room - 9)), unicode)));
            PlainText.wrap(PlainText.clean(verdict.words()), room)
                    .forEach(line -> lines.add(StyledLine.of(indent).with(line, Tone.FAINT)));
        });
        return lines;
    }

    /** The steps one after the other, as many on a line as there is room for. */
    private void steps(ReleaseProgress release, int room, List<StyledLine> lines) {
        StyledLine line = StyledLine.of(indent);
        int used = 0;
        for (int i = 0; i < release.steps().size(); i++) {
            ViewStatus status = status(release, i);
            String words = PlainText.fit(PlainText.clean(release.steps().get(i)), room - 2, glyphs.ellipsis());
            int width = 2 + PlainText.width(words);
            if (used > 0 && used + BETWEEN.length() + width > room) {
                lines.add(line);
                line = StyledLine.of(indent);
                used = 0;
            }
            line = line.plain(used > 0 ? BETWEEN : "")
                    .with(status.glyph(glyphs), status.tone())
                    .with(" " + words, status == ViewStatus.WAITING ? Tone.FAINT : Tone.PLAIN);
            used += (used > 0 ? BETWEEN.length() : 0) + width;
        }
        lines.add(line);
    }

    private static ViewStatus status(ReleaseProgress release, int step) {
        if (step < release.step()) {
            return ViewStatus.SUCCEEDED;
        }
        if (step > release.step()) {
            return ViewStatus.WAITING;
        }
        return release.isGoingBack() ? ViewStatus.ROLLED_BACK : ViewStatus.IN_PROGRESS;
    }
}
