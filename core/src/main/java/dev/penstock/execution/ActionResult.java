package dev.penstock.execution;

import dev.penstock.artifact.ArtifactReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a succeeded action puts out.
 *
 * @param artifacts output artifacts by name
 * @param variables output variables, seen by others under the action's namespace
 * @param summary what was done, in a few words for people; may be empty
 * @param external the work in the service that did it
 * @param deployments what now runs where
 * @param verdicts what it was judged by; absent if nothing was
 */
public record ActionResult(
        Map<String, ArtifactReference> artifacts,
        Map<String, String> variables,
        String summary,
        Optional<ExternalExecution> external,
        List<Deployment> deployments,
        Optional<StoredVerdicts> verdicts) {

    /** Nothing put out. */
    public static final ActionResult NOTHING = new ActionResult(Map.of(), Map.of(), "", Optional.empty(), List.of());

    /** A result without a verdict. */
    public ActionResult(
            Map<String, ArtifactReference> artifacts,
            Map<String, String> variables,
            String summary,
            Optional<ExternalExecution> external,
            List<Deployment> deployments) {
        this(artifacts, variables, summary, external, deployments, Optional.empty());
    }

    public ActionResult {
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        deployments = List.copyOf(deployments);
    }

    /** The same with further output variables. */
    public ActionResult with(Map<String, String> further) {
        if (further.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(variables);
        all.putAll(further);
        return new ActionResult(artifacts, all, summary, external, deployments, verdicts);
    }

    /**
     * Work in another service ({@code ActionExecutionResult}).
     *
     * @param id the service's own id
     * @param url where a person can look at it
     */
    public record ExternalExecution(String id, Optional<String> url) {}

    /**
     * Something that was deployed.
     *
     * @param target where, in words: {@code ECS service web in cluster shop}
     * @param resource the target's ARN or URL
     * @param version exactly what runs there: an image by digest, a version label
     */
    public record Deployment(String target, String resource, String version) {}
}
