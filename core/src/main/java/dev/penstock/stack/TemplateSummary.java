package dev.penstock.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What CloudFormation makes of a template without a stack ({@code ValidateTemplate}).
 *
 * @param parameters the declared parameters, with their defaults as far as they have one
 * @param capabilities what must be acknowledged, such as {@code CAPABILITY_NAMED_IAM}
 * @param capabilitiesReason the resources for which; may be empty
 * @param transforms the macros that it uses
 */
public record TemplateSummary(
        Map<String, Optional<String>> parameters,
        Set<String> capabilities,
        String capabilitiesReason,
        List<String> transforms) {

    public TemplateSummary {
        parameters = Map.copyOf(parameters);
        capabilities = Set.copyOf(capabilities);
        transforms = List.copyOf(transforms);
    }
}
