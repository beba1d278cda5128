package dev.penstock.runner.view;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.PlainText;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.TerminalSize;
import dev.penstock.runner.text.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays an execution out as a tree of stages and actions. Pure: the same view, time, size and frame give the same lines,
 * none of them wider than the terminal, and not more than it has rows to redraw.
 */
public final class TreeLayout {

    private static final int STAGE_INDENT = 2;
    private static final int ACTION_INDENT = 4;
    /** Beyond this the eye loses the line between name and time. */
    private static final int WIDEST = 100;

    private static final int LONGEST_NAME_SHARE = 3;
    /** Below the region stands the cursor. */
    private static final int ROWS_LEFT_FREE = 1;

    private final Glyphs glyphs;
    private final Advice advice;
    private final ReleaseLayout releases;

    /** A layout with these signs. */
    public TreeLayout(Glyphs glyphs, Advice advice) {
        this.glyphs = glyphs;
        this.advice = advice;
        this.releases = new ReleaseLayout(glyphs, ACTION_INDENT + 2);
    }

    /**
     * The lines for an execution.
     *
     * @param now on the clock that the execution runs on
     * @param frame counts up while something moves; negative for a still picture of any height
     */
    public List<StyledLine> lines(ExecutionView view, Instant now, TerminalSize size, int frame) {
        int columns = Math.min(size.columns(), WIDEST);
        int rows = frame < 0 ? Integer.MAX_VALUE : size.rows() - ROWS_LEFT_FREE;
        for (Detail detail : Detail.values()) {
            List<StyledLine> lines = lines(view, now, columns, frame, detail);
            if (lines.size() <= rows) {
                return lines;
            }
        }
        List<StyledLine> least = lines(view, now, columns, frame, Detail.ACTIVE);
        return least.subList(0, Math.min(rows, least.size()));
    }

    /** How much is shown, from all to what fits on a low terminal. */
    private enum Detail {
        ALL,
        WITHOUT_DONE,
        WITHOUT_DONE_AND_WAITING,
        ACTIVE;

        boolean showsActionsOf(StageView stage) {
            return switch (this) {
                case ALL -> true;
                case WITHOUT_DONE -> !isDone(stage);
                case WITHOUT_DONE_AND_WAITING, ACTIVE -> !isDone(stage) && stage.status() != ViewStatus.WAITING;
            };
        }

        boolean shows(StageView stage) {
            return this != ACTIVE || (!isDone(stage) && stage.status() != ViewStatus.WAITING);
        }

        private static boolean isDone(StageView stage) {
            return stage.status() == ViewStatus.SUCCEEDED || stage.status() == ViewStatus.SKIPPED;
        }
    }

