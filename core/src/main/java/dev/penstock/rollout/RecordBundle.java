package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.execution.StoredVerdicts.StoredVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Lines of a verdict's record in the artifact store. */
public final class RecordBundle {

    private static final String NAME = "verdict.jsonl";
    private static final int LARGEST = 64 << 20;

    private RecordBundle() {}

    /** Keeps lines. */
    static ArtifactReference store(ActionContext context, List<String> lines) throws IOException {
        Path bundle = context.workDirectory().resolve("verdict-" + context.now().toEpochMilli() + ".zip");
        new BundleWriter().file(NAME, String.join("\n", lines) + "\n").write(bundle);
        return context.store(bundle);
    }

    /**
     * The whole record of a verdict, as {@link dev.penstock.verdict.record.VerdictRecordReader} reads it.
     *
     * @throws dev.penstock.artifact.ArtifactMissingException if a part of it is not in the store any more
     * @throws IOException if it cannot be read
     */
    public static String read(ArtifactStore store, StoredVerdict verdict) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ArtifactReference part : verdict.record()) {
            byte[] lines = new BundleReader()
                    .file(store.open(part), NAME, LARGEST)
                    .orElseThrow(
                            () -> new IOException("The bundle " + part.digest() + " holds no record of a verdict."));
            text.append(new String(lines, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
