package dev.penstock.build;

import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/**
 * Checks the shape of {@code batch} as far as it can be mistaken (CodeBuild User Guide, batch build buildspec reference).
 * It has no effect unless an action asks for a batch build, which is refused.
 */
final class BatchReader {

    private static final List<String> KINDS = List.of("build-graph", "build-list", "build-matrix", "build-fanout");

    private BatchReader() {}

    /** Whether there is one. */
    static boolean read(Fields root, BuildspecReader.Scope scope) {
        Optional<Fields> batch = root.mapping("batch");
        if (batch.isEmpty()) {
            return false;
        }
        Fields fields = batch.get();
        scope.flag(fields, "fast-fail");
        builds(fields, "build-graph", scope);
        builds(fields, "build-list", scope);
        fields.mapping("build-matrix")
                .ifPresent(matrix -> matrix.ignore("static", "dynamic").end());
        fields.mapping("build-fanout").ifPresent(fanout -> {
            fanout.integer("parallelism");
            fanout.ignore("ignore-failure").end();
        });
        if (KINDS.stream().filter(fields::has).count() > 1) {
            scope.problems()
                    .report(
                            ProblemType.BUILDSPEC_BATCH,
                            fields.span(),
                            fields.path(),
                            "A batch is of one kind only.",
                            "Keep one of " + String.join(", ", KINDS) + ".");
        }
        fields.end();
        return true;
    }

    private static void builds(Fields batch, String name, BuildspecReader.Scope scope) {
        batch.list(name, (node, path) -> {
            Fields build = Fields.of(node, path, scope.context());
            build.ignore("buildspec", "debug-session", "depend-on", "env", "ignore-failure");
            String identifier = build.requireText("identifier");
            build.end();
            return identifier;
        });
    }
}
