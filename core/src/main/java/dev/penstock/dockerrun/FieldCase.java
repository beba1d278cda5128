package dev.penstock.dockerrun;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.List;

/**
 * Finds fields in the wrong case. Elastic Beanstalk passes over them without a word, and the versions differ: 1 has {@code
 * Authentication.Bucket}, 2 {@code authentication.bucket}, 3 {@code Authentication.bucket}.
 */
final class FieldCase {

    private FieldCase() {}

    static void check(Fields fields, SourceNode.Mapping mapping, List<String> names, Problems problems) {
        for (SourceNode.Entry entry : mapping.entries()) {
            for (String name : names) {
                if (entry.name().equalsIgnoreCase(name) && !entry.name().equals(name)) {
                    problems.report(
                            ProblemType.DOCKERRUN_CASE,
                            entry.key().span(),
                            Fields.child(fields.path(), entry.name()),
                            "'" + entry.name() + "' is written '" + name
                                    + "' in this version; as it stands Elastic Beanstalk does not see it.",
                            "Write \"" + name + "\".");
                    fields.ignore(entry.name());
                }
            }
        }
    }
}
