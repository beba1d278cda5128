package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Json;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemoveLayerVersionPermissionResponse;

/** Who else may use a version of a layer. */
final class LayerPermissions {

    private static final Pattern ACTION = Pattern.compile("lambda:GetLayerVersion");
    private static final String API = "GetLayerPolicy";

    private final Layers layers;
    private final Statements policies;
    private final Ids ids;

    LayerPermissions(Layers layers, Statements policies, Ids ids) {
        this.ids = ids;
        this.layers = layers;
        this.policies = policies;
    }

    void declare(Operations all) {
        String policy = "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy";
        all.operation(
                        "POST " + policy + " =201",
                        "AddLayerVersionPermission",
                        AddLayerVersionPermissionRequest::builder,
                        this::add)
                .operation("GET " + policy, "GetLayerVersionPolicy", GetLayerVersionPolicyRequest::builder, this::get)
                .operation(
                        "DELETE " + policy + "/{StatementId} =204",
                        "RemoveLayerVersionPermission",
                        RemoveLayerVersionPermissionRequest::builder,
                        this::remove);
    }

    private AddLayerVersionPermissionResponse add(Call call, AddLayerVersionPermissionRequest request) {
        new Constraints()
                .present("statementId", request.statementId())
                .present("action", request.action())
                .present("principal", request.principal())
                .matches(ACTION, "action", request.action())
                .check();
        String arn = existing(call, request.layerName(), request.versionNumber());
        Map<String, Object> members = Statements.members(
                request.statementId(), Statements.principal(request.principal()), request.action(), arn);
        if (request.organizationId() != null) {
            members.put("Condition", Map.of("StringEquals", Map.of("aws:PrincipalOrgID", request.organizationId())));
        }
        String json = Json.treeText(members);
        Statements.Policy policy =
                policies.add(arn, new Statements.Statement(request.statementId(), json), guard(request.revisionId()));
        call.effect(arn);
        return AddLayerVersionPermissionResponse.builder()
                .statement(json)
                .revisionId(policy.revision())
                .build();
    }

    private GetLayerVersionPolicyResponse get(Call call, GetLayerVersionPolicyRequest request) {
        Statements.Policy policy = policies.of(existing(call, request.layerName(), request.versionNumber()))
                .orElseThrow(() -> LambdaErrors.notFound("No policy is associated with the given resource."));
        return GetLayerVersionPolicyResponse.builder()
                .policy(policy.document())
                .revisionId(policy.revision())
                .build();
    }

    private RemoveLayerVersionPermissionResponse remove(Call call, RemoveLayerVersionPermissionRequest request) {
        String arn = existing(call, request.layerName(), request.versionNumber());
        policies.remove(arn, request.statementId(), guard(request.revisionId()));
        call.effect(arn);
        return RemoveLayerVersionPermissionResponse.builder().build();
    }

    private Statements.Guard guard(@Nullable String wanted) {
        return new Statements.Guard(wanted, "", ids.uuid(), API);
    }

    private String existing(Call call, String layer, Long number) {
        Layers.requireNumber(number);
        String arn = Layers.arn(call, layer) + ":" + number;
        if (layers.version(arn).isEmpty()) {
            throw LambdaErrors.notFound("Layer version " + arn + " does not exist.");
        }
        return arn;
    }
}
