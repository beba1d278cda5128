package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDetail;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/** What can be asked about the resources of stacks and what happened to them. */
final class ResourceQueries {

    private static final int PAGE = 100;

    private final StackStore store;
    private final Stacks stacks;
    private final Templates templates;

    ResourceQueries(StackStore store, Stacks stacks, Templates templates) {
        this.store = store;
        this.stacks = stacks;
        this.templates = templates;
    }

    DescribeStackEventsResponse events(Call call, DescribeStackEventsRequest request) {
        StackRow stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        Page<StackStore.EventRow> page =
                StackQueries.page(store.eventsOf(stack.id()), ResourceQueries::latestFirst, request.nextToken(), PAGE);
        return DescribeStackEventsResponse.builder()
                .stackEvents(
                        page.items().stream().map(StackStore.EventRow::model).toList())
                .nextToken(page.next())
                .build();
    }

    private static String latestFirst(StackStore.EventRow row) {
        return StackStore.padded(999_999_999_999L - row.number());
    }

    DescribeStackResourceResponse resource(Call call, DescribeStackResourceRequest request) {
        String logicalId = CloudFormationErrors.required("logicalResourceId", request.logicalResourceId());
        StackRow stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::inQuotes);
        ResourceRow row = store.resource(stack.id(), logicalId)
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "Resource " + logicalId + " does not exist for stack " + request.stackName()));
        Optional<JsonValue> metadata = templates.metadata(stack, logicalId);
        return DescribeStackResourceResponse.builder()
                .stackResourceDetail(StackResourceDetail.builder()
                        .stackName(stack.name())
                        .stackId(stack.id())
                        .logicalResourceId(row.logicalId())
                        .physicalResourceId(physicalId(row))
                        .resourceType(row.type())
                        .lastUpdatedTimestamp(row.changed())
                        .resourceStatus(row.status())
                        .resourceStatusReason(reason(row))
                        .metadata(metadata.map(JsonTexts::of).orElse("{}"))
                        .driftInformation(
                                d -> d.stackResourceDriftStatus(row.drift()).lastCheckTimestamp(Drift.checked(row)))
                        .build())
                .build();
    }

    DescribeStackResourcesResponse resources(Call call, DescribeStackResourcesRequest request) {
        if (request.stackName() == null) {
            String physicalId = CloudFormationErrors.required("physicalResourceId", request.physicalResourceId());
            List<ResourceRow> found = store.stacksOf(call.caller()).stream()
                    .filter(stack -> !stack.isDeleted())
                    .flatMap(stack -> store.resourcesOf(stack.id()).stream())
                    .filter(row -> row.isThere() && row.state().physicalId().equals(physicalId))
                    .toList();
            if (found.isEmpty()) {
                throw CloudFormationErrors.validation("Stack for " + physicalId + " does not exist");
            }
            return described(store.resourcesOf(found.getFirst().stackId()), request.logicalResourceId());
        }
        StackRow stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::withId);
        return described(store.resourcesOf(stack.id()), request.logicalResourceId());
    }

    private DescribeStackResourcesResponse described(List<ResourceRow> rows, @Nullable String logicalId) {
        List<ResourceRow> wanted = rows.stream()
                .filter(row -> logicalId == null || row.logicalId().equals(logicalId))
                .limit(PAGE)
                .toList();
        if (logicalId != null && wanted.isEmpty()) {
            String stack =
                    rows.isEmpty() ? "" : store.stack(rows.getFirst().stackId()).name();
            throw CloudFormationErrors.validation("Resource " + logicalId + " does not exist for stack " + stack);
        }
        return DescribeStackResourcesResponse.builder()
                .stackResources(wanted.stream().map(this::described).toList())
                .build();
    }

    private StackResource described(ResourceRow row) {
        return StackResource.builder()
                .stackName(store.stack(row.stackId()).name())
                .stackId(row.stackId())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(physicalId(row))
                .resourceType(row.type())
                .timestamp(row.changed())
                .resourceStatus(row.status())
                .resourceStatusReason(reason(row))
                .driftInformation(d -> d.stackResourceDriftStatus(row.drift()).lastCheckTimestamp(Drift.checked(row)))
                .build();
    }

    ListStackResourcesResponse list(Call call, ListStackResourcesRequest request) {
        StackRow stack = stacks.get(call.caller(), request.stackName(), CloudFormationErrors::withId);
        Page<ResourceRow> page =
                StackQueries.page(store.resourcesOf(stack.id()), ResourceRow::logicalId, request.nextToken(), PAGE);
        return ListStackResourcesResponse.builder()
                .stackResourceSummaries(
                        page.items().stream().map(ResourceQueries::summary).toList())
                .nextToken(page.next())
                .build();
    }

    private static StackResourceSummary summary(ResourceRow row) {
        return StackResourceSummary.builder()
                .logicalResourceId(row.logicalId())
                .physicalResourceId(physicalId(row))
                .resourceType(row.type())
                .lastUpdatedTimestamp(row.changed())
                .resourceStatus(row.status())
                .resourceStatusReason(reason(row))
                .driftInformation(d -> d.stackResourceDriftStatus(row.drift()).lastCheckTimestamp(Drift.checked(row)))
                .build();
    }

    private static @Nullable String physicalId(ResourceRow row) {
        return row.state().physicalId().isEmpty() ? null : row.state().physicalId();
    }

    private static @Nullable String reason(ResourceRow row) {
        return row.reason().isEmpty() ? null : row.reason();
    }
}
