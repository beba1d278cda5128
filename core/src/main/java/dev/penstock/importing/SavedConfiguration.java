package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import dev.penstock.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A saved configuration of an environment, {@code .elasticbeanstalk/saved_configs/NAME.cfg.yml} (Elastic Beanstalk's developer guide,
 * "Using saved configurations").
 *
 * @param variables the application's environment variables
 * @param options all other options, by namespace and name
 */
record SavedConfiguration(Map<String, String> variables, Map<String, Map<String, String>> options) {

    private static final String VARIABLES = "aws:elasticbeanstalk:application:environment";

    SavedConfiguration {
        variables = new LinkedHashMap<>(variables);
        options = new LinkedHashMap<>(options);
    }

    /** Reads a file; problems are added to the notes. */
    static Optional<SavedConfiguration> read(SourceText source, Notes notes) {
        Optional<Mapping> settings = DocumentReader.read(source, notes.problems())
                .filter(Mapping.class::isInstance)
                .flatMap(document -> Nodes.mapping((Mapping) document, "OptionSettings"));
        if (settings.isEmpty()) {
            if (!notes.refused()) {
                notes.notRecognised(
                        SourceSpan.ofFile(source.file()),
                        "This is not a saved configuration: it has no 'OptionSettings'.",
                        "Name a file of .elasticbeanstalk/saved_configs.");
            }
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, Map<String, String>> options = new LinkedHashMap<>();
        for (Entry namespace : settings.get().entries()) {
            if (!(namespace.value() instanceof Mapping values)) {
                continue;
            }
            if (!namespace.name().startsWith("aws:")) {
                notes.loss(
                        namespace.key().span(),
                        "Options of the single resource '" + namespace.name().replaceAll("\\..*", "")
                                + "' are not carried over.",
                        "Set them in .ebextensions.");
            } else if (namespace.name().equals(VARIABLES)) {
                values.entries().forEach(entry -> variable(entry, variables, notes));
            } else {
                Map<String, String> named = new LinkedHashMap<>();
                values.entries().forEach(entry -> {
                    if (entry.value() instanceof Scalar scalar && !scalar.isNull()) {
                        named.put(entry.name(), scalar.text());
                    }
                });
                options.put(namespace.name(), named);
            }
        }
        return Optional.of(new SavedConfiguration(variables, options));
    }

    private static void variable(Entry entry, Map<String, String> variables, Notes notes) {
        if (!(entry.value() instanceof Scalar scalar) || scalar.isNull()) {
            return;
        }
        if (SecretNames.matches(entry.name())) {
            notes.secret(
                    entry.key().span(),
                    "The value of '" + entry.name() + "' was not copied.",
                    "Keep it in Secrets Manager, and write {secret: ARN} for it under variables in penstock.yml.");
        } else {
            variables.put(entry.name(), scalar.text());
        }
    }
}
