package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackSetStore.InstanceRow;
import dev.penstock.simulator.cloudformation.StackSetStore.OperationRow;
import dev.penstock.simulator.cloudformation.StackSetStore.SetRow;
import dev.penstock.simulator.cloudformation.StackSetStore.Target;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackInstanceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackInstanceResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetOperationRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetOperationResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackInstancesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationResultsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationResultsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetsResponse;
import software.amazon.awssdk.services.cloudformation.model.StackInstance;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSet;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperation;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationResultSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSetSummary;

/** What can be asked about stack sets. */
final class StackSetQueries {

    private static final int PAGE = 100;

    private final StackSetStore store;
    private final StackSetOperations operations;

    StackSetQueries(StackSetStore store, StackSetOperations operations) {
        this.store = store;
        this.operations = operations;
    }

    DescribeStackSetResponse describe(Call call, DescribeStackSetRequest request) {
        String name = CloudFormationErrors.required("stackSetName", request.stackSetName());
        SetRow set = store.find(call.caller(), name).orElseThrow(() -> StackSetOperations.notFound(name));
        List<String> regions = store.instancesOf(set.id()).stream()
                .map(row -> row.model().region())
                .distinct()
                .sorted()
                .toList();
        return DescribeStackSetResponse.builder()
                .stackSet(set.model().toBuilder().regions(regions).build())
                .build();
    }

    ListStackSetsResponse list(Call call, ListStackSetsRequest request) {
        Page<SetRow> page = page(
                store.of(call.caller()).stream()
                        .filter(row -> request.status() == null || row.model().status() == request.status())
                        .toList(),
                row -> StackStore.padded(row.number()),
                request.nextToken(),
                request.maxResults());
        return ListStackSetsResponse.builder()
                .summaries(
                        page.items().stream().map(row -> summary(row.model())).toList())
                .nextToken(page.next())
                .build();
    }

    private static StackSetSummary summary(StackSet set) {
        return StackSetSummary.builder()
                .stackSetName(set.stackSetName())
                .stackSetId(set.stackSetId())
                .description(set.description())
                .status(set.statusAsString())
                .permissionModel(set.permissionModelAsString())
                .driftStatus("NOT_CHECKED")
                .managedExecution(set.managedExecution())
                .build();
    }

    DescribeStackInstanceResponse instance(Call call, DescribeStackInstanceRequest request) {
        SetRow set = operations.get(call.caller(), request.stackSetName());
        String account = CloudFormationErrors.required("stackInstanceAccount", request.stackInstanceAccount());
        String region = CloudFormationErrors.required("stackInstanceRegion", request.stackInstanceRegion());
        StackInstance found = store.instance(set.id(), account, region)
                .map(InstanceRow::model)
                .orElseThrow(() -> ServiceError.of(
                        404,
                        "StackInstanceNotFoundException",
                        "Stack instance for StackSet " + set.id() + ", account " + account + ", region " + region
                                + " not found"));
        return DescribeStackInstanceResponse.builder().stackInstance(found).build();
    }

    ListStackInstancesResponse instances(Call call, ListStackInstancesRequest request) {
        SetRow set = operations.get(call.caller(), request.stackSetName());
        Page<InstanceRow> page = page(
                store.instancesOf(set.id()).stream()
                        .filter(row -> request.stackInstanceAccount() == null
                                || request.stackInstanceAccount()
                                        .equals(row.model().account()))
                        .filter(row -> request.stackInstanceRegion() == null
                                || request.stackInstanceRegion()
                                        .equals(row.model().region()))
                        .toList(),
                InstanceRow::key,
                request.nextToken(),
                request.maxResults());
        return ListStackInstancesResponse.builder()
                .summaries(
                        page.items().stream().map(row -> summary(row.model())).toList())
                .nextToken(page.next())
                .build();
    }

    private static StackInstanceSummary summary(StackInstance instance) {
        return StackInstanceSummary.builder()
                .stackSetId(instance.stackSetId())
                .account(instance.account())
                .region(instance.region())
                .stackId(instance.stackId())
                .status(instance.statusAsString())
                .statusReason(instance.statusReason())
                .stackInstanceStatus(instance.stackInstanceStatus())
                .driftStatus(instance.driftStatusAsString())
                .lastOperationId(instance.lastOperationId())
                .build();
    }

    DescribeStackSetOperationResponse operation(Call call, DescribeStackSetOperationRequest request) {
        SetRow set = operations.get(call.caller(), request.stackSetName());
        return DescribeStackSetOperationResponse.builder()
                .stackSetOperation(
                        operations.operation(set, request.operationId()).model())
                .build();
    }

    ListStackSetOperationsResponse operations(Call call, ListStackSetOperationsRequest request) {
        SetRow set = operations.get(call.caller(), request.stackSetName());
        Page<OperationRow> page = page(
                store.operationsOf(set.id()),
                row -> StackStore.padded(999_999_999_999L - row.number()),
                request.nextToken(),
                request.maxResults());
        return ListStackSetOperationsResponse.builder()
                .summaries(
                        page.items().stream().map(row -> summary(row.model())).toList())
                .nextToken(page.next())
                .build();
    }

    private static StackSetOperationSummary summary(StackSetOperation operation) {
        return StackSetOperationSummary.builder()
                .operationId(operation.operationId())
                .action(operation.actionAsString())
                .status(operation.statusAsString())
                .statusReason(operation.statusReason())
                .statusDetails(operation.statusDetails())
                .creationTimestamp(operation.creationTimestamp())
                .endTimestamp(operation.endTimestamp())
                .operationPreferences(operation.operationPreferences())
                .build();
    }

    ListStackSetOperationResultsResponse results(Call call, ListStackSetOperationResultsRequest request) {
        SetRow set = operations.get(call.caller(), request.stackSetName());
        Page<Target> page = page(
                operations.operation(set, request.operationId()).targets(),
                target -> target.account() + " " + target.region(),
                request.nextToken(),
                request.maxResults());
        return ListStackSetOperationResultsResponse.builder()
                .summaries(page.items().stream().map(StackSetQueries::result).toList())
                .nextToken(page.next())
                .build();
    }

    /** No account has a gate function, so that the gate is skipped. Source: User Guide, "Set up account gates". */
    private static StackSetOperationResultSummary result(Target target) {
        return StackSetOperationResultSummary.builder()
                .account(target.account())
                .region(target.region())
                .status(target.status())
                .statusReason(target.reason().isEmpty() ? null : target.reason())
                .accountGateResult(gate -> gate.status("SKIPPED")
                        .statusReason("Function not found: arn:aws:lambda:" + target.region() + ":" + target.account()
                                + ":function:AWSCloudFormationStackSetAccountGate"))
                .build();
    }

    private static <T> Page<T> page(
            List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer most) {
        return StackQueries.page(all, key, token, most == null ? PAGE : Math.clamp(most, 1, PAGE));
    }
}
