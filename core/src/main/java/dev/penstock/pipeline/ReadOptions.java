package dev.penstock.pipeline;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.document.ReadLimits;
import java.util.Map;
import java.util.Optional;

/**
 * What a definition's reader is told beside the file. Everything but the limits matters for CloudFormation templates only.
 *
 * @param logicalId which {@code AWS::CodePipeline::Pipeline} resource is meant, when the template has several
 * @param parameters values of template parameters; a parameter without one has its default
 * @param region what {@code AWS::Region} is; without it, a reference stays unresolved
 * @param accountId what {@code AWS::AccountId} is, 12 digits; without it, a reference stays unresolved
 * @param stackName what {@code AWS::StackName} is; without it, a reference stays unresolved
 * @param stack what is known of a template's stack
 * @param limits how much is read
 */
public record ReadOptions(
        Optional<String> logicalId,
        Map<String, String> parameters,
        Optional<String> region,
        Optional<String> accountId,
        Optional<String> stackName,
        StackValues stack,
        ReadLimits limits) {

    public ReadOptions {
        parameters = Map.copyOf(parameters);
    }

    /** No options: enough for every pipeline that is not in a template. */
    public static ReadOptions none() {
        return new ReadOptions(
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StackValues.none(),
                ReadLimits.DEFAULT);
    }

    /** These options with one pipeline of the template chosen. */
    public ReadOptions withLogicalId(String chosen) {
        return new ReadOptions(Optional.of(chosen), parameters, region, accountId, stackName, stack, limits);
    }

    /** These options with other values of template parameters. */
    public ReadOptions withParameters(Map<String, String> values) {
        return new ReadOptions(logicalId, values, region, accountId, stackName, stack, limits);
    }

    /** These options with another Region. */
    public ReadOptions withRegion(String name) {
        return new ReadOptions(logicalId, parameters, Optional.of(name), accountId, stackName, stack, limits);
    }

    /** These options with another account. */
    public ReadOptions withAccountId(String id) {
        return new ReadOptions(logicalId, parameters, region, Optional.of(id), stackName, stack, limits);
    }

    /** These options with another stack name. */
    public ReadOptions withStackName(String name) {
        return new ReadOptions(logicalId, parameters, region, accountId, Optional.of(name), stack, limits);
    }

    /** These options with more known of a template's stack. */
    public ReadOptions withStack(StackValues known) {
        return new ReadOptions(logicalId, parameters, region, accountId, stackName, known, limits);
    }
}
