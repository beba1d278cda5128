package dev.penstock.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An action ({@code ActionDeclaration}). Text may hold references to variables, {@code #{namespace.key}}, that are
 * resolved right before the action starts.
 *
 * @param name unique in its stage, 1 to 100 characters
 * @param type category, owner, provider and version
 * @param runOrder 1 to 999; actions of equal run order run side by side
 * @param configuration the provider's keys, in the order written
 * @param commands of the {@code Commands} action
 * @param environmentVariables of actions that take them beside the configuration
 * @param inputArtifacts names of artifacts that earlier actions put out
 * @param outputArtifacts what this action puts out
 * @param outputVariables of the {@code Commands} action
 * @param roleArn the role that the action assumes, through the pipeline's role
 * @param region where the action runs
 * @param namespace under which its output variables are referenced
 * @param timeoutInMinutes 5 to 86400, of manual approvals
 */
public record ActionDeclaration(
        String name,
        ActionTypeId type,
        int runOrder,
        Map<String, String> configuration,
        List<String> commands,
        List<EnvironmentVariable> environmentVariables,
        List<String> inputArtifacts,
        List<OutputArtifact> outputArtifacts,
        List<String> outputVariables,
        Optional<String> roleArn,
        Optional<String> region,
        Optional<String> namespace,
        OptionalInt timeoutInMinutes) {

    public ActionDeclaration {
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        commands = List.copyOf(commands);
        environmentVariables = List.copyOf(environmentVariables);
        inputArtifacts = List.copyOf(inputArtifacts);
        outputArtifacts = List.copyOf(outputArtifacts);
        outputVariables = List.copyOf(outputVariables);
    }

    /** An action with a configuration and nothing else, as written in Java. */
    public static ActionDeclaration of(String name, ActionTypeId type, Map<String, String> configuration) {
        return new ActionDeclaration(
                name,
                type,
                1,
                configuration,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** The same action with other text: how variables are resolved. */
    public ActionDeclaration withText(
            Map<String, String> resolved,
            List<String> resolvedCommands,
            List<EnvironmentVariable> resolvedEnvironment) {
        return new ActionDeclaration(
                name,
                type,
                runOrder,
                resolved,
                resolvedCommands,
                resolvedEnvironment,
                inputArtifacts,
                outputArtifacts,
                outputVariables,
                roleArn,
                region,
                namespace,
                timeoutInMinutes);
    }
}
