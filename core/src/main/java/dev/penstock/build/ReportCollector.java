package dev.penstock.build;

import dev.penstock.build.report.ReportException;
import dev.penstock.build.report.ReportReader;
import dev.penstock.build.report.TestReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the test reports that a build left behind and counts them. Neither a test that failed nor a report that cannot be read fails the
 * build, as with CodeBuild.
 */
final class ReportCollector {

    private final BuildSession session;
    private final BuildLog log;

    ReportCollector(BuildSession session, BuildLog log) {
        this.session = session;
        this.log = log;
    }

    /** All tests of a group; absent if there are none. */
    Optional<TestReport> collect(BuildspecReport group, BuildspecArtifacts.Files files)
            throws IOException, InterruptedException {
        Map<String, Path> found;
        try {
            found = new ArtifactCollector(session, log).collect(files).files();
        } catch (ArtifactCollector.NoFilesException e) {
            log.line("Warning: report " + group.group() + ": " + e.getMessage());
            return Optional.empty();
        }
        TestReport all = TestReport.NONE;
        for (Map.Entry<String, Path> file : found.entrySet()) {
            try {
                all = all.and(ReportReader.read(file.getValue(), group.format()));
            } catch (ReportException e) {
                log.line("Warning: report " + group.group() + ": " + file.getKey() + " is " + e.getMessage() + ".");
            }
        }
        if (all.tests() == 0) {
            return Optional.empty();
        }
        log.line("Report " + group.group() + ": " + all.words());
        all.failedTests().forEach(test -> log.line("Report " + group.group() + ": failed: " + test));
        return Optional.of(all);
    }
}
