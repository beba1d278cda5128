package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import dev.penstock.ebextensions.ConfigurationFile;
import dev.penstock.ebextensions.ConfigurationFileReader;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a project of the EB CLI puts into its bundle for Elastic Beanstalk to read: it stays where it is, and is told file by file.
 */
final class EbBundle {

    private static final String MANIFEST = "env.yaml";
    private static final String IGNORED = ".ebignore";
    private static final String BUILDSPEC = "buildspec.yml";

    private final EbProject project;
    private final Notes notes;
    private final List<SourceText> sources = new ArrayList<>();

    /** What is wrong with files that are not imported does not keep the import from being made. */
    private final Problems others = new Problems();

    EbBundle(EbProject project, Notes notes) {
        this.project = project;
        this.notes = notes;
    }

    /** All files that were read. */
    List<SourceText> sources() {
        return sources;
    }

    /** Problems of the bundle's own files. */
    List<Problem> problems() {
        return others.list();
    }

    /** A build by CodeBuild, which the EB CLI starts when the buildspec has {@code eb_codebuild_settings}. */
    record Build(Optional<String> image) {}

    Optional<Build> build() {
        Optional<SourceText> text = file(BUILDSPEC);
        Optional<Mapping> settings = text.flatMap(source -> DocumentReader.read(source, others))
                .filter(Mapping.class::isInstance)
                .flatMap(document -> Nodes.mapping((Mapping) document, "eb_codebuild_settings"));
        return settings.map(each -> {
            Optional<Scalar> image = Nodes.scalar(each, "Image");
            Optional<String> published = image.map(Scalar::text).flatMap(BuildImages::published);
            image.filter(scalar -> published.isEmpty())
                    .ifPresent(scalar -> notes.loss(
                            scalar.span(),
                            "The build runs on this machine: the image '" + scalar.text() + "' is CodeBuild's own.",
                            "Name an image under builds in penstock.yml, with 'on: container'."));
            for (String name : List.of("CodeBuildServiceRole", "ComputeType", "Timeout")) {
                Nodes.scalar(each, name)
                        .ifPresent(scalar -> notes.note(
                                scalar.span(),
                                "'" + name + "' is for CodeBuild; the build runs where penstock.yml says."));
            }
            return new Build(published);
        });
    }

    /** What {@code env.yaml} says. */
    Optional<SavedConfiguration> manifest() {
        Notes own = new Notes();
        Optional<SavedConfiguration> manifest = file(MANIFEST).flatMap(source -> SavedConfiguration.read(source, own));
        others.addAll(own.list().stream()
                .filter(problem -> !problem.id().equals(ProblemType.IMPORT_SECRET.id()))
                .toList());
        if (manifest.isPresent()) {
            notes.note(
                    new SourceSpan(sources.getLast().file(), 1, 1),
                    "env.yaml goes with the bundle, and its options with it: Elastic Beanstalk reads them there.");
        }
        return manifest;
    }

    /** Whether {@code .ebignore} says what is left out. */
    boolean ignores() {
        Optional<SourceText> ignored = file(IGNORED);
        ignored.ifPresent(source -> notes.note(
                new SourceSpan(source.file(), 1, 1), "What .ebignore names stays out of the bundle, as it did."));
        return ignored.isPresent();
    }

    /** The options of {@code .ebextensions} that go into the settings, in the order in which they count. */
    void extensions(EnvironmentOptions options) {
        for (String name : project.folder().names(ConfigurationFile.FOLDER)) {
            String path = ConfigurationFile.FOLDER + "/" + name;
            if (name.endsWith(ConfigurationFile.SUFFIX)) {
                file(path).ifPresent(source -> {
                    ConfigurationFileReader.Reading reading = ConfigurationFileReader.read(source);
                    others.addAll(reading.problems());
                    reading.file().ifPresent(file -> {
                        file.sections().forEach(this::section);
                        namespaces(file, options);
                    });
                });
            } else {
                others.report(
                        ProblemType.EXTENSION_NAME,
                        SourceSpan.ofFile(file(path).map(SourceText::file).orElse(path)),
                        "",
                        "Elastic Beanstalk does not read this as configuration: its name does not end in .config.");
            }
        }
        if (project.folder().names("").contains(".platform/")) {
            notes.note(
                    SourceSpan.ofFile(".platform"),
                    ".platform goes with the bundle: hooks and proxy are as they were.");
        }
    }

    private void section(ConfigurationFile.Section section) {
        notes.note(section.span(), "'" + section.name() + "' goes with the bundle: " + some(section.members()) + ".");
    }

    private void namespaces(ConfigurationFile file, EnvironmentOptions options) {
        Map<String, List<ConfigurationFile.Option>> byNamespace = new LinkedHashMap<>();
        for (ConfigurationFile.Option option : file.options()) {
            boolean copied = project.extensions() == EbProject.Extensions.SETTINGS
                    && option.resource().isEmpty()
                    && !option.isComputed();
            if (copied) {
                options.add(option.namespace(), option.name(), option.value(), option.span());
            }
            String where = copied ? "penstock.yml" : "bundle";
            byNamespace
                    .computeIfAbsent(option.namespace() + " " + where, key -> new ArrayList<>())
                    .add(option);
        }
        byNamespace.forEach((key, each) -> {
            String names = some(
                    each.stream().map(ConfigurationFile.Option::name).distinct().toList());
            String of = "Options of " + each.getFirst().namespace();
            notes.note(
                    each.getFirst().span(),
                    key.endsWith(" bundle")
                            ? of + " go with the bundle, and count where the environment has no value of its own: "
                                    + names + "."
                            : of + " stand in penstock.yml as well, and count before those of the bundle: " + names
                                    + ".");
        });
    }

    private static String some(List<String> names) {
        int shown = 6;
        String text = names.stream().limit(shown).collect(Collectors.joining(", "));
        return names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
    }

    private Optional<SourceText> file(String path) {
        Optional<SourceText> text = project.folder().file(path);
        text.ifPresent(sources::add);
        return text;
    }
}
