package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.BeaconStackOperationStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.DescribeEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.EventType;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;
import software.amazon.awssdk.services.cloudformation.model.OperationType;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * Events by the operations that they belong to, those of change sets included. Source: CloudFormation API Reference,
 * DescribeEvents and OperationEvent.
 */
final class OperationEvents {

    private static final int PAGE = 100;

    private final StackStore store;
    private final Stacks stacks;
    private final ChangeSets sets;
    private final Ids ids;

    /** An event with its place among all. */
    private record Numbered(OperationEvent event, long number) {}

    OperationEvents(StackStore store, Stacks stacks, ChangeSets sets, Ids ids) {
        this.store = store;
        this.stacks = stacks;
        this.sets = sets;
        this.ids = ids;
    }

    /** Notes that the making of a change set has begun, or has ended. */
    void changeSet(ChangeSetRow set, Instant now) {
        ChangeSetStatus status = set.model().status();
        boolean ended = status == ChangeSetStatus.CREATE_COMPLETE || status == ChangeSetStatus.FAILED;
        note(
                set,
                of(set, now)
                        .eventType(EventType.STACK_EVENT)
                        .operationStatus(
                                !ended
                                        ? BeaconStackOperationStatus.IN_PROGRESS
                                        : status == ChangeSetStatus.FAILED
                                                ? BeaconStackOperationStatus.FAILED
                                                : BeaconStackOperationStatus.SUCCEEDED)
                        .startTime(set.model().creationTime())
                        .endTime(ended ? now : null)
                        .build());
    }

    /** Notes what was found wrong before anything is done. */
    void validation(ChangeSetRow set, EarlyValidation.Finding finding, Instant now) {
        note(
                set,
                of(set, now)
                        .eventType(EventType.VALIDATION_ERROR)
                        .logicalResourceId(finding.logicalId())
                        .physicalResourceId(finding.physicalId())
                        .resourceType(finding.type())
                        .validationFailureMode(finding.mode())
                        .validationName(finding.name())
                        .validationStatus("FAILED")
                        .validationStatusReason(finding.reason())
                        .validationPath(finding.path())
                        .build());
    }

    private OperationEvent.Builder of(ChangeSetRow set, Instant now) {
        return OperationEvent.builder()
                .eventId(ids.uuid())
                .stackId(set.stackId())
                .operationId(set.operationId())
                .operationType(OperationType.CREATE_CHANGESET)
                .timestamp(now);
    }

    private void note(ChangeSetRow set, OperationEvent event) {
        store.put(set.id(), event);
    }

    DescribeEventsResponse describe(Call call, DescribeEventsRequest request) {
        boolean failed = request.filters() != null
                && Boolean.TRUE.equals(request.filters().failedEvents());
        List<Numbered> all = asked(call, request)
                .filter(one -> request.operationId() == null
                        || request.operationId().equals(one.event().operationId()))
                .filter(one -> !failed || isFailure(one.event()))
                .toList();
        Page<Numbered> page = StackQueries.page(
                all, one -> StackStore.padded(999_999_999_999L - one.number()), request.nextToken(), PAGE);
        return DescribeEventsResponse.builder()
                .operationEvents(page.items().stream().map(Numbered::event).toList())
                .nextToken(page.next())
                .build();
    }

    private Stream<Numbered> asked(Call call, DescribeEventsRequest request) {
        boolean byArn =
                request.changeSetName() != null && request.changeSetName().startsWith("arn:");
        if (request.changeSetName() != null && (byArn || request.stackName() != null)) {
            ChangeSetRow set = sets.get(call, request.changeSetName(), request.stackName(), "");
            return ofChangeSets(List.of(set));
        }
        if (request.stackName() != null) {
            return of(stacks.get(call.caller(), request.stackName(), CloudFormationErrors::inBrackets));
        }
        if (request.operationId() != null) {
            return store.stacksOf(call.caller()).stream().flatMap(this::of);
        }
        throw CloudFormationErrors.validation("One of ChangeSetName, OperationId or StackName must be specified");
    }

    private Stream<Numbered> of(StackRow stack) {
        List<Numbered> all = new ArrayList<>();
        store.eventsOf(stack.id()).forEach(row -> all.add(new Numbered(event(row), row.number())));
        return Stream.concat(all.stream(), ofChangeSets(store.changeSetsOf(stack.id())));
    }

    private Stream<Numbered> ofChangeSets(List<ChangeSetRow> rows) {
        return rows.stream()
                .flatMap(set -> store.eventsOfChangeSet(set.id()).stream())
                .map(row -> new Numbered(row.model(), row.number()));
    }

    private static boolean isFailure(OperationEvent event) {
        return switch (event.eventType()) {
            case VALIDATION_ERROR, PROVISIONING_ERROR, HOOK_INVOCATION_ERROR -> true;
            case STACK_EVENT, PROGRESS_EVENT, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    private static OperationEvent event(StackStore.EventRow row) {
        StackEvent event = row.model();
        String status = event.resourceStatusAsString();
        boolean ofStack = event.stackId().equals(event.physicalResourceId());
        boolean failed = status.endsWith("_FAILED");
        OperationEvent.Builder operation = OperationEvent.builder()
                .eventId(event.eventId())
                .stackId(event.stackId())
                .operationId(event.operationId())
                .eventType(
                        ofStack
                                ? EventType.STACK_EVENT
                                : failed ? EventType.PROVISIONING_ERROR : EventType.PROGRESS_EVENT)
                .logicalResourceId(event.logicalResourceId())
                .physicalResourceId(event.physicalResourceId())
                .resourceType(event.resourceType())
                .timestamp(event.timestamp())
                .resourceStatus(status)
                .resourceStatusReason(event.resourceStatusReason())
                .resourceProperties(event.resourceProperties())
                .clientRequestToken(event.clientRequestToken());
        Optional.of(row.operation()).filter(type -> !type.isEmpty()).ifPresent(operation::operationType);
        if (ofStack) {
            operation.operationStatus(
                    failed
                            ? BeaconStackOperationStatus.FAILED
                            : status.endsWith("_COMPLETE")
                                    ? BeaconStackOperationStatus.SUCCEEDED
                                    : BeaconStackOperationStatus.IN_PROGRESS);
        }
        return operation.build();
    }
}
