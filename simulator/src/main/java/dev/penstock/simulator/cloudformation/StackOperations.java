package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.cloudformation.StackOperation.OnFailure;
import dev.penstock.simulator.cloudformation.StackOperation.Options;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeletionMode;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionResponse;

/** CreateStack, UpdateStack, DeleteStack. */
final class StackOperations {

    private static final Set<StackStatus> UPDATABLE = Set.of(
            StackStatus.CREATE_COMPLETE,
            StackStatus.UPDATE_COMPLETE,
            StackStatus.UPDATE_ROLLBACK_COMPLETE,
            StackStatus.IMPORT_COMPLETE,
            StackStatus.IMPORT_ROLLBACK_COMPLETE);

    private final StackStore store;
    private final Stacks stacks;
    private final StackMaking making;
    private final Templates templates;
    private final TemplateSource source;
    private final ServiceRoles roles;
    private final Exports exports;
    private final StackEvents events;

    StackOperations(
            StackStore store,
            Stacks stacks,
            StackMaking making,
            Templates templates,
            TemplateSource source,
            ServiceRoles roles,
            Exports exports,
            StackEvents events) {
        this.store = store;
        this.stacks = stacks;
        this.making = making;
        this.templates = templates;
        this.source = source;
        this.roles = roles;
        this.exports = exports;
        this.events = events;
    }

    CreateStackResponse create(Call call, CreateStackRequest request) {
        String name = Stacks.newName(request.stackName());
        StackRequest asked = StackRequest.of(request);
        asked.check();
        if (request.onFailure() != null && request.disableRollback() != null) {
            throw CloudFormationErrors.validation("You can specify either DisableRollback or OnFailure, but not both.");
        }
        Optional<StackRow> there = stacks.find(call.caller(), name);
        Optional<StackOperation> repeated =
                there.flatMap(stack -> repeated(stack, request.clientRequestToken(), Kind.CREATE));
        if (repeated.isPresent()) {
            return CreateStackResponse.builder()
                    .stackId(repeated.get().stackId())
                    .operationId(repeated.get().id())
                    .build();
        }
        if (there.filter(stack -> stack.status() != StackStatus.REVIEW_IN_PROGRESS)
                .isPresent()) {
            throw CloudFormationErrors.exists(name);
        }
        String body = asked.template(call, source, previous -> Optional.empty());
        Prepared prepared = templates.prepare(call.caller(), body, asked, Optional.empty(), false);
        Optional<String> policy = source.policy(call, request.stackPolicyBody(), request.stackPolicyURL());
        StackRow stack = StackMaking.with(there.orElseGet(() -> making.fresh(call.caller(), name)), prepared, asked)
                .under(policy.orElse(""))
                .with(model -> model.timeoutInMinutes(request.timeoutInMinutes())
                        .enableTerminationProtection(Boolean.TRUE.equals(request.enableTerminationProtection()))
                        .retainExceptOnCreate(request.retainExceptOnCreate())
                        .disableRollback(onFailure(request) == OnFailure.DO_NOTHING));
        templates.check(call.caller(), stack);
        Options options =
                Options.none().on(onFailure(request)).retainingNew(Boolean.TRUE.equals(request.retainExceptOnCreate()));
        Caller works = roles.assume(call.caller(), asked.roleArn(), call.now());
        StackOperation operation = making.begin(
                stack,
                Optional.empty(),
                Kind.CREATE,
                call.caller(),
                works,
                text(request.clientRequestToken()),
                options,
                false);
        call.effect(stack.id(), request.clientRequestToken());
        return CreateStackResponse.builder()
                .stackId(stack.id())
                .operationId(operation.id())
                .build();
    }

    private static OnFailure onFailure(CreateStackRequest request) {
        if (request.onFailure() != null) {
            return OnFailure.valueOf(request.onFailureAsString());
        }
        return Boolean.TRUE.equals(request.disableRollback()) ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK;
    }

