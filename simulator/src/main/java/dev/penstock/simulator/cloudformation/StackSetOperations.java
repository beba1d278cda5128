package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackSetStore.InstanceRow;
import dev.penstock.simulator.cloudformation.StackSetStore.OperationRow;
import dev.penstock.simulator.cloudformation.StackSetStore.SetRow;
import dev.penstock.simulator.cloudformation.StackSetStore.Target;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.CreateStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackInstancesResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackInstancesResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeploymentTargets;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.PermissionModels;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackInstance;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceDetailedStatus;
import software.amazon.awssdk.services.cloudformation.model.StackInstanceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSet;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperation;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationAction;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationPreferences;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationStatus;
import software.amazon.awssdk.services.cloudformation.model.StackSetStatus;
import software.amazon.awssdk.services.cloudformation.model.StopStackSetOperationRequest;
import software.amazon.awssdk.services.cloudformation.model.StopStackSetOperationResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackInstancesRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackInstancesResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackSetRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackSetResponse;

/** Stack sets whose permissions the accounts give themselves, by roles. Source: CloudFormation API Reference. */
final class StackSetOperations {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final String ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole";
    private static final String EXECUTION = "AWSCloudFormationStackSetExecutionRole";

    private final StackSetStore store;
    private final StackSetLife life;
    private final Templates templates;
    private final TemplateSource source;
    private final Ids ids;

    StackSetOperations(StackSetStore store, StackSetLife life, Templates templates, TemplateSource source, Ids ids) {
        this.store = store;
        this.life = life;
        this.templates = templates;
        this.source = source;
        this.ids = ids;
    }

    static ServiceError notFound(String name) {
        return ServiceError.of(404, "StackSetNotFoundException", "StackSet " + name + " not found");
    }

    SetRow get(Caller caller, @Nullable String name) {
        String wanted = CloudFormationErrors.required("stackSetName", name);
        return store.find(caller, wanted)
                .filter(set -> set.model().status() == StackSetStatus.ACTIVE)
                .orElseThrow(() -> notFound(wanted));
    }

    CreateStackSetResponse create(Call call, CreateStackSetRequest request) {
        String name = CloudFormationErrors.required("stackSetName", request.stackSetName());
        if (!NAME.matcher(name).matches()) {
            throw CloudFormationErrors.constraint(
                    "stackSetName", name, "satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]{0,127}");
        }
        if (request.permissionModel() == PermissionModels.SERVICE_MANAGED) {
            throw ServiceError.notSimulated(
                    "cloudformation: StackSets with permission model SERVICE_MANAGED", "SELF_MANAGED");
        }
        if (store.find(call.caller(), name).isPresent()) {
            throw ServiceError.of(409, "NameAlreadyExistsException", "StackSet " + name + " already exists");
        }
        String body = source.template(call, request.templateBody(), request.templateURL())
                .orElseThrow(() ->
                        CloudFormationErrors.validation("Either Template URL or Template Body must be specified."));
        String id = name + ":" + ids.uuid();
        StackSet model = filled(
                call.caller(),
                StackSet.builder()
                        .stackSetName(name)
                        .stackSetId(id)
                        .stackSetARN(call.caller().arn("cloudformation", "stackset/" + id))
                        .status(StackSetStatus.ACTIVE)
                        .permissionModel(PermissionModels.SELF_MANAGED)
                        .managedExecution(m -> m.active(false))
                        .stackSetDriftDetectionDetails(d -> {})
                        .administrationRoleARN(role(call.caller(), request.administrationRoleARN()))
                        .executionRoleName(
                                request.executionRoleName() == null ? EXECUTION : request.executionRoleName())
                        .organizationalUnitIds(List.of())
                        .description(request.description())
                        .capabilities(request.capabilities())
                        .tags(request.tags())
                        .build(),
                body,
                request.parameters());
        store.put(new SetRow(model, call.account(), call.region(), request.parameters(), life.next("stack-sets")));
        call.effect(id, request.clientRequestToken());
        return CreateStackSetResponse.builder().stackSetId(id).build();
    }

