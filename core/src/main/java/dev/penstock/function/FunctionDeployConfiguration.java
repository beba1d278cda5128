package dev.penstock.function;

import dev.penstock.rollout.configuration.DeployStrategy;
import java.util.List;
import java.util.Optional;

/**
 * What a deploy action for Lambda is configured with.
 *
 * @param functionName the function
 * @param alias the alias that gets the new version; absent if the code is published only
 * @param version the version that it gets; absent if that is made of the input artifact
 * @param strategy how calls are moved; absent if the definition does not say
 * @param alarms names of alarms that end it, ten at most
 */
public record FunctionDeployConfiguration(
        String functionName,
        Optional<String> alias,
        Optional<String> version,
        Optional<DeployStrategy> strategy,
        List<String> alarms) {

    public FunctionDeployConfiguration {
        alarms = List.copyOf(alarms);
    }

    FunctionName function() {
        return new FunctionName(functionName);
    }

    /** In words. */
    String target() {
        return alias.map(name -> "alias '" + name + "' of function '" + functionName + "'")
                .orElse("function '" + functionName + "'");
    }
}
