package dev.penstock.build;

import dev.penstock.build.report.ReportFormat;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code reports}. */
final class BuildspecReportsReader {

    private static final Set<String> COVERAGE = Set.of("CLOVERXML", "COBERTURAXML", "JACOCOXML", "SIMPLECOV");
    private static final String FORMAT = "file-format";

    private BuildspecReportsReader() {}

    static List<BuildspecReport> read(Fields root, BuildspecReader.Scope scope) {
        List<BuildspecReport> reports = new ArrayList<>();
        Optional<Fields> groups = root.mapping("reports");
        if (groups.isPresent()) {
            for (String group : root.entries("reports").keySet()) {
                groups.get().mapping(group).ifPresent(fields -> {
                    report(group, fields, scope).ifPresent(reports::add);
                    fields.end();
                });
            }
        }
        return reports;
    }

    private static Optional<BuildspecReport> report(String group, Fields fields, BuildspecReader.Scope scope) {
        fields.requirePresent("files");
        BuildspecArtifacts.Files files = new BuildspecArtifacts.Files(
                scope.texts(fields, "files"),
                fields.text("base-directory"),
                scope.flag(fields, "discard-paths"),
                List.of(),
                false);
        String name = fields.text(FORMAT).orElse(ReportFormat.JUNITXML.name()).toUpperCase(Locale.ROOT);
        Optional<ReportFormat> format = ReportFormat.of(name);
        if (COVERAGE.contains(name)) {
            scope.leaveOut(fields, FORMAT, "Reports of code coverage have no effect: they are not collected.");
        } else if (format.isEmpty()) {
            scope.problems()
                    .report(
                            ProblemType.BUILDSPEC_WORD,
                            fields.span(FORMAT),
                            Fields.child(fields.path(), FORMAT),
                            "There is no format '" + name + "' of reports.",
                            "It can be CUCUMBERJSON, JUNITXML, NUNITXML, NUNIT3XML, TESTNGXML or VISUALSTUDIOTRX.");
        }
        return format.map(known -> new BuildspecReport(group, known, files));
    }
}
