package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.pipeline.OutputArtifact;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Brings artifacts to where a function reads them, and takes those that it has put there. */
final class FunctionArtifacts {

    private final BuildExchange exchange;

    FunctionArtifacts(BuildExchange exchange) {
        this.exchange = exchange;
    }

    /** Whether there is a bucket for them. */
    boolean haveAPlace() {
        return exchange.isThere();
    }

    /** Brings the input artifacts there; may be asked again. Absent if the action has no artifacts. */
    Optional<ObjectLocation> bring(ActionContext context) throws IOException {
        if (context.inputs().isEmpty()
                && context.declaration().outputArtifacts().isEmpty()) {
            return Optional.empty();
        }
        ObjectLocation folder = exchange.folder(context.token("artifacts"));
        exchange.bring(context, BuildExchange.sources(context, Optional.empty(), folder));
        return Optional.of(folder);
    }

    static ObjectLocation source(ObjectLocation folder, String name) {
        return new ObjectLocation(folder.bucket(), folder.key() + "/sources/" + name + ".zip");
    }

    static ObjectLocation output(ObjectLocation folder, String name) {
        return new ObjectLocation(folder.bucket(), folder.key() + "/artifacts/" + name + ".zip");
    }

    /**
     * Keeps what the function has put out.
     *
     * @throws FunctionFailure if an artifact is not there
     */
    Map<String, ArtifactReference> take(ActionContext context, Optional<ObjectLocation> folder)
            throws IOException, FunctionFailure {
        Map<String, ArtifactReference> taken = new LinkedHashMap<>();
        for (OutputArtifact output : context.declaration().outputArtifacts()) {
            ObjectLocation place = output(folder.orElseThrow(), output.name());
            taken.put(
                    output.name(),
                    exchange.receive(context, place, Optional.empty())
                            .orElseThrow(() -> new FunctionFailure(
                                    "PEN-INVOKE-005",
                                    "The function has ended, and its artifact '" + output.name() + "' is not at "
                                            + place + ", where the event told it to put it.")));
        }
        return taken;
    }
}
