package dev.penstock.ebextensions;

import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A configuration file (Elastic Beanstalk Developer Guide, "Advanced environment customization with configuration files").
 *
 * @param options what {@code option_settings} sets, in the order of the file
 * @param sections everything else, in the order of the file
 */
public record ConfigurationFile(List<Option> options, List<Section> sections) {

    /** The folder in a bundle that holds configuration files. */
    public static final String FOLDER = ".ebextensions";

    /** What names of configuration files end in. */
    public static final String SUFFIX = ".config";

    /** The namespace of the application's environment variables, and of options that name none. */
    public static final String VARIABLES = "aws:elasticbeanstalk:application:environment";

    public ConfigurationFile {
        options = List.copyOf(options);
        sections = List.copyOf(sections);
    }

    /**
     * The value of an option.
     *
     * @param resource the resource that alone has this value; empty for the environment
     * @param value as it is written
     * @param span the place of the name
     */
    public record Option(Optional<String> resource, String namespace, String name, String value, SourceSpan span) {

        public Option {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(namespace, "namespace");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(span, "span");
        }

        /** Whether CloudFormation works the value out when the environment is made: it has a function between backticks. */
        public boolean isComputed() {
            return value.contains("`");
        }
    }

    /**
     * A section other than {@code option_settings}.
     *
     * @param name such as {@code container_commands}
     * @param members what it has, by their names
     * @param span the place of its name
     */
    public record Section(String name, List<String> members, SourceSpan span) {

        public Section {
            Objects.requireNonNull(name, "name");
            members = List.copyOf(members);
            Objects.requireNonNull(span, "span");
        }
    }
}
