package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsResponse;
import software.amazon.awssdk.services.cloudformation.model.DetectStackDriftRequest;
import software.amazon.awssdk.services.cloudformation.model.DetectStackDriftResponse;
import software.amazon.awssdk.services.cloudformation.model.DetectStackResourceDriftRequest;
import software.amazon.awssdk.services.cloudformation.model.DetectStackResourceDriftResponse;
import software.amazon.awssdk.services.cloudformation.model.PropertyDifference;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Finds what was changed beside CloudFormation. Source: CloudFormation User Guide, "Detect unmanaged configuration changes". */
final class Drift {

    private static final String DETECT = "cloudformation.drift";
    private static final Set<StackStatus> POSSIBLE = Set.of(
            StackStatus.CREATE_COMPLETE,
            StackStatus.UPDATE_COMPLETE,
            StackStatus.UPDATE_ROLLBACK_COMPLETE,
            StackStatus.UPDATE_ROLLBACK_FAILED,
            StackStatus.IMPORT_COMPLETE,
            StackStatus.IMPORT_ROLLBACK_COMPLETE);

    private final StackStore store;
    private final Stacks stacks;
    private final Calendar calendar;
    private final Ids ids;
    private final Handlers handlers;
    private final Templates templates;

    Drift(StackStore store, Stacks stacks, Calendar calendar, Ids ids, Handlers handlers, Templates templates) {
        this.store = store;
        this.stacks = stacks;
        this.calendar = calendar;
        this.ids = ids;
        this.handlers = handlers;
        this.templates = templates;
        calendar.on(DETECT, id -> store.drifts.get(id).ifPresent(this::detect));
    }

    /** When drift was looked for; null when it never was, as the model classes want it. */
    static @Nullable Instant checked(ResourceRow row) {
        return row.checked().equals(Instant.EPOCH) ? null : row.checked();
    }

    DetectStackDriftResponse detect(Call call, DetectStackDriftRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        if (!POSSIBLE.contains(stack.status())) {
            throw CloudFormationErrors.validation("Drift detection cannot be performed on stack [" + stack.id()
                    + "] while in " + stack.status() + " state.");
        }
        DriftRow row = new DriftRow(
                ids.uuid(), stack.id(), request.logicalResourceIds(), "DETECTION_IN_PROGRESS", "", 0, call.now());
        store.drifts.put(row.id(), row);
        calendar.enter(DETECT, row.id(), call.now().plus(Durations.DRIFT));
        call.effect(stack.id());
        return DetectStackDriftResponse.builder()
                .stackDriftDetectionId(row.id())
                .build();
    }

    private void detect(DriftRow row) {
        StackRow stack = store.stack(row.stackId());
        int drifted = 0;
        for (ResourceRow resource : store.resourcesOf(stack.id())) {
            boolean asked = row.logicalIds().isEmpty() || row.logicalIds().contains(resource.logicalId());
            if (resource.isThere() && asked) {
                StackResourceDrift found = compare(stack, resource);
                String status = found.stackResourceDriftStatusAsString();
                store.put(resource.drifted(status, calendar.now()));
                drifted += status.equals("IN_SYNC") || status.equals("NOT_CHECKED") ? 0 : 1;
            }
        }
        String result = drifted > 0 ? "DRIFTED" : "IN_SYNC";
        store.drifts.put(row.id(), row.ended(result, drifted));
        store.put(store.stack(stack.id())
                .with(model ->
                        model.driftInformation(d -> d.stackDriftStatus(result).lastCheckTimestamp(calendar.now()))));
    }

    DescribeStackDriftDetectionStatusResponse status(Call call, DescribeStackDriftDetectionStatusRequest request) {
        String id = CloudFormationErrors.required("stackDriftDetectionId", request.stackDriftDetectionId());
        DriftRow row = store.drifts
                .get(id)
                .filter(found -> isOf(call.caller(), found))
                .orElseThrow(
                        () -> CloudFormationErrors.validation("StackDriftDetectionId [" + id + "] does not exist"));
        boolean over = !row.result().isEmpty();
        return DescribeStackDriftDetectionStatusResponse.builder()
                .stackId(row.stackId())
                .stackDriftDetectionId(row.id())
                .detectionStatus(row.status())
                .stackDriftStatus(over ? row.result() : null)
                .driftedStackResourceCount(over ? row.drifted() : null)
                .timestamp(row.at())
                .build();
    }

    private boolean isOf(Caller caller, DriftRow row) {
        StackRow stack = store.stack(row.stackId());
        return stack.account().equals(caller.account()) && stack.region().equals(caller.region());
    }

    DescribeStackResourceDriftsResponse describe(Call call, DescribeStackResourceDriftsRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        List<ResourceRow> rows = store.resourcesOf(stack.id()).stream()
                .filter(row -> row.isThere() && !row.drift().equals("NOT_CHECKED"))
                .filter(row -> request.stackResourceDriftStatusFilters().isEmpty()
                        || request.stackResourceDriftStatusFiltersAsStrings().contains(row.drift()))
                .toList();
        var page = StackQueries.page(rows, ResourceRow::logicalId, request.nextToken(), 100);
        return DescribeStackResourceDriftsResponse.builder()
                .stackResourceDrifts(
                        page.items().stream().map(row -> compare(stack, row)).toList())
                .nextToken(page.next())
                .build();
    }

    DetectStackResourceDriftResponse detect(Call call, DetectStackResourceDriftRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        String logicalId = CloudFormationErrors.required("logicalResourceId", request.logicalResourceId());
        ResourceRow row = store.resource(stack.id(), logicalId)
                .filter(ResourceRow::isThere)
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "Resource " + logicalId + " does not exist for stack " + stack.name()));
        StackResourceDrift found = compare(stack, row);
        store.put(row.drifted(found.stackResourceDriftStatusAsString(), call.now()));
        return DetectStackResourceDriftResponse.builder()
                .stackResourceDrift(found)
                .build();
    }

    private StackResourceDrift compare(StackRow stack, ResourceRow row) {
        ResourceContext context = new ResourceContext(
                store.operation(stack.id()).map(StackOperation::works).orElseGet(() -> Exports.place(stack)),
                stack.id(),
                stack.name(),
                row.logicalId(),
                stack.tags(),
                stack.id(),
                "",
                calendar.now(),
                handlers.calls());
        Optional<JsonValue.Structure> actual = handlers.read(context, row.deployed());
        Set<String> hidden =
                templates.schemas().of(row.type()).map(Schema::writeOnly).orElse(Set.of());
        String expected = JsonTexts.of(DriftComparison.readable(row.deployed().properties(), hidden));
        StackResourceDrift.Builder drift = StackResourceDrift.builder()
                .stackId(stack.id())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(row.state().physicalId())
                .resourceType(row.type())
                .timestamp(calendar.now());
        if (actual.isEmpty()) {
            return drift.stackResourceDriftStatus("DELETED")
                    .expectedProperties(expected)
                    .propertyDifferences(List.of())
                    .build();
        }
        List<PropertyDifference> differences =
                DriftComparison.differences(row.deployed().properties(), actual.get(), hidden);
        return drift.stackResourceDriftStatus(differences.isEmpty() ? "IN_SYNC" : "MODIFIED")
                .expectedProperties(expected)
                .actualProperties(JsonTexts.of(DriftComparison.readable(actual.get(), hidden)))
                .propertyDifferences(differences)
                .build();
    }
}
