package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.ResourceHandler;
import dev.penstock.simulator.cloudformation.types.ResourceTypes;
import dev.penstock.simulator.cloudwatch.Alarms;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackInstanceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetOperationRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeTypeRequest;
import software.amazon.awssdk.services.cloudformation.model.DetectStackDriftRequest;
import software.amazon.awssdk.services.cloudformation.model.DetectStackResourceDriftRequest;
import software.amazon.awssdk.services.cloudformation.model.EstimateTemplateCostRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationResultsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListTypeVersionsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListTypesRequest;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackRequest;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.SignalResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.StopStackSetOperationRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;

/** CloudFormation, put together. Source of operations and their members: its API Reference, version 2010-05-15. */
public final class CloudFormation {

    /**
     * What it works with.
     *
     * @param calls how it asks other services
     * @param objects templates in S3
     * @param topics where its notifications go
     * @param alarms that take operations back
     * @param types the resource types
     * @param opaque which of the types that are not simulated are taken as they are written
     */
    public record Neighbours(
            ServiceCalls calls,
            ObjectAccess objects,
            ServiceSessions sessions,
            Notifications topics,
            Alarms alarms,
            ResourceTypes types,
            Predicate<String> opaque,
            Faults faults) {}

    /** Where notifications go. */
    @FunctionalInterface
    public interface Notifications {

        /** Publishes a message; nothing happens when there is no such topic. */
        void publish(String topicArn, String subject, String message);
    }

    private final StackOperations operations;
    private final StackControls controls;
    private final StackQueries queries;
    private final ResourceQueries resourceQueries;
    private final OperationEvents operationEvents;
    private final TemplateQueries templateQueries;
    private final TypeQueries typeQueries;
    private final ChangeSetOperations changeSets;
    private final ChangeSetQueries changeSetQueries;
    private final Drift drift;
    private final StackSetOperations stackSets;
    private final StackSetQueries stackSetQueries;
    private final NestedStacks nested;
    private final WaitConditions waitConditions;
    private final WaitConditions.Handle waitHandles;
    private final WaitHandles addresses;
    private final Neighbours neighbours;

    private final Consumer<ServiceEvents> telling;

    /** Puts it together. */
    public CloudFormation(Store store, Calendar calendar, Ids ids, Neighbours neighbours) {
        this.neighbours = neighbours;
        StackStore rows = new StackStore(store);
        telling = told -> StatusEvents.tell(rows, told);
        Stacks stacks = new Stacks(rows);
        Exports exports = new Exports(rows);
        TemplateSource source = new TemplateSource(neighbours.calls(), neighbours.objects(), store.blobs());
        Templates templates = new Templates(
                rows, calendar, exports, neighbours.calls(), neighbours.types().schemas(), source);
        Handlers handlers = new Handlers(store, neighbours.calls(), neighbours.faults(), this::handler);
        StackEvents events = new StackEvents(rows, calendar, ids, neighbours.topics());
        Signals signals = new Signals(rows);
        LiveState live =
                new LiveState(rows, calendar, handlers, neighbours.types().schemas());
        ResourceStart starts = new ResourceStart(
                rows, calendar, ids, events, handlers, neighbours.types().schemas(), templates::blueprint, live);
        ResourceLife resources = new ResourceLife(rows, calendar, events, handlers, starts, signals);
        StackLife life = new StackLife(
                rows,
                calendar,
                events,
                new Planning(rows, templates::blueprint, templates::fixed),
                resources,
                new Completion(rows, calendar, events, exports, templates::blueprint),
                new RollbackTriggers(rows, calendar, neighbours.alarms()));
        StackMaking making = new StackMaking(rows, calendar, ids, life);
        NestedTemplates nestedTemplates = new NestedTemplates(templates, source);
        nested = new NestedStacks(rows, nestedTemplates, making, life);
        waitConditions = new WaitConditions(rows);
        waitHandles = new WaitConditions.Handle(rows);
        addresses = new WaitHandles(store, rows, calendar, signals);
        ServiceRoles roles = new ServiceRoles(neighbours.sessions());
        operations = new StackOperations(rows, stacks, making, templates, source, roles, exports, events);
        controls = new StackControls(rows, stacks, life, ids, roles, source, signals, events);
        queries = new StackQueries(rows, stacks, exports);
        resourceQueries = new ResourceQueries(rows, stacks, templates);
        ChangeSets sets = new ChangeSets(rows, stacks);
        operationEvents = new OperationEvents(rows, stacks, sets, ids);
        ChangeSetMaking changing = new ChangeSetMaking(
                rows,
                calendar,
                templates,
                new NestedChangeSets(rows, calendar, ids, making, events, nestedTemplates),
                new EarlyValidation(handlers, neighbours.types().schemas()),
                live,
                operationEvents);
        changeSets =
                new ChangeSetOperations(rows, stacks, sets, making, events, ids, templates, source, roles, changing);
        changeSetQueries = new ChangeSetQueries(rows, stacks, sets);
        drift = new Drift(rows, stacks, calendar, ids, handlers, templates);
        StackSetStore setRows = new StackSetStore(store);
        StackSetStacks setStacks = new StackSetStacks(setRows, rows, making, templates, roles, ids);
        stackSets = new StackSetOperations(
                setRows, new StackSetLife(setRows, rows, calendar, setStacks), templates, source, ids);
        stackSetQueries = new StackSetQueries(setRows, stackSets);
        typeQueries = new TypeQueries(neighbours.types(), templates, source, ids);
        templateQueries = new TemplateQueries(stacks, sets, templates, source, stackSets);
    }

