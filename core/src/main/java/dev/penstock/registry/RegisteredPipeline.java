package dev.penstock.registry;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a pipeline.
 *
 * @param name the pipeline's name: 1 to 100 letters, digits and {@code .@-_} (CodePipeline's {@code PipelineName})
 * @param definition the definition, in any form that is read (JSON, YAML, CloudFormation)
 * @param settings the settings beside it ({@code penstock.yml}); absent if there are none
 */
public record RegisteredPipeline(String name, String definition, Optional<String> settings) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.@_-]{1,100}");

    public RegisteredPipeline {
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(settings, "settings");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a pipeline is 1 to 100 letters, digits and .@-_, got '" + name + "'");
        }
    }
}
