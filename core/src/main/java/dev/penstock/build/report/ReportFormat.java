package dev.penstock.build.report;

import java.util.Arrays;
import java.util.Optional;

/** Formats of test reports, by CodeBuild's names ({@code file-format}). Its formats of code coverage are not read. */
public enum ReportFormat {
    CUCUMBERJSON,
    JUNITXML,
    NUNITXML,
    NUNIT3XML,
    TESTNGXML,
    VISUALSTUDIOTRX;

    /** The format of a name, in whatever case; absent if it is none of tests. */
    public static Optional<ReportFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
