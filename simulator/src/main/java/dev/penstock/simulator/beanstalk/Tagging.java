package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateTagsForResourceRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateTagsForResourceResponse;

/** Tags of applications, versions, saved configurations and environments. */
final class Tagging {

    private static final int MOST = 50;

    private final BeanstalkStore store;
    private final Tags tags;
    private final Events events;
    private final Rollout rollout;

    Tagging(BeanstalkStore store, Tags tags, Events events, Rollout rollout) {
        this.store = store;
        this.tags = tags;
        this.events = events;
        this.rollout = rollout;
    }

    void declare(Operations all) {
        all.operation("ListTagsForResource", ListTagsForResourceRequest::builder, this::list)
                .operation("UpdateTagsForResource", UpdateTagsForResourceRequest::builder, this::update);
    }

    private ListTagsForResourceResponse list(Call call, ListTagsForResourceRequest request) {
        String arn = require(call, request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .resourceArn(arn)
                .resourceTags(tags.of(arn).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private UpdateTagsForResourceResponse update(Call call, UpdateTagsForResourceRequest request) {
        String arn = require(call, request.resourceArn());
        Map<String, String> added = Applications.tagged(request.tagsToAdd());
        List<String> both =
                added.keySet().stream().filter(request.tagsToRemove()::contains).toList();
        if (!both.isEmpty()) {
            throw BeanstalkErrors.combination(
                    "The same tag keys can't be specified in both TagsToAdd and TagsToRemove: " + both + ".");
        }
        Optional<EnvironmentRow> environment = environment(call, arn);
        if (environment.filter(row -> row.status() != EnvironmentStatus.READY).isPresent()) {
            throw BeanstalkErrors.operationInProgress("Environment named "
                    + environment.get().name() + " is in an invalid state for this operation. Must be Ready.");
        }
        tags.remove(arn, request.tagsToRemove());
        tags.add(arn, added);
        if (tags.of(arn).size() > MOST) {
            throw ServiceError.client(
                    "TooManyTagsException",
                    "The number of tags in the resource would exceed the number of tags that each resource can have.");
        }
        call.effect(arn);
        environment.ifPresent(row -> propagate(call, row));
        return UpdateTagsForResourceResponse.builder().build();
    }

    /** An environment's tags go to its resources, which is an update of its own. */
    private void propagate(Call call, EnvironmentRow row) {
        events.caused(row, "INFO", "Environment tag update is starting.", call.requestId());
        Work work = Changes.work(
                call,
                Work.Kind.TAG,
                row,
                List.of(
                        Step.tell(
                                "Updating tags of environment " + row.name() + "'s resources.",
                                java.time.Duration.ofSeconds(20)),
                        Step.of(Step.Kind.SUCCEED)),
                Work.Policy.ALL_AT_ONCE,
                row.state().deployments());
        rollout.begin(row, work, EnvironmentStatus.UPDATING);
    }

    private Optional<EnvironmentRow> environment(Call call, String arn) {
        return store.environments(call.account(), call.region()).stream()
                .filter(row -> !row.isTerminated() && row.arn().equals(arn))
                .findFirst();
    }

    private String require(Call call, @Nullable String arn) {
        if (arn == null) {
            throw BeanstalkErrors.missing("ResourceArn");
        }
        if (!arn.startsWith("arn:") || !arn.contains(":elasticbeanstalk:")) {
            throw BeanstalkErrors.invalid("Unable to parse ARN '" + arn + "'.");
        }
        boolean there = environment(call, arn).isPresent()
                || store.applications(call).stream()
                        .anyMatch(application -> application.arn().equals(arn)
                                || store.versions(application).stream()
                                        .anyMatch(version -> version.arn().equals(arn))
                                || store.templates(application).stream()
                                        .anyMatch(template -> template.arn().equals(arn)));
        if (!there) {
            if (arn.contains(":platform/")) {
                throw ServiceError.client(
                        "ResourceTypeNotSupportedException", "Tags of platforms are not supported here.");
            }
            throw BeanstalkErrors.noResource(arn);
        }
        return arn;
    }
}
