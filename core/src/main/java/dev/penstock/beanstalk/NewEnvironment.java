package dev.penstock.beanstalk;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An environment that is to be made.
 *
 * @param application an application that exists
 * @param name 4 to 40 letters, digits and hyphens
 * @param versionLabel the version that it shall run
 * @param platform the name of a solution stack, or the ARN of a platform version; absent if a template has it
 * @param template a configuration template that it is made by
 * @param worker whether it takes its work from a queue; otherwise it serves the web
 * @param cnamePrefix the first part of its host name; absent to let the platform choose
 * @param options options that differ from their default
 */
public record NewEnvironment(
        String application,
        String name,
        String versionLabel,
        Optional<String> platform,
        Optional<String> template,
        boolean worker,
        Optional<String> cnamePrefix,
        Map<OptionName, String> options,
        Map<String, String> tags) {

    public NewEnvironment {
        options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
        tags = Map.copyOf(tags);
    }
}
