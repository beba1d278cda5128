package dev.penstock.simulator.cloudformation.template;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a template says about one parameter.
 *
 * @param noEcho whether its value is never shown
 * @param allowedValues empty when any value is
 */
public record ParameterDeclaration(
        String name,
        ParameterType type,
        Optional<String> defaultValue,
        boolean noEcho,
        Optional<String> description,
        Optional<String> constraintDescription,
        List<String> allowedValues,
        Optional<String> allowedPattern,
        Optional<BigDecimal> minLength,
        Optional<BigDecimal> maxLength,
        Optional<BigDecimal> minValue,
        Optional<BigDecimal> maxValue) {

    public ParameterDeclaration {
        allowedValues = List.copyOf(allowedValues);
    }
}
