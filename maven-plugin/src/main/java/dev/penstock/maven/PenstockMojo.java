package dev.penstock.maven;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ParameterFile;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemStyle;
import dev.penstock.problem.ProblemText;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.RunnerException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: parameters of templates, problems in the log, and how a build fails. */
abstract class PenstockMojo extends AbstractMojo {

    /** A log is as wide as it likes; what is laid out for people is not. */
    static final int COLUMNS = 120;

    /** That relative paths are meant from. */
    @Parameter(defaultValue = "${basedir}", readonly = true, required = true)
    private File basedir = new File(".");

    /** Whether the goal does nothing. */
    @Parameter(property = "penstock.skip", defaultValue = "false")
    private boolean skip;

    /** Values of a template's parameters, before those of {@code parametersFile}. */
    @Parameter
    private Map<String, String> parameters = new LinkedHashMap<>();

    /** Values of a template's parameters, in a form that AWS's tools take. */
    @Parameter(property = "penstock.parameters")
    private @Nullable File parametersFile;

    /** Which pipeline of a template, by its logical id. */
    @Parameter(property = "penstock.pipeline")
    private @Nullable String pipeline;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped, as penstock.skip says.");
            return;
        }
        try {
            carryOut();
        } catch (RunnerException e) {
            throw new MojoFailureException(
                    e.getMessage() + " [" + e.refusal().id() + "]"
                            + e.advice().map(advice -> " " + advice).orElse(""),
                    e);
        } catch (IOException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("The build was interrupted. What was recorded is safe.", e);
        }
    }

    /** Does it. */
    abstract void carryOut() throws IOException, InterruptedException, MojoFailureException;

    final RunRequest.Place place() {
        return new RunRequest.Place(basedir.toPath().toAbsolutePath(), System.getenv());
    }

    final Optional<String> logicalId() {
        return Optional.ofNullable(pipeline);
    }

    /** All values: single ones before those of the file. */
    final Map<String, String> templateParameters() throws IOException, MojoFailureException {
        Map<String, String> values = new LinkedHashMap<>();
        if (parametersFile != null) {
            Problems problems = new Problems();
            Path file = parametersFile.toPath();
            SourceText source = SourceText.read(shown(file), file);
            values.putAll(ParameterFile.read(source, problems));
            if (problems.hasErrors()) {
                // Its lines are not shown: values may be secret.
                throw failure("The parameters cannot be used.", problems.list(), List.of());
            }
        }
        values.putAll(parameters);
        return values;
    }

    /** How a file is named to people: from the folder of the module. */
    final String shown(Path file) {
        Path folder = basedir.toPath().toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(folder) ? folder.relativize(absolute).toString() : absolute.toString();
    }

    /** Fails the build with all errors in its message; what is no error goes to the log. */
    final MojoFailureException failure(String what, List<Problem> problems, List<SourceText> sources) {
        warn(problems, sources);
        List<Problem> errors = problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        return new MojoFailureException(what + "\n" + text(errors, sources));
    }

    /** Tells what is worth a warning. */
    final void warn(List<Problem> problems, List<SourceText> sources) {
        List<Problem> warnings = problems.stream()
                .filter(problem -> problem.severity() == Severity.WARNING)
                .toList();
        if (!warnings.isEmpty()) {
            text(warnings, sources).lines().forEach(getLog()::warn);
        }
    }

    private static String text(List<Problem> problems, List<SourceText> sources) {
        var renderer = new ProblemText(
                (file, line) -> sources.stream()
                        .filter(source -> source.file().equals(file))
                        .findFirst()
                        .flatMap(source -> source.line(line)),
                ProblemStyle.PLAIN,
                COLUMNS);
        return renderer.render(problems) + "\n" + ProblemText.summary(problems);
    }
}