    private List<StyledLine> lines(ExecutionView view, Instant now, int columns, int frame, Detail detail) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(header(view, now, columns));
        if (detail == Detail.ALL) {
            lines.add(StyledLine.EMPTY);
        }
        int nameColumns = nameColumns(view, columns);
        for (StageView stage : view.stages()) {
            if (!detail.shows(stage)) {
                continue;
            }
            lines.add(stageLine(stage, now, columns, frame));
            stage.conditions().stream()
                    .filter(condition -> condition.status().equals("Overridden"))
                    .map(condition -> condition.kind() + " " + condition.reason())
                    .forEach(text -> lines.add(call(" ".repeat(ACTION_INDENT), text, Tone.ATTENTION, columns)));
            if (detail.showsActionsOf(stage)) {
                for (ActionView action : stage.actions()) {
                    lines.add(actionLine(action, now, columns, frame, nameColumns));
                    if (detail != Detail.ACTIVE) {
                        action.release().ifPresent(release -> lines.addAll(releases.lines(release, columns)));
                    }
                    approvalLines(view, action, columns, lines);
                    pauseLines(view, action, columns, lines);
                }
            }
        }
        return lines;
    }

    private StyledLine header(ExecutionView view, Instant now, int columns) {
        StyledLine left = StyledLine.EMPTY
                .with(view.pipeline(), Tone.STRONG)
                .with(" " + glyphs.separator() + " " + view.shortId(), Tone.FAINT);
        if (view.simulated()) {
            left = left.with(" " + glyphs.separator() + " ", Tone.FAINT).with("simulated", Tone.ATTENTION);
        }
        Duration elapsed = view.elapsed(now);
        String time = view.endedAt().isPresent() ? DurationText.of(elapsed) : DurationText.running(elapsed);
        StyledLine right = StyledLine.EMPTY
                .with(view.status().text(), view.status().tone())
                .plain("  " + time);
        return spread(left, right, columns);
    }

    private StyledLine stageLine(StageView stage, Instant now, int columns, int frame) {
        StyledLine left = sign(STAGE_INDENT, stage.status(), frame)
                .with(stage.name(), stage.status() == ViewStatus.WAITING ? Tone.FAINT : Tone.STRONG);
        if (stage.attempt() > 1) {
            left = left.with("  try " + stage.attempt(), Tone.FAINT);
        }
        if (stage.status() == ViewStatus.QUEUED || stage.status() == ViewStatus.SKIPPED) {
            left = left.with("  " + stage.status().text(), Tone.FAINT);
        }
        return spread(left, time(stage.elapsed(now), stage.endedAt(), Optional.empty()), columns);
    }

    private StyledLine actionLine(ActionView action, Instant now, int columns, int frame, int nameColumns) {
        boolean waiting = action.status() == ViewStatus.WAITING;
        String name = PlainText.fit(PlainText.clean(action.name()), nameColumns, glyphs.ellipsis());
        StyledLine left = sign(ACTION_INDENT, action.status(), frame).with(name, waiting ? Tone.FAINT : Tone.PLAIN);
        String words = words(action);
        if (!words.isEmpty()) {
            boolean bad = action.status() == ViewStatus.FAILED || action.status() == ViewStatus.ROLLED_BACK;
            left = left.padTo(ACTION_INDENT + 2 + nameColumns + 2).with(words, bad ? Tone.BAD : Tone.FAINT);
        }
        return spread(left, time(action.elapsed(now), action.endedAt(), action.expected()), columns);
    }

    private static String words(ActionView action) {
        String tries = action.attempt() > 1 ? "try " + action.attempt() + ": " : "";
        if (action.failure().isPresent()) {
            return tries + action.failure().get().message();
        }
        boolean forPeople = action.status() == ViewStatus.NEEDS_APPROVAL || action.status() == ViewStatus.PAUSED;
        if (action.summary().isEmpty() && forPeople) {
            return tries + action.status().text();
        }
        return action.summary().isEmpty() ? "" : tries + action.summary();
    }

    private void approvalLines(ExecutionView view, ActionView action, int columns, List<StyledLine> lines) {
        if (action.approval().isEmpty()) {
            return;
        }
        ActionView.ApprovalRequest request = action.approval().get();
        String indent = " ".repeat(ACTION_INDENT + 2);
        int room = columns - indent.length();
        for (String text : List.of(request.question(), request.link())) {
            if (!text.isEmpty()) {
                PlainText.wrap(PlainText.clean(text), room)
                        .forEach(line -> lines.add(StyledLine.of(indent).plain(line)));
            }
        }
        lines.add(call(indent, advice.call("approve", view.id()), Tone.ATTENTION, room));
        lines.add(call(indent, advice.call("reject", view.id()) + " --message WHY", Tone.FAINT, room));
    }

    private void pauseLines(ExecutionView view, ActionView action, int columns, List<StyledLine> lines) {
        if (action.pause().isEmpty()) {
            return;
        }
        String indent = " ".repeat(ACTION_INDENT + 2);
        int room = columns - indent.length();
        PlainText.wrap(PlainText.clean(action.pause().get().words()), room)
                .forEach(line -> lines.add(StyledLine.of(indent).plain(line)));
        lines.add(call(indent, advice.call("release continue", view.id()), Tone.ATTENTION, room));
        lines.add(call(indent, advice.call("release rollback", view.id()), Tone.FAINT, room));
    }

    private StyledLine call(String indent, String text, Tone tone, int room) {
        return StyledLine.of(indent).with(PlainText.fit(PlainText.clean(text), room, glyphs.ellipsis()), tone);
    }

    private StyledLine sign(int indent, ViewStatus status, int frame) {
        boolean moves = frame >= 0 && (status == ViewStatus.IN_PROGRESS || status == ViewStatus.STOPPING);
        String sign = moves ? glyphs.busy().get(frame % glyphs.busy().size()) : status.glyph(glyphs);
        return StyledLine.of(" ".repeat(indent)).with(sign, status.tone()).plain(" ");
    }

    private StyledLine time(Optional<Duration> elapsed, Optional<Instant> endedAt, Optional<Duration> expected) {
        if (elapsed.isEmpty()) {
            return StyledLine.EMPTY;
        }
        if (endedAt.isPresent()) {
            return StyledLine.EMPTY.with(DurationText.of(elapsed.get()), Tone.FAINT);
        }
        StyledLine running = StyledLine.of(DurationText.running(elapsed.get()));
        return expected.filter(usual -> usual.toMillis() >= 1000)
                .map(usual -> running.with(" of " + glyphs.about() + DurationText.running(usual), Tone.FAINT))
                .orElse(running);
    }

    private StyledLine spread(StyledLine left, StyledLine right, int columns) {
        int room = columns - right.width() - (right.spans().isEmpty() ? 0 : 2);
        StyledLine fitted = left.fit(room, glyphs.ellipsis());
        StyledLine result = right.spans().isEmpty() ? fitted : fitted.padTo(columns - right.width());
        for (StyledLine.Span span : right.spans()) {
            result = result.with(span.text(), span.tone());
        }
        return result;
    }

    private static int nameColumns(ExecutionView view, int columns) {
        int longest = 0;
        for (StageView stage : view.stages()) {
            for (ActionView action : stage.actions()) {
                longest = Math.max(longest, PlainText.width(PlainText.clean(action.name())));
            }
        }
        return Math.min(longest, columns / LONGEST_NAME_SHARE);
    }
}