    private StackSet filled(Caller caller, StackSet model, String body, List<Parameter> parameters) {
        StackRequest request = new StackRequest(
                body,
                null,
                false,
                parameters,
                model.capabilities(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(model.tags()));
        request.check();
        Prepared prepared = templates.prepare(caller, body, request, Optional.empty(), false);
        return model.toBuilder().templateBody(body).parameters(prepared.shown()).build();
    }

    private static String role(Caller caller, @Nullable String given) {
        return given == null ? "arn:aws:iam::" + caller.account() + ":role/" + ADMINISTRATION : given;
    }

    UpdateStackSetResponse update(Call call, UpdateStackSetRequest request) {
        SetRow set = get(call.caller(), request.stackSetName());
        Optional<OperationRow> repeated = repeated(set, request.operationId());
        if (repeated.isPresent()) {
            return UpdateStackSetResponse.builder()
                    .operationId(request.operationId())
                    .build();
        }
        requireIdle(set);
        String body = source.template(call, request.templateBody(), request.templateURL())
                .orElseGet(() -> {
                    if (!Boolean.TRUE.equals(request.usePreviousTemplate())) {
                        throw CloudFormationErrors.validation(
                                "Either Template URL or Template Body or Use Previous Template must be specified.");
                    }
                    return set.model().templateBody();
                });
        List<Parameter> given = kept(set, request.parameters());
        StackSet model = filled(
                call.caller(),
                set.model().toBuilder()
                        .description(request.description() == null ? set.model().description() : request.description())
                        .capabilities(
                                request.hasCapabilities()
                                        ? request.capabilities()
                                        : set.model().capabilities())
                        .tags(request.hasTags() ? request.tags() : set.model().tags())
                        .administrationRoleARN(
                                request.administrationRoleARN() == null
                                        ? set.model().administrationRoleARN()
                                        : request.administrationRoleARN())
                        .executionRoleName(
                                request.executionRoleName() == null
                                        ? set.model().executionRoleName()
                                        : request.executionRoleName())
                        .build(),
                body,
                given);
        SetRow next = set.with(model).with(given);
        store.put(next);
        for (InstanceRow instance : store.instancesOf(set.id())) {
            store.put(new InstanceRow(instance.model().toBuilder()
                    .status(StackInstanceStatus.OUTDATED)
                    .build()));
        }
        boolean everywhere = !request.hasAccounts() && !request.hasRegions() && request.deploymentTargets() == null;
        Set<String> accounts = accounts(request.accounts(), request.deploymentTargets());
        Predicate<StackInstance> wanted = instance -> everywhere
                || (accounts.contains(instance.account()) && request.regions().contains(instance.region()));
        List<Target> targets = targets(next, wanted);
        String id = begin(
                call,
                next,
                StackSetOperationAction.UPDATE,
                targets,
                request.operationPreferences(),
                request.operationId(),
                false);
        return UpdateStackSetResponse.builder().operationId(id).build();
    }

    /** The parameters of an update: those with UsePreviousValue keep theirs. */
    private static List<Parameter> kept(SetRow set, List<Parameter> given) {
        List<Parameter> all = new ArrayList<>();
        for (Parameter parameter : given) {
            if (!Boolean.TRUE.equals(parameter.usePreviousValue())) {
                all.add(parameter);
            } else {
                set.given().stream()
                        .filter(old -> old.parameterKey().equals(parameter.parameterKey()))
                        .forEach(all::add);
            }
        }
        return all;
    }

    DeleteStackSetResponse delete(Call call, DeleteStackSetRequest request) {
        String name = CloudFormationErrors.required("stackSetName", request.stackSetName());
        Optional<SetRow> set =
                store.find(call.caller(), name).filter(found -> found.model().status() == StackSetStatus.ACTIVE);
        set.ifPresent(found -> {
            if (!store.instancesOf(found.id()).isEmpty()) {
                throw ServiceError.of(409, "StackSetNotEmptyException", "StackSet is not empty");
            }
            requireIdle(found);
            store.put(found.with(
                    found.model().toBuilder().status(StackSetStatus.DELETED).build()));
            call.effect(found.id());
        });
        return DeleteStackSetResponse.builder().build();
    }

    CreateStackInstancesResponse createInstances(Call call, CreateStackInstancesRequest request) {
        SetRow set = get(call.caller(), request.stackSetName());
        if (repeated(set, request.operationId()).isPresent()) {
            return CreateStackInstancesResponse.builder()
                    .operationId(request.operationId())
                    .build();
        }
        requireIdle(set);
        Set<String> accounts = accounts(request.accounts(), request.deploymentTargets());
        List<Target> targets = new ArrayList<>();
        for (String region : ordered(request.regions(), request.operationPreferences())) {
            for (String account : accounts) {
                StackInstance.Builder instance = store.instance(set.id(), account, region)
                        .map(row -> row.model().toBuilder())
                        .orElseGet(() -> StackInstance.builder()
                                .stackSetId(set.id())
                                .account(account)
                                .region(region)
                                .driftStatus(StackDriftStatus.NOT_CHECKED));
                store.put(new InstanceRow(instance.status(StackInstanceStatus.OUTDATED)
                        .stackInstanceStatus(s -> s.detailedStatus(StackInstanceDetailedStatus.PENDING))
                        .parameterOverrides(request.parameterOverrides())
                        .build()));
                targets.add(new Target(account, region, "PENDING", "", ""));
            }
        }
        String id = begin(
                call,
                set,
                StackSetOperationAction.CREATE,
                targets,
                request.operationPreferences(),
                request.operationId(),
                false);
        return CreateStackInstancesResponse.builder().operationId(id).build();
    }

    UpdateStackInstancesResponse updateInstances(Call call, UpdateStackInstancesRequest request) {
        SetRow set = get(call.caller(), request.stackSetName());
        if (repeated(set, request.operationId()).isPresent()) {
            return UpdateStackInstancesResponse.builder()
                    .operationId(request.operationId())
                    .build();
        }
        requireIdle(set);
        Set<String> accounts = accounts(request.accounts(), request.deploymentTargets());
        List<Target> targets = existing(set, accounts, ordered(request.regions(), request.operationPreferences()));
        for (Target target : targets) {
            store.instance(set.id(), target.account(), target.region())
                    .ifPresent(row -> store.put(new InstanceRow(row.model().toBuilder()
                            .parameterOverrides(request.parameterOverrides())
                            .status(StackInstanceStatus.OUTDATED)
                            .build())));
        }
        String id = begin(
                call,
                set,
                StackSetOperationAction.UPDATE,
                targets,
                request.operationPreferences(),
                request.operationId(),
                false);
        return UpdateStackInstancesResponse.builder().operationId(id).build();
    }

    DeleteStackInstancesResponse deleteInstances(Call call, DeleteStackInstancesRequest request) {
        SetRow set = get(call.caller(), request.stackSetName());
        if (repeated(set, request.operationId()).isPresent()) {
            return DeleteStackInstancesResponse.builder()
                    .operationId(request.operationId())
                    .build();
        }
        requireIdle(set);
        Set<String> accounts = accounts(request.accounts(), request.deploymentTargets());
        List<String> regions = ordered(request.regions(), request.operationPreferences());
        List<Target> targets =
                targets(set, instance -> accounts.contains(instance.account()) && regions.contains(instance.region()));
        String id = begin(
                call,
                set,
                StackSetOperationAction.DELETE,
                targets,
                request.operationPreferences(),
                request.operationId(),
                Boolean.TRUE.equals(request.retainStacks()));
        return DeleteStackInstancesResponse.builder().operationId(id).build();
    }

    StopStackSetOperationResponse stop(Call call, StopStackSetOperationRequest request) {
        SetRow set = get(call.caller(), request.stackSetName());
        OperationRow operation = operation(set, request.operationId());
        if (operation.model().status() != StackSetOperationStatus.RUNNING) {
            throw ServiceError.client(
                    "InvalidOperationException",
                    "Operation " + operation.model().operationId() + " is in status "
                            + operation.model().statusAsString() + " and cannot be stopped");
        }
        store.put(operation.with(operation.model().toBuilder()
                .status(StackSetOperationStatus.STOPPING)
                .build()));
        call.effect(set.id());
        return StopStackSetOperationResponse.builder().build();
    }

    OperationRow operation(SetRow set, @Nullable String operationId) {
        String id = CloudFormationErrors.required("operationId", operationId);
        return store.operations
                .get(set.id() + " " + id)
                .orElseThrow(
                        () -> ServiceError.of(404, "OperationNotFoundException", "Operation " + id + " not found"));
    }

    private String begin(
            Call call,
            SetRow set,
            StackSetOperationAction action,
            List<Target> targets,
            @Nullable StackSetOperationPreferences preferences,
            @Nullable String operationId,
            boolean retain) {
        String id = operationId == null ? ids.uuid() : operationId;
        List<String> regions =
                ordered(targets.stream().map(Target::region).distinct().toList(), preferences);
        StackSetOperation model = StackSetOperation.builder()
                .operationId(id)
                .stackSetId(set.id())
                .action(action)
                .status(StackSetOperationStatus.RUNNING)
                .operationPreferences(
                        preferences == null
                                ? StackSetOperationPreferences.builder()
                                        .regionOrder(List.of())
                                        .build()
                                : preferences)
                .retainStacks(action == StackSetOperationAction.DELETE ? retain : null)
                .administrationRoleARN(set.model().administrationRoleARN())
                .executionRoleName(set.model().executionRoleName())
                .creationTimestamp(call.now())
                .build();
        life.begin(
                new OperationRow(model, call.caller(), targets, List.of(), regions, life.next("stack-set-operations")));
        call.effect(set.id(), operationId);
        return id;
    }

    private Optional<OperationRow> repeated(SetRow set, @Nullable String operationId) {
        return operationId == null ? Optional.empty() : store.operations.get(set.id() + " " + operationId);
    }

    private void requireIdle(SetRow set) {
        boolean busy = store.operationsOf(set.id()).stream()
                .anyMatch(o -> o.model().status() == StackSetOperationStatus.RUNNING
                        || o.model().status() == StackSetOperationStatus.STOPPING);
        if (busy) {
            throw ServiceError.of(
                    409,
                    "OperationInProgressException",
                    "Another Operation on StackSet " + set.id() + " is in progress");
        }
    }

    private static Set<String> accounts(List<String> given, @Nullable DeploymentTargets targets) {
        Set<String> all = new LinkedHashSet<>(given);
        if (targets != null) {
            if (!targets.organizationalUnitIds().isEmpty()) {
                throw ServiceError.notSimulated("cloudformation: StackSets for organizational units", "accounts");
            }
            all.addAll(targets.accounts());
        }
        for (String account : all) {
            if (!ACCOUNT.matcher(account).matches()) {
                throw CloudFormationErrors.constraint(
                        "accounts", account, "satisfy regular expression pattern: [0-9]{12}");
            }
        }
        return all;
    }

    private static List<String> ordered(List<String> regions, @Nullable StackSetOperationPreferences preferences) {
        Set<String> all = new LinkedHashSet<>();
        if (preferences != null) {
            preferences.regionOrder().stream().filter(regions::contains).forEach(all::add);
        }
        all.addAll(regions);
        return List.copyOf(all);
    }

    private List<Target> targets(SetRow set, Predicate<StackInstance> wanted) {
        return store.instancesOf(set.id()).stream()
                .map(InstanceRow::model)
                .filter(wanted)
                .map(instance -> new Target(
                        instance.account(),
                        instance.region(),
                        "PENDING",
                        "",
                        instance.stackId() == null ? "" : instance.stackId()))
                .toList();
    }

    private List<Target> existing(SetRow set, Set<String> accounts, List<String> regions) {
        List<Target> targets = new ArrayList<>();
        for (String region : regions) {
            for (String account : accounts) {
                InstanceRow row = store.instance(set.id(), account, region)
                        .orElseThrow(() -> ServiceError.of(
                                404,
                                "StackInstanceNotFoundException",
                                "Stack instance for StackSet " + set.id() + ", account " + account + ", region "
                                        + region + " not found"));
                targets.add(new Target(
                        account,
                        region,
                        "PENDING",
                        "",
                        row.model().stackId() == null ? "" : row.model().stackId()));
            }
        }
        return targets;
    }
}
