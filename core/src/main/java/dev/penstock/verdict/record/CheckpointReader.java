package dev.penstock.verdict.record;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.verdict.VerdictSettings;
import java.util.List;
import java.util.Optional;

/** Reads a checkpoint. */
final class CheckpointReader {

    private static final String BEGIN = "{\"schema\":\"" + VerdictRecord.SCHEMA + "\",\"type\":\"checkpoint\",";

    private CheckpointReader() {}

    static boolean isCheckpoint(String line) {
        return line.startsWith(BEGIN);
    }

    static Optional<Checkpoint> read(Fields fields, FieldContext context) {
        var values = new Values(context);
        fields.ignore("schema", "type", "digest");
        String previous = fields.requireText("previous");
        long looks = values.whole(fields, "looks").orElse(0);
        long size = values.whole(fields, "size").orElse(0);
        Optional<VerdictSettings> settings =
                fields.mapping("settings").flatMap(inner -> new VerdictSettingsReader(context).read(inner));
        List<VerdictHistory.Reach> reach =
                fields.list("reach", (node, path) -> reach(Fields.of(node, path, context), values));
        String state = fields.requireText("state");
        fields.end();
        return settings.map(read -> new Checkpoint(previous, looks, size, read, reach, state));
    }

    private static VerdictHistory.Reach reach(Fields fields, Values values) {
        var reach = new VerdictHistory.Reach(
                fields.requireText("metric"), fields.text("scope").orElse(""), values.instant(fields, "until"));
        fields.end();
        return reach;
    }
}
