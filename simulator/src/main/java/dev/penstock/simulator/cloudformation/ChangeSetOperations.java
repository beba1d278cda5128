package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.ChangeSetRow.Mode;
import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.cloudformation.StackOperation.OnFailure;
import dev.penstock.simulator.cloudformation.StackOperation.Options;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** CreateChangeSet, ExecuteChangeSet, DeleteChangeSet. Sources of the texts: recorded answers, else as users have published them. */
final class ChangeSetOperations {

    private static final String STANDARD = "STANDARD";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*");
    private static final int LONGEST_NAME = 128;
    private static final String UNNAMED = "StackName must be specified if ChangeSetName is not specified as an ARN.";

    private final StackStore store;
    private final Stacks stacks;
    private final ChangeSets sets;
    private final StackMaking making;
    private final StackEvents events;
    private final Ids ids;
    private final Templates templates;
    private final TemplateSource source;
    private final ServiceRoles roles;
    private final ChangeSetMaking work;

    ChangeSetOperations(
            StackStore store,
            Stacks stacks,
            ChangeSets sets,
            StackMaking making,
            StackEvents events,
            Ids ids,
            Templates templates,
            TemplateSource source,
            ServiceRoles roles,
            ChangeSetMaking work) {
        this.store = store;
        this.stacks = stacks;
        this.sets = sets;
        this.making = making;
        this.events = events;
        this.ids = ids;
        this.templates = templates;
        this.source = source;
        this.roles = roles;
        this.work = work;
    }

    CreateChangeSetResponse create(Call call, CreateChangeSetRequest request) {
        String name = changeSetName(request);
        ChangeSetType type = request.changeSetType() == null ? ChangeSetType.UPDATE : request.changeSetType();
        StackRequest asked = StackRequest.of(request);
        asked.check();
        Optional<StackRow> there = stacks.find(call.caller(), Stacks.nameOrId(request.stackName()));
        boolean fresh = type == ChangeSetType.CREATE
                || (type == ChangeSetType.IMPORT
                        && there.filter(s -> s.status() != StackStatus.REVIEW_IN_PROGRESS)
                                .isEmpty());
        Optional<ChangeSetRow> known =
                there.flatMap(stack -> sets.named(stack, name)).filter(set -> !over(set));
        if (known.isPresent()) {
            if (request.clientToken() != null
                    && request.clientToken().equals(known.get().token())) {
                return answer(known.get());
            }
            throw ServiceError.client(
                    "AlreadyExistsException", "ChangeSet " + known.get().id() + " already exists");
        }
        StackRow target = fresh
                ? forCreation(call, request, there, name)
                : there.orElseThrow(() -> CloudFormationErrors.inBrackets(request.stackName()));
        if (!fresh) {
            boolean lenient = request.onStackFailureAsString() != null
                    && request.onStackFailureAsString().equals("DO_NOTHING");
            StackOperations.requireUpdatable(target, lenient || target.status() == StackStatus.UPDATE_FAILED);
        }
        String body = asked.template(
                call, source, previous -> previous && !fresh ? Optional.of(target.template()) : Optional.empty());
        Prepared prepared =
                templates.prepare(call.caller(), body, asked, fresh ? Optional.empty() : Optional.of(target), true);
        List<ResourceToImport> imports = request.resourcesToImport();
        if (type == ChangeSetType.IMPORT && imports.isEmpty()) {
            throw CloudFormationErrors.validation("You must specify ResourcesToImport for ChangeSetType IMPORT");
        }
        ChangeSetRow row = row(call, request, target, type, prepared);
        templates.check(call.caller(), ChangeSetMaking.applied(target, row));
        if (store.stacks.get(target.id()).isEmpty()) {
            store.put(target);
            events.status(target, StackStatus.REVIEW_IN_PROGRESS, "User Initiated", call.now());
        }
        store.put(StackEvents.operating(store.stack(target.id()), "CREATE_CHANGESET", row.operationId()));
        store.put(row);
        work.begin(row);
        call.effect(row.id(), request.clientToken());
        return answer(row);
    }

    /** Executed or overtaken change sets give their names free. */
    private static boolean over(ChangeSetRow set) {
        return switch (set.model().executionStatus()) {
            case EXECUTE_COMPLETE, EXECUTE_FAILED, OBSOLETE -> true;
            default -> false;
        };
    }

