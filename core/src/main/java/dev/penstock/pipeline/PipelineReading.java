package dev.penstock.pipeline;

import dev.penstock.problem.Problem;
import java.util.List;
import java.util.Optional;

/** What came of reading a pipeline. */
public sealed interface PipelineReading {

    /** All that was found, in the order of its places: errors only when the reading was refused. */
    List<Problem> problems();

    /**
     * The pipeline is well-formed by AWS's rules.
     *
     * @param definition the pipeline and where its values stand
     * @param logicalId the resource's name in its CloudFormation template
     * @param unresolved what could not be known without an account; empty except for templates
     * @param projects the build projects that the template declares; empty except for templates
     * @param problems warnings and notes
     */
    record Accepted(
            PipelineDefinition definition,
            Optional<String> logicalId,
            List<UnresolvedValue> unresolved,
            List<ProjectDeclaration> projects,
            List<Problem> problems)
            implements PipelineReading {

        public Accepted {
            projects = List.copyOf(projects);
            unresolved = List.copyOf(unresolved);
            problems = List.copyOf(problems);
        }

        /**
         * What is unresolved below a path, such as {@code /stages/1/actions/0}: what an action lacks for running. Of that,
         * what Penstock does not use, such as role and artifact store, is the caller's to leave out.
         */
        public List<UnresolvedValue> unresolvedBelow(String path) {
            return unresolved.stream()
                    .filter(value -> value.path().equals(path) || value.path().startsWith(path + "/"))
                    .toList();
        }
    }

    /**
     * The file holds no pipeline that could run.
     *
     * @param problems at least one error, with everything else that was found
     */
    record Refused(List<Problem> problems) implements PipelineReading {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
