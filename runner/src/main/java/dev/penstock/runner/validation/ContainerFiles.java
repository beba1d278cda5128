package dev.penstock.runner.validation;

import dev.penstock.compose.ComposeFiles;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.compose.ComposeReader;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.dockerrun.DockerrunReader;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.lint.Linter;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.runner.RunRequest;
import dev.penstock.taskdefinition.TaskDefinitionReader;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Files that declare containers, and what they refer to. */
public final class ContainerFiles {

    private ContainerFiles() {}

    /** Whether a file that nobody has named declares containers: other programs have files with {@code services}, too. */
    static boolean recognises(SourceText source) {
        String name = String.valueOf(Path.of(source.file()).getFileName());
        return ComposeReader.FILE_NAMES.contains(name)
                || name.startsWith(Dockerrun.FILE_NAME)
                || DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, new Problems())
                        .filter(document -> ComposeReader.recognises(document)
                                || DockerrunReader.recognises(document)
                                || TaskDefinitionReader.recognises(document))
                        .isPresent();
    }

    /** What would fail in a file that declares containers; no kind if it is none. What else is to be said, a {@link Linter} says. */
    static Validator.Report judge(RunRequest.Place place, SourceText source, Set<String> profiles) {
        Linter.Report lint = new Linter(options(place, source.file(), profiles)).lint(source);
        // Images are put in when a pipeline runs: until then something like <IMAGE1_NAME> may stand there.
        List<Problem> errors = lint.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .filter(problem -> !problem.id().equals(ProblemType.IMAGE_REFERENCE.id()))
                .toList();
        return new Validator.Report(source, lint.kind(), errors);
    }

    /** How a Compose file is read: paths are meant from its folder, variables are those of the environment. */
    public static ComposeOptions options(RunRequest.Place place, String file, Set<String> profiles) {
        Path path = place.resolve(Path.of(file));
        Path folder = Optional.ofNullable(path.getParent()).orElse(place.directory());
        ComposeFiles files = name -> {
            Path other = folder.resolve(name);
            try {
                return Files.isRegularFile(other) ? Optional.of(SourceText.bytes(other)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        String project =
                String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
        Optional<String> name = project.isEmpty() ? Optional.empty() : Optional.of(project);
        return new ComposeOptions(".", name, place.environment(), profiles, files);
    }
}
