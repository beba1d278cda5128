package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/** Who else may invoke a function, a version or an alias. A version's and an alias's policies are their own. */
final class Permissions {

    private static final Pattern STATEMENT_ID = Pattern.compile("([a-zA-Z0-9-_]+)");
    private static final String API = "GetPolicy";

    private final LambdaStore store;
    private final Statements policies;
    private final FunctionLife life;

    Permissions(LambdaStore store, Statements policies, FunctionLife life) {
        this.store = store;
        this.policies = policies;
        this.life = life;
    }

    void declare(Operations all) {
        String policy = "/2015-03-31/functions/{FunctionName}/policy";
        all.operation("POST " + policy + " =201", "AddPermission", AddPermissionRequest::builder, this::add)
                .operation("GET " + policy, "GetPolicy", GetPolicyRequest::builder, this::get)
                .operation(
                        "DELETE " + policy + "/{StatementId} =204",
                        "RemovePermission",
                        RemovePermissionRequest::builder,
                        this::remove);
    }

    private AddPermissionResponse add(Call call, AddPermissionRequest request) {
        new Constraints()
                .present("statementId", request.statementId())
                .present("action", request.action())
                .present("principal", request.principal())
                .matches(STATEMENT_ID, "statementId", request.statementId())
                .check();
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        if (name.meant().equals(FunctionName.LATEST) && name.qualifier().isPresent()) {
            throw LambdaErrors.invalid("We currently do not support adding policies for $LATEST.");
        }
        Object principal = Statements.principal(request.principal());
        String arn = resource(name);
        Map<String, Object> members = Statements.members(request.statementId(), principal, request.action(), arn);
        Map<String, Object> condition = condition(request);
        if (!condition.isEmpty()) {
            members.put("Condition", condition);
        }
        String json = Json.treeText(members);
        Statements.Guard guard = guard(name, request.revisionId());
        policies.add(arn, new Statements.Statement(request.statementId(), json), guard);
        touch(name, guard.next());
        call.effect(arn);
        return AddPermissionResponse.builder().statement(json).build();
    }

    private static Map<String, Object> condition(AddPermissionRequest request) {
        Map<String, Object> equal = new LinkedHashMap<>();
        put(equal, "AWS:SourceAccount", request.sourceAccount());
        put(equal, "lambda:EventSourceToken", request.eventSourceToken());
        put(equal, "lambda:FunctionUrlAuthType", request.functionUrlAuthTypeAsString());
        put(equal, "aws:PrincipalOrgID", request.principalOrgID());
        Map<String, Object> condition = new LinkedHashMap<>();
        if (!equal.isEmpty()) {
            condition.put("StringEquals", equal);
        }
        if (request.sourceArn() != null) {
            condition.put("ArnLike", Map.of("AWS:SourceArn", request.sourceArn()));
        }
        if (request.invokedViaFunctionUrl() != null) {
            condition.put(
                    "Bool",
                    Map.of(
                            "lambda:InvokedViaFunctionUrl",
                            request.invokedViaFunctionUrl().toString()));
        }
        return condition;
    }

    private static void put(Map<String, Object> members, String name, @Nullable String value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    private GetPolicyResponse get(Call call, GetPolicyRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        Statements.Policy policy = policies.of(name.qualifiedArn())
                .filter(p -> store.function(name).isPresent())
                .orElseThrow(LambdaErrors::resourceNotFound);
        return GetPolicyResponse.builder()
                .policy(policy.document())
                .revisionId(policy.revision())
                .build();
    }

    private RemovePermissionResponse remove(Call call, RemovePermissionRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        if (store.function(name).isEmpty()) {
            throw LambdaErrors.notFound("No policy found for: " + name.arn());
        }
        String arn = resource(name);
        Statements.Guard guard = guard(name, request.revisionId());
        policies.remove(arn, request.statementId(), guard);
        touch(name, guard.next());
        call.effect(arn);
        return RemovePermissionResponse.builder().build();
    }

    /** The ARN of what a name means, which must be there. */
    private String resource(FunctionName name) {
        store.existing(name);
        if (name.qualifier().isPresent() && store.find(name).isEmpty()) {
            boolean alias = name.meant().matches("(?![0-9]+$)[a-zA-Z0-9-_]+");
            throw alias
                    ? LambdaErrors.aliasNotFound(name.qualifiedArn())
                    : LambdaErrors.functionNotFound(name.qualifiedArn());
        }
        return name.qualifiedArn();
    }

    /** The revision of a policy is that of what it belongs to, at the time of its last change. */
    private Statements.Guard guard(FunctionName name, @Nullable String wanted) {
        String current = alias(name)
                .map(alias -> alias.configuration().revisionId())
                .or(() -> store.version(name, name.meant())
                        .map(version -> version.configuration().revisionId()))
                .orElse("");
        return new Statements.Guard(wanted, current, life.revision(), API);
    }

    private Optional<LambdaStore.Alias> alias(FunctionName name) {
        return name.qualifier().flatMap(qualifier -> store.alias(name, qualifier));
    }

    /** A change of its policy gives a function, version or alias a new revision. */
    private void touch(FunctionName name, String revision) {
        Optional<LambdaStore.Alias> alias = alias(name);
        if (alias.isPresent()) {
            LambdaStore.Alias known = alias.get();
            store.put(new LambdaStore.Alias(
                    known.account(),
                    known.region(),
                    known.function(),
                    known.configuration().toBuilder().revisionId(revision).build()));
            return;
        }
        store.version(name, name.meant()).ifPresent(version -> life.touch(version, revision));
    }
}
