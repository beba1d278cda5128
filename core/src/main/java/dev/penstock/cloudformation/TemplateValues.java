package dev.penstock.cloudformation;

import java.util.Map;
import java.util.Optional;

/**
 * What a template is evaluated with.
 *
 * @param parameters values of parameters; a parameter without one has its default
 * @param region {@code AWS::Region}; it also decides {@code AWS::Partition} and {@code AWS::URLSuffix}, which without it
 *     are {@code aws} and {@code amazonaws.com}
 * @param accountId {@code AWS::AccountId}
 * @param stackName {@code AWS::StackName}
 * @param stack what is known of the template's stack
 */
public record TemplateValues(
        Map<String, String> parameters,
        Optional<String> region,
        Optional<String> accountId,
        Optional<String> stackName,
        StackValues stack) {

    public TemplateValues {
        parameters = Map.copyOf(parameters);
    }

    boolean isChina() {
        return region.filter(name -> name.startsWith("cn-")).isPresent();
    }

    String partition() {
        if (isChina()) {
            return "aws-cn";
        }
        return region.filter(name -> name.startsWith("us-gov-")).isPresent() ? "aws-us-gov" : "aws";
    }

    String urlSuffix() {
        return isChina() ? "amazonaws.com.cn" : "amazonaws.com";
    }
}
