package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import java.util.Set;

/** The names that CloudFormation itself gives a value. Source: Template Reference, "Pseudo parameters reference". */
final class PseudoParameters {

    static final String NO_VALUE = "AWS::NoValue";

    private static final Set<String> NAMES = Set.of(
            "AWS::AccountId",
            "AWS::NotificationARNs",
            NO_VALUE,
            "AWS::Partition",
            "AWS::Region",
            "AWS::StackId",
            "AWS::StackName",
            "AWS::URLSuffix");

    private PseudoParameters() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }

    /** The value of one; empty for {@code AWS::NoValue} and what is none. */
    static Optional<JsonValue> value(String name, Environment environment) {
        return switch (name) {
            case "AWS::AccountId" -> Optional.of(new JsonValue.Text(environment.account()));
            case "AWS::Partition" -> Optional.of(new JsonValue.Text(environment.partition()));
            case "AWS::Region" -> Optional.of(new JsonValue.Text(environment.region()));
            case "AWS::StackId" -> Optional.of(new JsonValue.Text(environment.stackId()));
            case "AWS::StackName" -> Optional.of(new JsonValue.Text(environment.stackName()));
            case "AWS::URLSuffix" -> Optional.of(new JsonValue.Text(environment.urlSuffix()));
            case "AWS::NotificationARNs" ->
                Optional.of(new JsonValue.Array(environment.notificationArns().stream()
                        .<JsonValue>map(JsonValue.Text::new)
                        .toList()));
            default -> Optional.empty();
        };
    }
}
