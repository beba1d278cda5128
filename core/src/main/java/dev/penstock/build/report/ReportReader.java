package dev.penstock.build.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads reports of tests. */
public final class ReportReader {

    /** In bytes: far more than a report of many thousand tests has. */
    private static final long LARGEST = 64L << 20;

    private ReportReader() {}

    /**
     * Counts the tests of one file. Nothing outside of the file is read, whatever it names.
     *
     * @throws ReportException if it is no report of that format, or has no tests
     */
    public static TestReport read(Path file, ReportFormat format) throws IOException, ReportException {
        if (Files.size(file) > LARGEST) {
            throw new ReportException("larger than " + (LARGEST >> 20) + " MB, and not read");
        }
        TestReport report;
        try (InputStream bytes = Files.newInputStream(file)) {
            report = switch (format) {
                case CUCUMBERJSON -> CucumberReport.read(bytes);
                case JUNITXML, NUNITXML, NUNIT3XML, TESTNGXML, VISUALSTUDIOTRX -> XmlReport.read(bytes, format);
            };
        }
        if (report.tests() == 0) {
            throw new ReportException("no report of the format " + format + " with tests in it");
        }
        return report;
    }
}
