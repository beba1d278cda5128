package dev.penstock.build;

import dev.penstock.build.report.ReportFormat;

/**
 * Test reports that a build leaves behind ({@code reports}).
 *
 * @param group the name of the report group, or its ARN
 * @param format of all files
 * @param files which files; variables are replaced in them as in those of artifacts
 */
public record BuildspecReport(String group, ReportFormat format, BuildspecArtifacts.Files files) {}
