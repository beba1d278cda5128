package dev.penstock.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A rule of a condition ({@code RuleDeclaration}).
 *
 * @param name 1 to 100 characters
 * @param provider the rule's provider, such as {@code CloudWatchAlarm}
 * @param configuration 0 to 200 entries, in the order written
 * @param commands of the {@code Commands} rule
 * @param inputArtifacts names of artifacts
 * @param roleArn the role that the rule assumes
 * @param region where the rule runs
 * @param timeoutInMinutes 5 to 86400
 */
public record RuleDeclaration(
        String name,
        String provider,
        Map<String, String> configuration,
        List<String> commands,
        List<String> inputArtifacts,
        Optional<String> roleArn,
        Optional<String> region,
        OptionalInt timeoutInMinutes) {

    public RuleDeclaration {
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        commands = List.copyOf(commands);
        inputArtifacts = List.copyOf(inputArtifacts);
    }

    /** {@code Rule/AWS/CloudWatchAlarm/1}: the type that a provider of the rule has. */
    public ActionTypeId type() {
        return new ActionTypeId(ActionCategory.RULE, ActionOwner.AWS, provider, "1");
    }

    /**
     * The rule as what a provider of actions carries out, named as {@link RuleName} has it: it has no run order, and puts nothing out.
     *
     * @param kind of the condition that it is part of
     */
    public ActionDeclaration asAction(ConditionKind kind) {
        return new ActionDeclaration(
                new RuleName(kind, name).toString(),
                type(),
                1,
                configuration,
                commands,
                List.of(),
                inputArtifacts,
                List.of(),
                List.of(),
                roleArn,
                region,
                Optional.empty(),
                timeoutInMinutes);
    }
}
