package dev.penstock.importing;

import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.SourceSpan;
import java.util.List;

/**
 * A stage of a pipeline of Copilot: what is deployed to an environment.
 *
 * @param environment its name
 * @param before builds before the deployments
 * @param after builds after them
 * @param tests commands after them
 */
record CopilotStage(
        String environment,
        boolean approval,
        List<Step> before,
        List<Deployed> deployments,
        List<Step> after,
        List<Scalar> tests) {

    CopilotStage {
        before = List.copyOf(before);
        deployments = List.copyOf(deployments);
        after = List.copyOf(after);
        tests = List.copyOf(tests);
    }

    /**
     * A build.
     *
     * @param rank how many others it waits for, one after the other
     */
    record Step(String name, String buildspec, int rank) {}

    /**
     * A stack that is deployed.
     *
     * @param name of the service, job or whatever it is
     * @param template the path of its template in the artifact of the build
     * @param parameters likewise
     * @param ownTemplate whether the manifest names the template
     * @param rank how many others it waits for, one after the other
     */
    record Deployed(
            String name,
            String stack,
            String template,
            String parameters,
            boolean ownTemplate,
            int rank,
            SourceSpan span) {}
}
