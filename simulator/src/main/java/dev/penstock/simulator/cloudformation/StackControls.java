package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackOperation.Kind;
import dev.penstock.simulator.cloudformation.StackOperation.Options;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackResponse;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyResponse;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackRequest;
import software.amazon.awssdk.services.cloudformation.model.RollbackStackResponse;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyResponse;
import software.amazon.awssdk.services.cloudformation.model.SignalResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.SignalResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** What can be asked of operations that are under way or have failed; stack policies; signals. */
final class StackControls {

    private final StackStore store;
    private final Stacks stacks;
    private final StackLife life;
    private final Ids ids;
    private final ServiceRoles roles;
    private final TemplateSource source;
    private final Signals signals;
    private final StackEvents events;

    StackControls(
            StackStore store,
            Stacks stacks,
            StackLife life,
            Ids ids,
            ServiceRoles roles,
            TemplateSource source,
            Signals signals,
            StackEvents events) {
        this.store = store;
        this.stacks = stacks;
        this.life = life;
        this.ids = ids;
        this.roles = roles;
        this.source = source;
        this.signals = signals;
        this.events = events;
    }

    CancelUpdateStackResponse cancel(Call call, CancelUpdateStackRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        StackOperation operation = store.operation(stack.id())
                .filter(o -> stack.status() == StackStatus.UPDATE_IN_PROGRESS && o.isUnderWay())
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "CancelUpdateStack cannot be called from current stack status"));
        life.breakOff(
                operation.with(operation.options().cancel().on(StackOperation.OnFailure.ROLLBACK)), "User Initiated");
        call.effect(stack.id(), request.clientRequestToken());
        return CancelUpdateStackResponse.builder().build();
    }

    ContinueUpdateRollbackResponse goOn(Call call, ContinueUpdateRollbackRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        if (repeated(stack, request.clientRequestToken()).isPresent()) {
            return ContinueUpdateRollbackResponse.builder().build();
        }
        if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw CloudFormationErrors.validation(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not continue rollback.");
        }
        List<String> own = new ArrayList<>();
        for (String skipped : request.resourcesToSkip()) {
            int dot = skipped.indexOf('.');
            StackRow in = dot < 0 ? stack : nested(stack, skipped.substring(0, dot));
            String logicalId = skipped.substring(dot + 1);
            ResourceRow row = store.resource(in.id(), logicalId)
                    .orElseThrow(() ->
                            CloudFormationErrors.validation("Resource [" + skipped + "] does not exist in the stack"));
            if (!row.status().equals("UPDATE_FAILED")) {
                throw CloudFormationErrors.validation(
                        "Resources [" + skipped
                                + "] cannot be skipped: only resources in UPDATE_FAILED state because of a failed rollback can");
            }
            if (dot < 0) {
                own.add(logicalId);
            } else {
                skipIn(in, logicalId);
            }
        }
        restart(
                call.caller(),
                stack,
                Optional.ofNullable(request.roleARN()),
                request.clientRequestToken(),
                options -> options.leaving(own).continued(true));
        call.effect(stack.id(), request.clientRequestToken());
        return ContinueUpdateRollbackResponse.builder().build();
    }

    private StackRow nested(StackRow parent, String name) {
        return store.nestedIn(parent.id()).stream()
                .filter(child -> child.name().equals(name) || isResource(parent, name, child))
                .findFirst()
                .orElseThrow(() ->
                        CloudFormationErrors.validation("Nested stack [" + name + "] does not exist in the stack"));
    }

    private boolean isResource(StackRow parent, String logicalId, StackRow child) {
        return store.resource(parent.id(), logicalId)
                .filter(row -> row.state().physicalId().equals(child.id()))
                .isPresent();
    }

    private void skipIn(StackRow nested, String logicalId) {
        store.operation(nested.id()).ifPresent(operation -> {
            List<String> all = new ArrayList<>(operation.options().retain());
            all.add(logicalId);
            store.put(operation.with(operation.options().leaving(all)));
        });
    }

    RollbackStackResponse rollback(Call call, RollbackStackRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        Optional<StackOperation> repeated = repeated(stack, request.clientRequestToken());
        if (repeated.isPresent()) {
            return RollbackStackResponse.builder()
                    .stackId(stack.id())
                    .operationId(repeated.get().id())
                    .build();
        }
        if (stack.status() != StackStatus.CREATE_FAILED && stack.status() != StackStatus.UPDATE_FAILED) {
            throw CloudFormationErrors.validation(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be rolled back.");
        }
        boolean retain = Boolean.TRUE.equals(request.retainExceptOnCreate());
        StackOperation begun = restart(
                call.caller(),
                stack,
                Optional.ofNullable(request.roleARN()),
                request.clientRequestToken(),
                options -> options.leaving(List.of())
                        .continued(false)
                        .retainingNew(retain || options.retainExceptOnCreate()));
        call.effect(stack.id(), request.clientRequestToken());
        return RollbackStackResponse.builder()
                .stackId(stack.id())
                .operationId(begun.id())
                .build();
    }

    private StackOperation restart(
            Caller caller,
            StackRow stack,
            Optional<String> roleArn,
            @Nullable String token,
            UnaryOperator<Options> change) {
        StackOperation failed = store.operation(stack.id()).orElseThrow();
        roleArn.ifPresent(arn -> store.put(stack.with(model -> model.roleARN(arn))));
        Caller works = roles.assume(
                caller, roleArn.or(() -> Optional.ofNullable(stack.model().roleARN())), events.now());
        StackOperation next = failed.goneOnWith(
                ids.uuid(), StackOperations.text(token), caller, works, change.apply(failed.options()));
        boolean neverWell = next.kind() == Kind.UPDATE && next.before().isEmpty();
        StackOperation begun = neverWell ? next.as(Kind.CREATE) : next;
        life.rollBack(begun, "User Initiated");
        return begun;
    }

    private Optional<StackOperation> repeated(StackRow stack, @Nullable String token) {
        return store.operation(stack.id())
                .filter(operation -> token != null && token.equals(operation.token()) && operation.isRollingBack());
    }

    GetStackPolicyResponse policy(Call call, GetStackPolicyRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        return GetStackPolicyResponse.builder()
                .stackPolicyBody(stack.policy().isEmpty() ? null : stack.policy())
                .build();
    }

    SetStackPolicyResponse setPolicy(Call call, SetStackPolicyRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        Optional<String> policy = source.policy(call, request.stackPolicyBody(), request.stackPolicyURL());
        store.put(stack.under(policy.orElse("")));
        call.effect(stack.id());
        return SetStackPolicyResponse.builder().build();
    }

    SignalResourceResponse signal(Call call, SignalResourceRequest request) {
        StackRow stack = stacks.living(call.caller(), request.stackName(), CloudFormationErrors::inBrackets);
        String logicalId = CloudFormationErrors.required("logicalResourceId", request.logicalResourceId());
        String uniqueId = CloudFormationErrors.required("uniqueId", request.uniqueId());
        String status = CloudFormationErrors.required("status", request.statusAsString());
        ResourceRow row = store.resource(stack.id(), logicalId)
                .orElseThrow(() -> CloudFormationErrors.validation(
                        "Resource " + logicalId + " does not exist for stack " + stack.name()));
        if (!row.status().endsWith("_IN_PROGRESS")) {
            throw CloudFormationErrors.validation(
                    "Resource " + logicalId + " is in " + row.status() + " state and cannot be signaled");
        }
        events.status(
                row, row.state(), row.status(), "Received " + status + " signal with UniqueId " + uniqueId, call.now());
        signals.send(new StackStore.SignalRow(stack.id(), logicalId, uniqueId, status, "", ""));
        call.effect(stack.id());
        return SignalResourceResponse.builder().build();
    }
}