    UpdateStackResponse update(Call call, UpdateStackRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        StackRequest asked = StackRequest.of(request);
        asked.check();
        Optional<StackOperation> repeated = repeated(stack, request.clientRequestToken(), Kind.UPDATE);
        if (repeated.isPresent()) {
            return UpdateStackResponse.builder()
                    .stackId(stack.id())
                    .operationId(repeated.get().id())
                    .build();
        }
        boolean disabled = Boolean.TRUE.equals(request.disableRollback());
        requireUpdatable(stack, disabled);
        String body =
                asked.template(call, source, previous -> previous ? Optional.of(stack.template()) : Optional.empty());
        Prepared prepared = templates.prepare(call.caller(), body, asked, Optional.of(stack), false);
        Optional<String> policy = source.policy(call, request.stackPolicyBody(), request.stackPolicyURL());
        Optional<String> during =
                source.policy(call, request.stackPolicyDuringUpdateBody(), request.stackPolicyDuringUpdateURL());
        StackRow next = StackMaking.with(stack, prepared, asked)
                .under(policy.orElse(stack.policy()))
                .with(model -> model.disableRollback(disabled).retainExceptOnCreate(request.retainExceptOnCreate()));
        boolean unfinished = !UPDATABLE.contains(stack.status());
        if (!unfinished && !templates.changes(call.caller(), stack, next)) {
            throw CloudFormationErrors.noUpdates();
        }
        Options options = Options.none()
                .on(disabled ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK)
                .retainingNew(Boolean.TRUE.equals(request.retainExceptOnCreate()))
                .under(during.orElse(""));
        StackOperation operation = making.begin(
                next,
                making.lastWell(stack),
                Kind.UPDATE,
                call.caller(),
                roles.assume(call.caller(), Optional.ofNullable(next.model().roleARN()), call.now()),
                text(request.clientRequestToken()),
                options,
                false);
        call.effect(stack.id(), request.clientRequestToken());
        return UpdateStackResponse.builder()
                .stackId(stack.id())
                .operationId(operation.id())
                .build();
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when the stack's status allows no update now */
    static void requireUpdatable(StackRow stack, boolean rollbackDisabled) {
        boolean goesOn = stack.status() == StackStatus.UPDATE_FAILED
                || (stack.status() == StackStatus.CREATE_FAILED
                        && Boolean.TRUE.equals(stack.model().disableRollback()));
        if (!UPDATABLE.contains(stack.status()) && !(goesOn && rollbackDisabled)) {
            throw CloudFormationErrors.notUpdatable(stack);
        }
    }

    DeleteStackResponse delete(Call call, DeleteStackRequest request) {
        Optional<StackRow> found =
                stacks.find(call.caller(), Stacks.nameOrId(request.stackName())).filter(stack -> !stack.isDeleted());
        DeleteStackResponse answer = DeleteStackResponse.builder().build();
        if (found.isEmpty()) {
            return answer;
        }
        StackRow stack = found.get();
        if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
            return answer;
        }
        if (Boolean.TRUE.equals(stack.model().enableTerminationProtection())) {
            throw CloudFormationErrors.validation(
                    "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        boolean force = request.deletionMode() == DeletionMode.FORCE_DELETE_STACK;
        boolean failed = stack.status() == StackStatus.DELETE_FAILED;
        if (!failed && (force || !request.retainResources().isEmpty())) {
            throw CloudFormationErrors.validation("Invalid operation on stack [" + stack.id() + "]. "
                    + (force
                            ? "FORCE_DELETE_STACK is only applicable for stacks in DELETE_FAILED state."
                            : "When you delete a stack, specify which resources to retain only when the stack is in the"
                                    + " DELETE_FAILED state."));
        }
        if (stack.isBusy() && !stack.model().stackStatusAsString().endsWith("CREATE_IN_PROGRESS")) {
            throw CloudFormationErrors.validation("Stack [" + stack.id() + "] cannot be deleted while in status "
                    + stack.model().stackStatusAsString());
        }
        remove(call.caller(), stack, request, force);
        call.effect(stack.id(), request.clientRequestToken());
        return answer;
    }

    private void remove(Caller caller, StackRow stack, DeleteStackRequest request, boolean force) {
        StackStatus earlier = stack.status();
        Optional<String> inUse = exports.inUse(stack);
        Optional<String> role = Optional.ofNullable(request.roleARN())
                .or(() -> Optional.ofNullable(stack.model().roleARN()));
        if (inUse.isPresent()) {
            events.status(stack, StackStatus.DELETE_IN_PROGRESS, "User Initiated", making.now());
            events.status(store.stack(stack.id()), earlier, "Delete canceled. " + inUse.get(), making.now());
            return;
        }
        making.begin(
                stack,
                Optional.empty(),
                Kind.DELETE,
                caller,
                roles.assume(caller, role, making.now()),
                text(request.clientRequestToken()),
                Options.none().leaving(request.retainResources()).forced(force),
                false);
    }

    UpdateTerminationProtectionResponse protect(Call call, UpdateTerminationProtectionRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        if (stack.isNested()) {
            throw CloudFormationErrors.validation(
                    "UpdateTerminationProtection cannot be called on nested stacks. Instead, call it on the root stack ["
                            + stack.model().rootId() + "]");
        }
        if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
            throw CloudFormationErrors.validation("Stack [" + stack.name() + "] is in " + stack.status() + " state");
        }
        store.put(stack.with(model -> model.enableTerminationProtection(request.enableTerminationProtection())));
        call.effect(stack.id());
        return UpdateTerminationProtectionResponse.builder().stackId(stack.id()).build();
    }

    /** The operation that a client token has begun already. */
    Optional<StackOperation> repeated(StackRow stack, @Nullable String token, Kind kind) {
        return store.operation(stack.id())
                .filter(operation -> token != null && token.equals(operation.token()) && operation.kind() == kind);
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
