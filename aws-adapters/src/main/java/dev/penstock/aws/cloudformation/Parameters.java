package dev.penstock.aws.cloudformation;

import dev.penstock.stack.ParameterValue;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/** Parameters as a request takes them. */
final class Parameters {

    private Parameters() {}

    static Parameter of(String name, ParameterValue value) {
        Parameter.Builder parameter = Parameter.builder().parameterKey(name);
        return switch (value) {
            case ParameterValue.Given(String given) ->
                parameter.parameterValue(given).build();
            case ParameterValue.Previous() -> parameter.usePreviousValue(true).build();
        };
    }
}