    private static CreateChangeSetResponse answer(ChangeSetRow row) {
        return CreateChangeSetResponse.builder()
                .id(row.id())
                .stackId(row.stackId())
                .build();
    }

    private static String changeSetName(CreateChangeSetRequest request) {
        String name = CloudFormationErrors.required("changeSetName", request.changeSetName());
        if (!NAME.matcher(name).matches()) {
            throw CloudFormationErrors.constraint(
                    "changeSetName", name, "satisfy regular expression pattern: " + NAME.pattern());
        }
        if (name.length() > LONGEST_NAME) {
            throw CloudFormationErrors.constraint(
                    "changeSetName", name, "have length less than or equal to " + LONGEST_NAME);
        }
        return name;
    }

    private StackRow forCreation(
            Call call, CreateChangeSetRequest request, Optional<StackRow> there, String changeSetName) {
        if (there.filter(stack -> stack.status() != StackStatus.REVIEW_IN_PROGRESS)
                .isPresent()) {
            throw CloudFormationErrors.validation("Stack [" + request.stackName()
                    + "] already exists and cannot be created again with the changeSet [" + changeSetName + "].");
        }
        return there.orElseGet(() -> making.fresh(call.caller(), Stacks.newName(request.stackName())));
    }

    private ChangeSetRow row(
            Call call, CreateChangeSetRequest request, StackRow stack, ChangeSetType type, Prepared prepared) {
        StackRequest asked = StackRequest.of(request);
        boolean update = type != ChangeSetType.CREATE;
        DescribeChangeSetResponse.Builder model = DescribeChangeSetResponse.builder()
                .changeSetName(request.changeSetName())
                .changeSetId(
                        call.caller().arn("cloudformation", "changeSet/" + request.changeSetName() + "/" + ids.uuid()))
                .stackId(stack.id())
                .stackName(stack.name())
                .description(request.description())
                .creationTime(call.now())
                .status(ChangeSetStatus.CREATE_PENDING)
                .executionStatus(ExecutionStatus.UNAVAILABLE)
                .notificationARNs(asked.topics().orElse(update ? stack.model().notificationARNs() : List.of()))
                .rollbackConfiguration(asked.rollback()
                        .orElse(
                                update
                                        ? stack.model().rollbackConfiguration()
                                        : RollbackConfiguration.builder().build()))
                .capabilities(List.copyOf(request.capabilities()))
                .includeNestedStacks(Boolean.TRUE.equals(request.includeNestedStacks()))
                .onStackFailure(request.onStackFailureAsString())
                .importExistingResources(request.importExistingResources())
                .deploymentMode(request.deploymentModeAsString())
                .changes(List.of());
        if (!prepared.shown().isEmpty()) {
            model.parameters(prepared.shown());
        }
        asked.tags().ifPresentOrElse(model::tags, () -> {
            if (update && !stack.model().tags().isEmpty()) {
                model.tags(stack.model().tags());
            }
        });
        return new ChangeSetRow(
                model.build(),
                List.of(),
                "",
                call.caller(),
                type.toString(),
                prepared.body(),
                prepared.values(),
                prepared.description().orElse(""),
                StackOperations.text(request.roleARN()),
                request.resourcesToImport(),
                StackOperations.text(request.clientToken()),
                store.next("change-sets"),
                false,
                request.parameters(),
                "",
                ids.uuid(),
                "",
                mode(call));
    }

    /** Newer than the model classes: {@code DeploymentConfig}, with its members {@code Mode} and {@code DisableRollback}. */
    private static Mode mode(Call call) {
        String asked = call.unmodelled()
                .requested("DeploymentConfig", "Mode")
                .map(Object::toString)
                .orElse(STANDARD);
        boolean isRolledBack = call.unmodelled()
                .requested("DeploymentConfig", "DisableRollback")
                .filter(disabled -> disabled.toString().equals("false"))
                .isPresent();
        return switch (asked) {
            case STANDARD -> Mode.STANDARD;
            case "EXPRESS" -> isRolledBack ? Mode.EXPRESS_WITH_ROLLBACK : Mode.EXPRESS;
            default ->
                throw CloudFormationErrors.constraint(
                        "deploymentConfig.mode", asked, "satisfy enum value set: [STANDARD, EXPRESS]");
        };
    }

