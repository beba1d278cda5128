package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A saved configuration of an environment, {@code .elasticbeanstalk/saved_configs/NAME.cfg.yml}, or the {@code env.yaml} of a project
 * (Elastic Beanstalk's developer guide, "Using saved configurations" and "Environment manifest").
 *
 * @param variables the application's environment variables
 * @param options all other options, by namespace and name
 * @param environment how the environment is made where it is missing
 * @param environmentName the name that {@code env.yaml} gives; a {@code +} at its end stands for the group
 */
record SavedConfiguration(
        Map<String, String> variables,
        Map<String, Map<String, String>> options,
        Optional<NewEnvironment> environment,
        Optional<String> environmentName) {

    /** Nothing is saved. */
    static final SavedConfiguration NONE =
            new SavedConfiguration(Map.of(), Map.of(), Optional.empty(), Optional.empty());

    private static final List<String> KEYS = List.of(
            "AWSConfigurationTemplateVersion",
            "CName",
            "EnvironmentConfigurationMetadata",
            "EnvironmentLinks",
            "EnvironmentName",
            "EnvironmentTier",
            "OptionSettings",
            "Platform",
            "SolutionStack",
            "Tags");

    SavedConfiguration {
        variables = new LinkedHashMap<>(variables);
        options = new LinkedHashMap<>(options);
    }

    /** Reads a file; problems are added to the notes. */
    static Optional<SavedConfiguration> read(SourceText source, Notes notes) {
        Optional<Mapping> root = DocumentReader.read(source, notes.problems())
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast);
        if (root.isEmpty()
                || root.get().entries().stream().noneMatch(entry -> KEYS.contains(entry.name()))
                || isEmptyTemplate(root.get())) {
            if (!notes.refused()) {
                notes.notRecognised(
                        SourceSpan.ofFile(source.file()),
                        "This is not a saved configuration: it has no 'OptionSettings'.",
                        "Name a file of .elasticbeanstalk/saved_configs.");
            }
            return Optional.empty();
        }
        leftOut(root.get(), notes);
        EnvironmentOptions options = new EnvironmentOptions(notes);
        Nodes.mapping(root.get(), "OptionSettings").map(Mapping::entries).orElse(List.of()).stream()
                .forEach(namespace -> namespace(namespace, options, notes));
        return Optional.of(new SavedConfiguration(
                options.variables(),
                options.options(),
                environment(root.get(), notes),
                Nodes.text(root.get(), "EnvironmentName")));
    }

    private static boolean isEmptyTemplate(Mapping root) {
        return !root.has("OptionSettings")
                && !root.has("SolutionStack")
                && !root.has("Platform")
                && !root.has("EnvironmentName");
    }

    private static void leftOut(Mapping root, Notes notes) {
        for (Entry entry : root.entries()) {
            if (!KEYS.contains(entry.name())) {
                notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not carried over.",
                        DidYouMean.hint(entry.name(), KEYS));
            }
        }
        root.entry("EnvironmentLinks")
                .filter(entry -> !entry.value().isNull())
                .ifPresent(entry -> notes.loss(
                        entry.key().span(),
                        "Links between environments are not carried over: only 'eb create --modules' makes variables of them.",
                        "Write the addresses under variables in penstock.yml."));
    }

    private static void namespace(Entry namespace, EnvironmentOptions options, Notes notes) {
        if (!(namespace.value() instanceof Mapping values)) {
            return;
        }
        int dot = namespace.name().indexOf(".aws:");
        if (dot > 0) {
            notes.loss(
                    namespace.key().span(),
                    "Options of the single resource '" + namespace.name().substring(0, dot) + "' are not carried over.",
                    "Set them in .ebextensions.");
            return;
        }
        for (Entry entry : values.entries()) {
            if (entry.value() instanceof Scalar scalar && !scalar.isNull()) {
                options.add(
                        namespace.name(),
                        entry.name(),
                        scalar.text(),
                        entry.key().span());
            } else if (!entry.value().isNull()) {
                notes.loss(
                        entry.key().span(),
                        "The value of '" + entry.name() + "' is "
                                + entry.value().description() + ", and is not carried over.",
                        "Options are text; join several values by commas.");
            }
        }
    }

    private static Optional<NewEnvironment> environment(Mapping root, Notes notes) {
        Optional<Scalar> arn =
                Nodes.mapping(root, "Platform").flatMap(platform -> Nodes.scalar(platform, "PlatformArn"));
        Optional<String> platform = arn.map(Scalar::text)
                .flatMap(NewEnvironment::platformOfArn)
                .or(() -> Nodes.text(root, "SolutionStack").map(NewEnvironment::platformOfStack));
        if (platform.isEmpty()) {
            arn.ifPresent(scalar -> notes.loss(
                    scalar.span(),
                    "'" + scalar.text() + "' is not a platform of AWS, so that no environment is made on it.",
                    "Make the environment yourself; it is deployed to when it is there."));
            return Optional.empty();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        Nodes.mapping(root, "Tags").map(Mapping::entries).orElse(List.of()).forEach(entry -> {
            if (entry.value() instanceof Scalar scalar && !scalar.isNull()) {
                tags.put(entry.name(), scalar.text());
            }
        });
        boolean worker = Nodes.mapping(root, "EnvironmentTier")
                .flatMap(tier -> Nodes.text(tier, "Name"))
                .map(name -> name.equals("Worker"))
                .orElse(false);
        // env.yaml ends the name with "+" where the group's name is put in.
        Optional<Scalar> cname = Nodes.scalar(root, "CName");
        cname.filter(scalar -> !isCname(scalar.text()))
                .ifPresent(scalar -> notes.loss(
                        scalar.span(),
                        "'" + scalar.text() + "' is not carried over as the first part of the host name.",
                        "Write 'cname' below 'create': 4 to 63 letters, digits and hyphens."));
        return Optional.of(new NewEnvironment(
                platform.get(),
                worker,
                cname.map(Scalar::text).filter(SavedConfiguration::isCname).filter(name -> !worker),
                tags));
    }

    private static boolean isCname(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]");
    }
}
