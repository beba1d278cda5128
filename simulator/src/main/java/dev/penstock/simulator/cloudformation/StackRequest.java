package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/**
 * What requests that make or change a stack have in common.
 *
 * @param parameters as they were given
 * @param tags empty when the request says nothing of tags
 * @param topics empty when the request says nothing of notifications
 * @param resourceTypes that may be touched; none for all
 */
record StackRequest(
        @Nullable String templateBody,
        @Nullable String templateUrl,
        boolean previousTemplate,
        List<Parameter> parameters,
        List<Capability> capabilities,
        List<String> resourceTypes,
        Optional<String> roleArn,
        Optional<RollbackConfiguration> rollback,
        Optional<List<String>> topics,
        Optional<List<Tag>> tags) {

    private static final int MOST_TAGS = 50;
    private static final int MOST_TOPICS = 5;
    private static final int MOST_TRIGGERS = 5;
    private static final int LONGEST_MONITORING = 180;

    static StackRequest of(CreateStackRequest request) {
        return new StackRequest(
                request.templateBody(),
                request.templateURL(),
                false,
                request.parameters(),
                request.capabilities(),
                request.resourceTypes(),
                Optional.ofNullable(request.roleARN()),
                Optional.ofNullable(request.rollbackConfiguration()),
                given(request.hasNotificationARNs(), request.notificationARNs()),
                given(request.hasTags(), request.tags()));
    }

    static StackRequest of(UpdateStackRequest request) {
        return new StackRequest(
                request.templateBody(),
                request.templateURL(),
                Boolean.TRUE.equals(request.usePreviousTemplate()),
                request.parameters(),
                request.capabilities(),
                request.resourceTypes(),
                Optional.ofNullable(request.roleARN()),
                Optional.ofNullable(request.rollbackConfiguration()),
                given(request.hasNotificationARNs(), request.notificationARNs()),
                given(request.hasTags(), request.tags()));
    }

    static StackRequest of(CreateChangeSetRequest request) {
        return new StackRequest(
                request.templateBody(),
                request.templateURL(),
                Boolean.TRUE.equals(request.usePreviousTemplate()),
                request.parameters(),
                request.capabilities(),
                request.resourceTypes(),
                Optional.ofNullable(request.roleARN()),
                Optional.ofNullable(request.rollbackConfiguration()),
                given(request.hasNotificationARNs(), request.notificationARNs()),
                given(request.hasTags(), request.tags()));
    }

    StackRequest {
        parameters = List.copyOf(parameters);
        capabilities = List.copyOf(capabilities);
        resourceTypes = List.copyOf(resourceTypes);
    }

    private static <T> Optional<List<T>> given(boolean is, List<T> values) {
        return is ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    /** @throws ServiceError when something is not as it can be */
    void check() {
        tags.ifPresent(StackRequest::checkTags);
        topics.filter(all -> all.size() > MOST_TOPICS).ifPresent(all -> {
            throw CloudFormationErrors.constraint(
                    "notificationARNs", all.toString(), "have length less than or equal to " + MOST_TOPICS);
        });
        rollback.ifPresent(StackRequest::checkRollback);
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : parameters) {
            if (parameter.parameterKey() != null && !seen.add(parameter.parameterKey())) {
                throw CloudFormationErrors.validation(
                        "Duplicate parameter key provided: [" + parameter.parameterKey() + "]");
            }
        }
    }

    private static void checkTags(List<Tag> tags) {
        if (tags.size() > MOST_TAGS) {
            throw CloudFormationErrors.constraint(
                    "tags", tags.toString(), "have length less than or equal to " + MOST_TAGS);
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            String key = tags.get(i).key();
            String value = tags.get(i).value();
            if (key == null || key.isEmpty() || key.length() > 128) {
                throw CloudFormationErrors.constraint(
                        "tags." + (i + 1) + ".member.key", String.valueOf(key), "have length between 1 and 128");
            }
            if (value == null || value.length() > 256) {
                throw CloudFormationErrors.constraint(
                        "tags." + (i + 1) + ".member.value", String.valueOf(value), "have length between 1 and 256");
            }
            if (key.startsWith("aws:")) {
                throw CloudFormationErrors.validation("aws: prefixed tag key names are not allowed for external use.");
            }
            if (!keys.add(key)) {
                throw CloudFormationErrors.validation("Duplicate tag key found: " + key);
            }
        }
    }

    private static void checkRollback(RollbackConfiguration configuration) {
        if (configuration.rollbackTriggers().size() > MOST_TRIGGERS) {
            throw CloudFormationErrors.constraint(
                    "rollbackConfiguration.rollbackTriggers",
                    configuration.rollbackTriggers().toString(),
                    "have length less than or equal to " + MOST_TRIGGERS);
        }
        Integer minutes = configuration.monitoringTimeInMinutes();
        if (minutes != null && (minutes < 0 || minutes > LONGEST_MONITORING)) {
            throw CloudFormationErrors.constraint(
                    "rollbackConfiguration.monitoringTimeInMinutes",
                    minutes.toString(),
                    minutes < 0
                            ? "have value greater than or equal to 0"
                            : "have value less than or equal to " + LONGEST_MONITORING);
        }
        configuration.rollbackTriggers().forEach(trigger -> {
            if (trigger.arn() == null || !trigger.arn().contains(":alarm:")) {
                throw CloudFormationErrors.validation("Rollback Trigger ARN " + trigger.arn() + " is invalid");
            }
        });
    }

    /** The template's text. */
    String template(Call call, TemplateSource source, Function<Boolean, Optional<String>> previous) {
        Optional<String> brought = source.template(call, templateBody, templateUrl);
        if (brought.isPresent() && previousTemplate) {
            throw CloudFormationErrors.validation(
                    "You cannot specify both usePreviousTemplate and Template Body/Template URL.");
        }
        return brought.or(() -> previous.apply(previousTemplate))
                .orElseThrow(() ->
                        CloudFormationErrors.validation("Either Template URL or Template Body must be specified."));
    }
}
