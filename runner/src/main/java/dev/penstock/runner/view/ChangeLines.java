package dev.penstock.runner.view;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.Tone;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes as lines of a log, each with its time in UTC: for build servers and files. */
public final class ChangeLines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final Glyphs glyphs;
    private final Advice advice;

    /** Lines with these signs. */
    public ChangeLines(Glyphs glyphs, Advice advice) {
        this.glyphs = glyphs;
        this.advice = advice;
    }

    /** The lines for one change: one, and one more for each line that explains a failure. */
    public List<StyledLine> lines(ViewChange change, Instant at) {
        return switch (change) {
            case ViewChange.OfExecution of -> List.of(ofExecution(of.execution(), at));
            case ViewChange.OfStage of -> List.of(ofStage(of.stage(), at));
            case ViewChange.OfAction of -> ofAction(of, at);
        };
    }

    /** A line of an action's log. */
    public StyledLine log(String stage, String action, String line, Instant at) {
        return begin(at, " ", Tone.FAINT)
                .with(place(stage, action) + " | ", Tone.FAINT)
                .plain(line);
    }

    private StyledLine ofExecution(ExecutionView view, Instant at) {
        StyledLine line = begin(at, view.status())
                .with(view.pipeline(), Tone.STRONG)
                .plain(" " + view.id())
                .with(view.simulated() ? " (simulated)" : "", Tone.ATTENTION)
                .plain(" ")
                .with(begun(view.status()), view.status().tone());
        return view.endedAt()
                .map(end -> line.plain(" after " + DurationText.of(view.elapsed(end))))
                .orElse(line);
    }

    private StyledLine ofStage(StageView stage, Instant at) {
        StyledLine line = begin(at, stage.status())
                .with(stage.name(), Tone.STRONG)
                .plain(" ")
                .with(begun(stage.status()), stage.status().tone());
        Optional<Instant> end = stage.endedAt();
        return end.isPresent() && stage.startedAt().isPresent()
                ? line.plain(
                        " after " + DurationText.of(stage.elapsed(end.get()).orElseThrow()))
                : line;
    }

    private List<StyledLine> ofAction(ViewChange.OfAction of, Instant at) {
        ActionView action = of.action();
        String place = place(of.stage().name(), action.name());
        // Who reads the line before knows that it goes on; where it is now is the news.
        boolean goesOn =
                action.status() == ViewStatus.IN_PROGRESS && !action.summary().isEmpty();
        StyledLine line = begin(at, action.status()).plain(place);
        if (!goesOn) {
            line = line.plain(" ").with(begun(action.status()), action.status().tone());
        }
        if (action.endedAt().isPresent() && action.startedAt().isPresent()) {
            line = line.plain(" after " + DurationText.of(action.elapsed(at).orElseThrow()));
        }
        if (!action.summary().isEmpty()) {
            line = line.plain(": " + action.summary());
        }
        List<StyledLine> lines = new ArrayList<>();
        lines.add(line);
        action.failure().ifPresent(failure -> {
            lines.add(begin(at, " ", Tone.PLAIN).plain(place + " | ").with(failure.message(), Tone.BAD));
            failure.details()
                    .forEach(detail -> lines.add(
                            begin(at, " ", Tone.PLAIN).plain(place + " | ").plain(detail)));
        });
        action.approval()
                .ifPresent(request -> lines.add(begin(at, " ", Tone.PLAIN)
                        .plain(place + " | ")
                        .plain(request.question().isEmpty() ? "" : request.question() + " ")
                        .plain(request.link().isEmpty() ? "" : request.link() + " ")
                        .plain("Answer with '"
                                + advice.call("approve", of.execution().id()) + "' or '"
                                + advice.call("reject", of.execution().id()) + " --message WHY'.")));
        action.pause()
                .ifPresent(pause -> lines.add(begin(at, " ", Tone.PLAIN)
                        .plain(place + " | " + pause.words() + (pause.reason().isEmpty() ? "" : "."))
                        .plain(" Go on with '"
                                + advice.call("release continue", of.execution().id()) + "'.")));
        return lines;
    }

    /** A line is written when something begins, not while it goes on. */
    private static String begun(ViewStatus status) {
        return status == ViewStatus.IN_PROGRESS ? "started" : status.text();
    }

    private static String place(String stage, String action) {
        return stage + "/" + action;
    }

    private StyledLine begin(Instant at, ViewStatus status) {
        return begin(at, status.glyph(glyphs), status.tone());
    }

    private static StyledLine begin(Instant at, String sign, Tone tone) {
        return StyledLine.EMPTY
                .with(TIME.format(at), Tone.FAINT)
                .plain(" ")
                .with(sign, tone)
                .plain(" ");
    }
}
