package dev.penstock.aws.lambda;

import dev.penstock.function.AliasRouting;
import dev.penstock.function.FunctionAlias;
import dev.penstock.function.FunctionVersion;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.function.FunctionVersion.State;
import dev.penstock.function.FunctionVersion.UpdateStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Lambda's shapes as core's records. */
final class FunctionMapping {

    private FunctionMapping() {}

    static FunctionVersion version(FunctionConfiguration configuration) {
        String state = text(configuration.stateAsString());
        return new FunctionVersion(
                text(configuration.functionArn()),
                text(configuration.version()),
                text(configuration.codeSha256()),
                text(configuration.revisionId()),
                "Image".equals(configuration.packageTypeAsString()) ? PackageType.IMAGE : PackageType.ZIP,
                state(state),
                reason(state, configuration.stateReasonCodeAsString(), configuration.stateReason()),
                update(text(configuration.lastUpdateStatusAsString())),
                reason("", configuration.lastUpdateStatusReasonCodeAsString(), configuration.lastUpdateStatusReason()),
                text(configuration.description()));
    }

    static FunctionAlias alias(AliasConfiguration alias) {
        return new FunctionAlias(
                text(alias.aliasArn()),
                text(alias.name()),
                new AliasRouting(text(alias.functionVersion()), weights(alias.routingConfig())),
                text(alias.revisionId()));
    }

    /** A routing without a second version is an empty one: what is left out stays as it is. */
    static AliasRoutingConfiguration routing(AliasRouting routing) {
        return AliasRoutingConfiguration.builder()
                .additionalVersionWeights(routing.additional())
                .build();
    }

    private static Map<String, Double> weights(@Nullable AliasRoutingConfiguration routing) {
        return routing == null || !routing.hasAdditionalVersionWeights()
                ? Map.of()
                : routing.additionalVersionWeights();
    }

    /** The states of capacity providers' functions and those to come cannot be invoked. An answer without a state is of old times. */
    private static State state(String state) {
        return switch (state) {
            case "", "Active" -> State.ACTIVE;
            case "Pending" -> State.PENDING;
            case "Failed" -> State.FAILED;
            default -> State.INACTIVE;
        };
    }

    private static UpdateStatus update(String status) {
        return switch (status) {
            case "InProgress" -> UpdateStatus.IN_PROGRESS;
            case "Failed" -> UpdateStatus.FAILED;
            default -> UpdateStatus.SUCCESSFUL;
        };
    }

    private static String reason(String state, @Nullable String code, @Nullable String reason) {
        String said = text(reason);
        String named = code == null || code.isEmpty() || said.isEmpty() ? text(code) + said : code + ": " + said;
        boolean isUsual =
                state.isEmpty() || state.equals("Active") || state.equals("Pending") || state.equals("Failed");
        return isUsual ? named : named.isEmpty() ? state : state + ", " + named;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
