package dev.penstock.stack;

import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a CloudFormation action.
 *
 * @param goal {@code ActionMode}
 * @param stack {@code StackName}
 * @param template {@code TemplatePath}; there for modes that have a template
 * @param templateConfiguration {@code TemplateConfiguration}
 * @param overrides {@code ParameterOverrides}, as written
 * @param capabilities {@code Capabilities}
 * @param roleArn {@code RoleArn}
 * @param changeSet {@code ChangeSetName}
 * @param outputFile {@code OutputFileName}
 * @param waves for a release to several stacks, those stacks, {@linkplain WavePlan without values of parameters}
 * @param twins for a release that moves requests from a stack to its twin, by what
 */
record CloudFormationConfiguration(
        StackGoal goal,
        String stack,
        Optional<ArtifactPath> template,
        Optional<ArtifactPath> templateConfiguration,
        Optional<String> overrides,
        Set<String> capabilities,
        Optional<String> roleArn,
        Optional<String> changeSet,
        Optional<String> outputFile,
        Optional<StackWaves> waves,
        Optional<TwinStacks> twins) {

    CloudFormationConfiguration {
        capabilities = Set.copyOf(capabilities);
    }

    /** A deployment that is no release. */
    CloudFormationConfiguration(
            StackGoal goal,
            String stack,
            Optional<ArtifactPath> template,
            Optional<ArtifactPath> templateConfiguration,
            Optional<String> overrides,
            Set<String> capabilities,
            Optional<String> roleArn,
            Optional<String> changeSet,
            Optional<String> outputFile) {
        this(
                goal,
                stack,
                template,
                templateConfiguration,
                overrides,
                capabilities,
                roleArn,
                changeSet,
                outputFile,
                Optional.empty(),
                Optional.empty());
    }

    /** The same as a release. */
    CloudFormationConfiguration released(Optional<StackWaves> several, Optional<TwinStacks> pair) {
        return new CloudFormationConfiguration(
                goal,
                stack,
                template,
                templateConfiguration,
                overrides,
                capabilities,
                roleArn,
                changeSet,
                outputFile,
                several,
                pair);
    }

    String target() {
        return "stack " + stack;
    }
}
