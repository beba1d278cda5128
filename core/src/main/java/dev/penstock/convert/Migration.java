package dev.penstock.convert;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.compose.ComposeReader;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.dockerrun.DockerrunReader;
import dev.penstock.dockerrun.DockerrunReading;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.TextEdits;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a bundle with a {@code Dockerrun.aws.json} of version 2 from the retired platform "Multi-container Docker" onto one of
 * today: onto ECS, which takes the file as it is, or onto Docker with Compose (Elastic Beanstalk Developer Guide, "Migrating to
 * the Docker Amazon Linux 2 platform").
 */
public final class Migration {

    /** Where the EB CLI keeps which platform it makes environments of. */
    public static final String CLI_CONFIGURATION = ".elasticbeanstalk/config.yml";

    private static final String COMPOSE_FILE = "docker-compose.yml";

    /** A platform to go to. */
    public enum Platform {
        /** "ECS running on 64bit Amazon Linux 2023". */
        ECS("ECS running on 64bit Amazon Linux 2023"),
        /** "Docker running on 64bit Amazon Linux 2023", with Compose. */
        COMPOSE("Docker running on 64bit Amazon Linux 2023");

        private final String title;

        Platform(String title) {
            this.title = title;
        }

        /** How Elastic Beanstalk calls it, without the version. */
        public String title() {
            return title;
        }
    }

    /**
     * A file that changes.
     *
     * @param before empty when it is new
     * @param after empty when it goes
     */
    public record FileChange(String path, Optional<String> before, Optional<String> after) {

        public FileChange {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }

        /** The change for people and for {@code git apply}. */
        public String diff() {
            return UnifiedDiff.of(path, before.orElse(""), after.orElse(""));
        }
    }

    /**
     * What is to be done.
     *
     * @param changes empty when nothing must change, and when there are errors
     * @param sources files that were read, to show problems in
     * @param problems what is lost, and why it cannot be done if it cannot
     */
    public record Plan(List<FileChange> changes, List<SourceText> sources, List<Problem> problems) {

        public Plan {
            changes = List.copyOf(changes);
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    private final Platform platform;
    private final Problems problems = new Problems();
    private final List<FileChange> changes = new ArrayList<>();

    private Migration(Platform platform) {
        this.platform = platform;
    }

    /**
     * Plans the migration of a bundle.
     *
     * @param files the bundle's files that matter, by their paths in it: {@code Dockerrun.aws.json}, Compose files, {@value
     *     #CLI_CONFIGURATION}
     */
    public static Plan plan(Platform platform, Map<String, SourceText> files) {
        Migration migration = new Migration(platform);
        migration.bundle(files);
        boolean broken = migration.problems.hasErrors();
        return new Plan(broken ? List.of() : migration.changes, List.copyOf(files.values()), migration.problems.list());
    }

    private void bundle(Map<String, SourceText> files) {
        SourceText source = files.get(Dockerrun.FILE_NAME);
        if (source == null) {
            withoutDockerrun(files);
            return;
        }
        DockerrunReading reading = DockerrunReader.read(source);
        problems.addAll(reading.problems());
        if (!(reading instanceof DockerrunReading.Accepted accepted)) {
            return;
        }
        SourceSpan version = accepted.places().at("/AWSEBDockerrunVersion").orElse(SourceSpan.ofFile(source.file()));
        switch (accepted.dockerrun()) {
            case Dockerrun.SingleContainer single ->
                impossible(
                        version,
                        "This is version " + single.version() + ", which '" + Platform.COMPOSE.title()
                                + "' takes as it is.",
                        "Nothing needs to change here.");
            case Dockerrun.MultiContainer several -> {
                switch (platform) {
                    case ECS -> version(source);
                    case COMPOSE -> compose(source, several, files);
                }
                configuration(files);
            }
            case Dockerrun.ComposeCredentials credentials -> besideCompose(version, files);
        }
    }

    /** A bundle that was migrated to Compose has none, unless it has credentials. */
    private void withoutDockerrun(Map<String, SourceText> files) {
        if (platform == Platform.COMPOSE && hasComposeFile(files)) {
            configuration(files);
            return;
        }
        impossible(
                SourceSpan.ofFile(Dockerrun.FILE_NAME),
                "There is no Dockerrun.aws.json here.",
                "Name the folder of the bundle.");
    }

    private void besideCompose(SourceSpan version, Map<String, SourceText> files) {
        if (platform == Platform.ECS) {
            impossible(
                    version,
                    "This is version 3, which belongs to a Compose file: '" + platform.title() + "' does not run it.",
                    "Write '--to compose'.");
        } else if (hasComposeFile(files)) {
            configuration(files);
        } else {
            impossible(
                    version,
                    "This is version 3, and there is no Compose file beside it.",
                    "Name the folder of the bundle.");
        }
    }

    private static boolean hasComposeFile(Map<String, SourceText> files) {
        return ComposeReader.FILE_NAMES.stream().anyMatch(files::containsKey);
    }

    /** Version 2 as text is known to have worked on the old platform; the documentation has a number. */
    private void version(SourceText source) {
        DocumentReader.read(source, new Problems())
                .filter(SourceNode.Mapping.class::isInstance)
                .flatMap(root -> ((SourceNode.Mapping) root).get("AWSEBDockerrunVersion"))
                .ifPresent(node -> {
                    int start = source.offset(node.span());
                    if (source.content().startsWith("\"2\"", start)) {
                        TextEdits edits = new TextEdits(source);
                        edits.replace(start, start + 3, "2");
                        changes.add(new FileChange(
                                Dockerrun.FILE_NAME, Optional.of(source.content()), Optional.of(edits.result())));
                    }
                });
    }

    private void compose(SourceText source, Dockerrun.MultiContainer several, Map<String, SourceText> files) {
        var converter = new Converter(Format.COMPOSE, ComposeOptions.none(), List.of(".env"));
        Conversion conversion = converter.convert(source);
        String text = conversion instanceof Conversion.Converted converted ? converted.text() : "";
        ComposeReader.FILE_NAMES.stream()
                .filter(files::containsKey)
                .filter(name -> !isWrittenAlready(name, text, files))
                .forEach(name -> impossible(
                        SourceSpan.ofFile(name),
                        "There is a " + name
                                + " already, which may be for development; Elastic Beanstalk would run it.",
                        "Give it another name, such as docker-compose.dev.yml, and run this again."));
        if (!(conversion instanceof Conversion.Converted converted)) {
            return;
        }
        converted.losses().stream()
                .filter(loss -> !loss.message().startsWith("The registry's credentials"))
                .forEach(problems::add);
        if (!isWrittenAlready(COMPOSE_FILE, text, files)) {
            changes.add(new FileChange(COMPOSE_FILE, Optional.empty(), Optional.of(text)));
        }
        Optional<String> credentials = several.authentication().map(where -> {
            ObjectNode root = JsonNodeFactory.instance.objectNode().put("AWSEBDockerrunVersion", "3");
            root.putObject("Authentication").put("bucket", where.bucket()).put("key", where.key());
            return JsonText.of(root);
        });
        changes.add(new FileChange(Dockerrun.FILE_NAME, Optional.of(source.content()), credentials));
    }

    /** After a migration that was cut short, the file that was to be written stands there. */
    private static boolean isWrittenAlready(String name, String text, Map<String, SourceText> files) {
        SourceText there = files.get(name);
        return name.equals(COMPOSE_FILE) && there != null && there.content().equals(text);
    }

    /** The platform that the EB CLI makes the next environment of. */
    private void configuration(Map<String, SourceText> files) {
        SourceText source = files.get(CLI_CONFIGURATION);
        if (source == null) {
            return;
        }
        DocumentReader.read(source, problems)
                .flatMap(root -> root instanceof SourceNode.Mapping mapping ? mapping.get("global") : Optional.empty())
                .flatMap(global -> global instanceof SourceNode.Mapping mapping
                        ? mapping.get("default_platform")
                        : Optional.empty())
                .ifPresent(node -> {
                    if (node instanceof SourceNode.Scalar scalar
                            && scalar.text().toLowerCase(java.util.Locale.ROOT).contains("multi-container")) {
                        TextEdits edits = new TextEdits(source);
                        if (edits.replace(scalar, platform.title())) {
                            changes.add(new FileChange(
                                    CLI_CONFIGURATION, Optional.of(source.content()), Optional.of(edits.result())));
                        }
                    }
                });
    }

    private void impossible(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.MIGRATE_IMPOSSIBLE, span, "", message, hint);
    }
}
