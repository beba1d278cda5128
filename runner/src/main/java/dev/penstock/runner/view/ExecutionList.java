package dev.penstock.runner.view;

import dev.penstock.engine.StageLine;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.PlainText;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Executions as a list. */
public final class ExecutionList {

    private static final int LONGEST_PIPELINE = 22;
    private static final int STATUS_COLUMNS = 12;

    private ExecutionList() {}

    /**
     * An execution in a list.
     *
     * @param summary the execution
     * @param simulated whether it runs against the simulated AWS
     * @param driven whether a runner has it in hand
     * @param waitsFor where it waits in front of a stage, if it does
     */
    public record Row(ExecutionSummary summary, boolean simulated, boolean driven, Optional<StageLine> waitsFor) {

        private ViewStatus status() {
            return ViewStatus.ofSummary(summary.status());
        }

        /** For people: one that waits goes on with nothing. */
        private ViewStatus shown() {
            return waitsFor.isPresent() && status() == ViewStatus.IN_PROGRESS ? ViewStatus.QUEUED : status();
        }

        private String remark() {
            String idle = !summary.ended() && !driven ? "nobody runs it" : "";
            return waitsFor.map(StageLineText::brief)
                    .map(line -> idle.isEmpty() ? line : line + "; " + idle)
                    .orElse(idle);
        }
    }

    /** The list for people, as narrow as a terminal can be. */
    public static List<StyledLine> lines(List<Row> rows, Instant now, Glyphs glyphs) {
        int pipelineColumns = rows.stream()
                .mapToInt(row -> PlainText.width(PlainText.clean(row.summary().pipeline())))
                .max()
                .orElse(0);
        int columns = Math.min(LONGEST_PIPELINE, pipelineColumns);
        return rows.stream().map(row -> line(row, now, columns, glyphs)).toList();
    }

    private static StyledLine line(Row row, Instant now, int pipelineColumns, Glyphs glyphs) {
        ViewStatus status = row.shown();
        String pipeline = PlainText.fit(PlainText.clean(row.summary().pipeline()), pipelineColumns, glyphs.ellipsis());
        // Simulated time runs ahead of people's, so that it says nothing of how long ago that was.
        String age = row.simulated()
                ? "simulated"
                : DurationText.coarse(Duration.between(row.summary().startedAt(), now)) + " ago";
        return StyledLine.EMPTY
                .with(status.glyph(glyphs), status.tone())
                .plain(" " + ExecutionView.shortId(row.summary().id()) + "  ")
                .plain(PlainText.pad(pipeline, pipelineColumns) + "  ")
                .with(PlainText.pad(status.text(), STATUS_COLUMNS), status.tone())
                .plain(PlainText.pad(age, 11))
                .with(row.remark(), Tone.FAINT);
    }

    /** An execution for programs. */
    public static JsonText json(Row row) {
        ExecutionSummary summary = row.summary();
        JsonText text = JsonOutput.line("summary")
                .put("execution", summary.id().toString())
                .put("pipeline", summary.pipeline())
                .put("simulated", row.simulated())
                .put("status", row.status().word())
                .put("state", row.status().name())
                .put("ended", summary.ended())
                .put("driven", row.driven())
                .put("definition", summary.definition())
                .put("startedAt", summary.startedAt().toString())
                .put("updatedAt", summary.updatedAt().toString());
        row.waitsFor().ifPresent(line -> text.put("waitsFor", StageLineText.json(line)));
        return text;
    }
}