    ExecuteChangeSetResponse execute(Call call, ExecuteChangeSetRequest request) {
        ChangeSetRow set = sets.get(call, request.changeSetName(), request.stackName(), UNNAMED);
        StackRow stack = store.stack(set.stackId());
        boolean repeated = store.operation(stack.id())
                .filter(o -> request.clientRequestToken() != null
                        && request.clientRequestToken().equals(o.token())
                        && o.options().changeSetId().equals(set.id()))
                .isPresent();
        if (repeated) {
            return ExecuteChangeSetResponse.builder().build();
        }
        refuseNested(set, "executed");
        if (set.model().status() != ChangeSetStatus.CREATE_COMPLETE) {
            throw CloudFormationErrors.changeSetStatus(
                    "ChangeSet [" + set.id() + "] cannot be executed in its current status of ["
                            + set.model().statusAsString() + "]");
        }
        if (set.model().executionStatus() != ExecutionStatus.AVAILABLE) {
            throw CloudFormationErrors.changeSetStatus("ChangeSet [" + set.id()
                    + "] cannot be executed in its current execution status of ["
                    + set.model().executionStatusAsString() + "]");
        }
        OnFailure onFailure = onFailure(request, set);
        Kind kind = set.type().equals("IMPORT") ? Kind.IMPORT : set.type().equals("CREATE") ? Kind.CREATE : Kind.UPDATE;
        if (kind == Kind.UPDATE) {
            StackOperations.requireUpdatable(stack, onFailure == OnFailure.DO_NOTHING);
        }
        boolean retain = Boolean.TRUE.equals(request.retainExceptOnCreate());
        StackRow next = ChangeSetMaking.applied(stack, set)
                .with(model -> model.changeSetId(set.id())
                        .disableRollback(onFailure == OnFailure.DO_NOTHING)
                        .retainExceptOnCreate(request.retainExceptOnCreate()));
        store.put(set.with(model -> model.executionStatus(ExecutionStatus.EXECUTE_IN_PROGRESS)));
        boolean fresh = stack.status() == StackStatus.REVIEW_IN_PROGRESS;
        making.begin(
                next,
                fresh ? Optional.empty() : making.lastWell(stack),
                kind,
                call.caller(),
                roles.assume(call.caller(), Optional.ofNullable(next.model().roleARN()), call.now()),
                StackOperations.text(request.clientRequestToken()),
                Options.none().on(onFailure).retainingNew(retain).executing(set.id()),
                false);
        call.effect(set.id(), request.clientRequestToken());
        return ExecuteChangeSetResponse.builder().build();
    }

    /** Change sets of nested stacks are carried out and deleted with that of the root stack. */
    private static void refuseNested(ChangeSetRow set, String what) {
        if (set.isNested()) {
            throw CloudFormationErrors.changeSetStatus("ChangeSet [" + set.id() + "] cannot be " + what
                    + ": it is nested. Use the root change set [" + set.model().rootChangeSetId() + "]");
        }
    }

    private static OnFailure onFailure(ExecuteChangeSetRequest request, ChangeSetRow set) {
        String asked = set.model().onStackFailureAsString();
        if (request.disableRollback() != null && asked != null) {
            throw CloudFormationErrors.validation(
                    "You cannot specify DisableRollback for a change set that was created with OnStackFailure");
        }
        if (asked == null && request.disableRollback() == null && set.mode() == Mode.EXPRESS) {
            return OnFailure.DO_NOTHING;
        }
        if (asked != null) {
            return OnFailure.valueOf(asked);
        }
        return Boolean.TRUE.equals(request.disableRollback()) ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK;
    }

    DeleteChangeSetResponse delete(Call call, DeleteChangeSetRequest request) {
        String name = CloudFormationErrors.required("changeSetName", request.changeSetName());
        Optional<ChangeSetRow> found =
                sets.find(call.caller(), name, request.stackName(), UNNAMED).filter(set -> !set.deleted());
        if (found.isPresent()) {
            ChangeSetRow set = found.get();
            if (set.model().executionStatus() == ExecutionStatus.EXECUTE_IN_PROGRESS) {
                throw CloudFormationErrors.changeSetStatus("ChangeSet [" + set.id()
                        + "] cannot be deleted in its current status of [EXECUTE_IN_PROGRESS]");
            }
            refuseNested(set, "deleted");
            work.forget(set);
            call.effect(set.id());
        }
        return DeleteChangeSetResponse.builder().build();
    }
}
