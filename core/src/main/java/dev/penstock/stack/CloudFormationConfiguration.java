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
        Optional<String> outputFile) {

    CloudFormationConfiguration {
        capabilities = Set.copyOf(capabilities);
    }

    String target() {
        return "stack " + stack;
    }
}
