package dev.penstock.beanstalk;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to be changed of an environment.
 *
 * @param environmentId the environment
 * @param versionLabel the version that it shall run; absent to leave it
 * @param options options that shall have another value
 * @param template a configuration template that its options shall be those of; not together with a version
 */
public record EnvironmentUpdate(
        String environmentId,
        Optional<String> versionLabel,
        Map<OptionName, String> options,
        Optional<String> template) {

    public EnvironmentUpdate {
        options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
    }
}
