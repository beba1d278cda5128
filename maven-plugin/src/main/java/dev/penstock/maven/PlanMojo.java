package dev.penstock.maven;

import dev.penstock.runner.Definition;
import dev.penstock.runner.PlanReport;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a pipeline would change, without changing it; fails the build if a run would fail at that.
 */
@Mojo(name = "plan", threadSafe = true, requiresProject = false)
public final class PlanMojo extends DefinitionMojo {

    /** How the plan is put out: {@code TEXT}, {@code MARKDOWN} for a pull request, or {@code JSON}. */
    @Parameter(property = "penstock.output", defaultValue = "TEXT")
    private Format output = Format.TEXT;

    /** The file that the plan is written to; the log if there is none. */
    @Parameter(property = "penstock.outputFile")
    private @Nullable File outputFile;

    /** How a plan is put out. */
    public enum Format {
        /** For people, in a log. */
        TEXT,
        /** For people, in a comment on a pull request. */
        MARKDOWN,
        /** For programs: one object on each line. */
        JSON
    }

    /** Made by Maven. */
    public PlanMojo() {}

    @Override
    void carryOut(RunRequest request, Definition.Accepted accepted, Runner runner)
            throws IOException, InterruptedException, MojoFailureException {
        PlanReport report = PlanReport.of(accepted, runner, request.variables(accepted), user());
        String text = switch (output) {
            case TEXT -> report.text();
            case MARKDOWN -> report.markdown();
            case JSON -> report.json();
        };
        if (outputFile == null) {
            text.lines().forEach(getLog()::info);
        } else {
            Path file = outputFile.toPath().toAbsolutePath();
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
            getLog().info("The plan is in " + shown(file) + ".");
        }
        if (report.wouldFail()) {
            throw new MojoFailureException("A run would fail; the plan says at what.");
        }
    }
}
