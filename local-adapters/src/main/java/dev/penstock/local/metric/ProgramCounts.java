package dev.penstock.local.metric;

import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.local.program.PrintingProgram;
import dev.penstock.metric.CountingCommands;
import dev.penstock.secret.Masker;
import dev.penstock.verdict.ArmCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs programs that count as processes of this machine. Their standard error is looked at when they fail. */
public final class ProgramCounts implements CountingCommands {

    private static final int LARGEST = 64 * 1024;
    private static final int LONGEST_TOLD = 200;

    /** Made when something is read: most runs ask nothing here, and making it takes longer than the rest of a start. */
    private static final class Json {

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }

    private final PrintingProgram program;

    /** Programs of this machine; secrets in what they complain of are masked. */
    public ProgramCounts(Masker masker) {
        this.program = new PrintingProgram(masker, "command:run", "Could not count", LARGEST, Kind.TRANSIENT);
    }

    @Override
    public Counts run(List<String> run, Map<String, String> environment, Duration limit) throws InterruptedException {
        return counts(run, program.run(run, environment, limit));
    }

    private Counts counts(List<String> run, String text) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw program.failure(Kind.INVALID, run, "it did not print one line of JSON", e);
        }
        JsonNode missing = root.path("missing");
        if (missing.isString() && root.size() == 1) {
            String reason = missing.asString("");
            return new Counts.Nothing(
                    "The command has no data: " + reason.substring(0, Math.min(reason.length(), LONGEST_TOLD)));
        }
        return new Counts.Both(counts(run, root, "canary"), counts(run, root, "baseline"));
    }

    private ArmCounts counts(List<String> run, JsonNode root, String arm) {
        JsonNode requests = root.path(arm).path("requests");
        JsonNode bad = root.path(arm).path("bad");
        if (!requests.canConvertToLong()
                || !bad.canConvertToLong()
                || !requests.isIntegralNumber()
                || !bad.isIntegralNumber()) {
            throw program.failure(
                    Kind.INVALID,
                    run,
                    "it printed no whole numbers 'requests' and 'bad' of '" + arm + "'",
                    new IllegalArgumentException(arm));
        }
        if (requests.asLong() > ArmCounts.MOST) {
            throw program.failure(
                    Kind.INVALID,
                    run,
                    "it printed " + requests.asLong() + " requests of '" + arm + "', more than any service gets",
                    new IllegalArgumentException(arm));
        }
        try {
            return new ArmCounts(requests.asLong(), bad.asLong());
        } catch (IllegalArgumentException e) {
            throw program.failure(
                    Kind.INVALID, run, "it printed what cannot be of '" + arm + "': " + e.getMessage(), e);
        }
    }
}
