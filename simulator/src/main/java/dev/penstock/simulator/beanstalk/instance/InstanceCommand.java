package dev.penstock.simulator.beanstalk.instance;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that an instance is to do.
 *
 * @param kind what
 * @param instance which instance
 * @param number of the command in its environment, rising; an instance does one command at a time, and another takes the
 *     place of one that has not ended
 * @param deploymentId of the deployment that it belongs to; an instance that has done it reports this id
 * @param leader whether the instance is the one of its deployment that runs {@code leader_only} commands
 * @param bundle what to run
 * @param platform the solution stack's name
 * @param options all option settings that are in force, defaults included
 * @param deadline when the control plane gives the command up
 */
public record InstanceCommand(
        Kind kind,
        EnvironmentInstance instance,
        long number,
        long deploymentId,
        boolean leader,
        Bundle bundle,
        String platform,
        Map<OptionName, String> options,
        Instant deadline) {

    /** What an instance can be told. */
    public enum Kind {
        /** It has just been launched: set the platform up, then run the bundle. */
        LAUNCH,
        /** Run another bundle in place of what runs. */
        DEPLOY,
        /** Run what runs already with other options. */
        CONFIGURE,
        /** Restart the application server. */
        RESTART
    }

    public InstanceCommand {
        options = Map.copyOf(options);
    }

    /** An option's value. */
    public Optional<String> option(String namespace, String name) {
        return Optional.ofNullable(options.get(new OptionName(namespace, name)));
    }

    /** The environment properties, in order. */
    public Map<String, String> environment() {
        Map<String, String> all = new TreeMap<>();
        options.forEach((option, value) -> {
            if (option.namespace().equals(OptionName.ENVIRONMENT)) {
                all.put(option.name(), value);
            }
        });
        return all;
    }
}