    /** Who makes resources of a type. */
    private ResourceHandler handler(String type) {
        return switch (type) {
            case StackEvents.STACK -> nested;
            case WaitConditions.TYPE -> waitConditions;
            case WaitConditions.Handle.TYPE -> waitHandles;
            default -> {
                ResourceTypes types = neighbours.types();
                boolean taken =
                        types.simulated().contains(type) || neighbours.opaque().test(type);
                yield types.handler(type)
                        .filter(handler -> taken)
                        .orElseThrow(() -> ServiceError.notSimulated(
                                "The resource type " + type, String.join(", ", types.simulated())));
            }
        };
    }

    /** Where wait conditions are signalled. */
    public Protocol waitHandles() {
        return addresses;
    }

    /** How it is spoken to, and its operations. */
    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "cloudformation",
                new ServiceDefinition.Protocol.Query(
                        "2010-05-15", "http://cloudformation.amazonaws.com/doc/2010-05-15/"),
                all -> {
                    declareStacks(all);
                    declareQueries(all);
                    declareChangeSets(all);
                    declareStackSets(all);
                });
    }

    private void declareStacks(ServiceDefinition.Operations all) {
        all.operation("CreateStack", CreateStackRequest::builder, operations::create)
                .operation("UpdateStack", UpdateStackRequest::builder, operations::update)
                .operation("DeleteStack", DeleteStackRequest::builder, operations::delete)
                .operation(
                        "UpdateTerminationProtection", UpdateTerminationProtectionRequest::builder, operations::protect)
                .operation("CancelUpdateStack", CancelUpdateStackRequest::builder, controls::cancel)
                .operation("ContinueUpdateRollback", ContinueUpdateRollbackRequest::builder, controls::goOn)
                .operation("RollbackStack", RollbackStackRequest::builder, controls::rollback)
                .operation("GetStackPolicy", GetStackPolicyRequest::builder, controls::policy)
                .operation("SetStackPolicy", SetStackPolicyRequest::builder, controls::setPolicy)
                .operation("SignalResource", SignalResourceRequest::builder, controls::signal)
                .operation("DetectStackDrift", DetectStackDriftRequest::builder, drift::detect)
                .operation("DetectStackResourceDrift", DetectStackResourceDriftRequest::builder, drift::detect)
                .operation(
                        "DescribeStackDriftDetectionStatus",
                        DescribeStackDriftDetectionStatusRequest::builder,
                        drift::status)
                .operation("DescribeStackResourceDrifts", DescribeStackResourceDriftsRequest::builder, drift::describe);
    }

    private void declareQueries(ServiceDefinition.Operations all) {
        all.operation("DescribeStacks", DescribeStacksRequest::builder, queries::describe)
                .operation("ListStacks", ListStacksRequest::builder, queries::list)
                .operation("ListExports", ListExportsRequest::builder, queries::exports)
                .operation("ListImports", ListImportsRequest::builder, queries::imports)
                .operation("DescribeAccountLimits", DescribeAccountLimitsRequest::builder, queries::limits)
                .operation("DescribeStackEvents", DescribeStackEventsRequest::builder, resourceQueries::events)
                .operation("DescribeEvents", DescribeEventsRequest::builder, operationEvents::describe)
                .operation("DescribeStackResource", DescribeStackResourceRequest::builder, resourceQueries::resource)
                .operation("DescribeStackResources", DescribeStackResourcesRequest::builder, resourceQueries::resources)
                .operation("ListStackResources", ListStackResourcesRequest::builder, resourceQueries::list)
                .operation("GetTemplate", GetTemplateRequest::builder, templateQueries::get)
                .operation("GetTemplateSummary", GetTemplateSummaryRequest::builder, templateQueries::summary)
                .operation("ValidateTemplate", ValidateTemplateRequest::builder, templateQueries::validate)
                .operation("DescribeType", DescribeTypeRequest::builder, typeQueries::describe)
                .operation("ListTypes", ListTypesRequest::builder, typeQueries::list)
                .operation("ListTypeVersions", ListTypeVersionsRequest::builder, typeQueries::versions)
                .operation("EstimateTemplateCost", EstimateTemplateCostRequest::builder, typeQueries::estimate);
    }

    private void declareChangeSets(ServiceDefinition.Operations all) {
        all.operation("CreateChangeSet", CreateChangeSetRequest::builder, changeSets::create)
                .operation("ExecuteChangeSet", ExecuteChangeSetRequest::builder, changeSets::execute)
                .operation("DeleteChangeSet", DeleteChangeSetRequest::builder, changeSets::delete)
                .operation("DescribeChangeSet", DescribeChangeSetRequest::builder, changeSetQueries::describe)
                .operation("ListChangeSets", ListChangeSetsRequest::builder, changeSetQueries::list);
    }

    private void declareStackSets(ServiceDefinition.Operations all) {
        all.operation("CreateStackSet", CreateStackSetRequest::builder, stackSets::create)
                .operation("UpdateStackSet", UpdateStackSetRequest::builder, stackSets::update)
                .operation("DeleteStackSet", DeleteStackSetRequest::builder, stackSets::delete)
                .operation("CreateStackInstances", CreateStackInstancesRequest::builder, stackSets::createInstances)
                .operation("UpdateStackInstances", UpdateStackInstancesRequest::builder, stackSets::updateInstances)
                .operation("DeleteStackInstances", DeleteStackInstancesRequest::builder, stackSets::deleteInstances)
                .operation("StopStackSetOperation", StopStackSetOperationRequest::builder, stackSets::stop)
                .operation("DescribeStackSet", DescribeStackSetRequest::builder, stackSetQueries::describe)
                .operation("ListStackSets", ListStackSetsRequest::builder, stackSetQueries::list)
                .operation("DescribeStackInstance", DescribeStackInstanceRequest::builder, stackSetQueries::instance)
                .operation("ListStackInstances", ListStackInstancesRequest::builder, stackSetQueries::instances)
                .operation(
                        "DescribeStackSetOperation",
                        DescribeStackSetOperationRequest::builder,
                        stackSetQueries::operation)
                .operation(
                        "ListStackSetOperations", ListStackSetOperationsRequest::builder, stackSetQueries::operations)
                .operation(
                        "ListStackSetOperationResults",
                        ListStackSetOperationResultsRequest::builder,
                        stackSetQueries::results);
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}
