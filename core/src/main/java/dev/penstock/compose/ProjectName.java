package dev.penstock.compose;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a project is called (Compose specification, 04-version-and-name): as the options say, as {@value #VARIABLE} says, as the
 * last of its files says, or as its folder is called. It is known before variables are put in, as files may use it.
 */
final class ProjectName {

    static final String VARIABLE = "COMPOSE_PROJECT_NAME";

    private ProjectName() {}

    static String of(List<SourceText> sources, ComposeOptions options, Map<String, String> environment) {
        String said = options.name()
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
                .or(() -> ofFiles(sources, environment))
                .orElseGet(() -> {
                    String folder = options.projectDirectory();
                    return folder.substring(folder.lastIndexOf('/') + 1);
                });
        String fitting =
                said.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "").replaceFirst("^[_-]+", "");
        return fitting.isEmpty() ? "default" : fitting;
    }

    private static Optional<String> ofFiles(List<SourceText> sources, Map<String, String> environment) {
        return sources.reversed().stream()
                .flatMap(source -> ofFile(source, environment).stream())
                .findFirst();
    }

    /** What is wrong in the file is reported where all of it is read. */
    private static Optional<String> ofFile(SourceText source, Map<String, String> environment) {
        if (source.content().lines().noneMatch(line -> line.startsWith("name") || line.contains("\"name\""))) {
            return Optional.empty();
        }
        SourceSpan place = SourceSpan.ofFile(source.file());
        return DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, new Problems())
                .flatMap(document -> Nodes.childText(document, "name"))
                .map(text -> new Interpolator(environment, new Problems()).substitute(text, Nodes.text(place, text)));
    }
}
