package dev.penstock.local.schema;

import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.local.program.PrintingProgram;
import dev.penstock.schema.SchemaCommands;
import dev.penstock.secret.Masker;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs that tell a history as processes of this machine. */
public final class SchemaPrograms implements SchemaCommands {

    private static final int LARGEST = 4 * 1024 * 1024;

    private final PrintingProgram program;

    /** Programs of this machine; secrets in what they complain of are masked. */
    public SchemaPrograms(Masker masker) {
        // One that ends with an error is set up wrongly, or its database is away: whoever waits for it is told at once.
        this.program = new PrintingProgram(
                masker, "schema:history", "The history of the schema could not be read", LARGEST, Kind.CONFLICT);
    }

    @Override
    public String run(List<String> run, Map<String, String> environment, Duration limit) throws InterruptedException {
        return program.run(run, environment, limit);
    }
}
