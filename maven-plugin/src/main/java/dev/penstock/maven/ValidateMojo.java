package dev.penstock.maven;

import dev.penstock.problem.Problem;
import dev.penstock.runner.validation.FileChecks;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Checks definitions, settings and buildspecs, and the files that a definition deploys out of folders; fails the build if one
 * of them has an error, with all of them in its message.
 */
@Mojo(name = "validate", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true, requiresProject = false)
public final class ValidateMojo extends PenstockMojo {

    /** Files and folders, from the folder of the module; in a folder, all files of a known kind. */
    @Parameter(property = "penstock.files", defaultValue = "pipeline.yml")
    private List<String> files = List.of("pipeline.yml");

    /** Made by Maven. */
    public ValidateMojo() {}

    @Override
    void carryOut() throws IOException, MojoFailureException {
        var checks = new FileChecks(place(), templateParameters(), logicalId());
        for (String file : files) {
            checks.add(Path.of(file));
        }
        List<Validator.Report> reports = checks.reports();
        for (Validator.Report report : reports) {
            if (!FileChecks.hasErrors(report)) {
                getLog().info(report.source().file() + " is " + report.kind().orElse("valid") + ".");
            }
        }
        List<Problem> problems =
                reports.stream().flatMap(report -> report.problems().stream()).toList();
        var sources = reports.stream().map(Validator.Report::source).toList();
        if (reports.stream().anyMatch(FileChecks::hasErrors)) {
            throw failure("Not all files are right.", problems, sources);
        }
        warn(problems, sources);
    }
}
