package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfig;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicies;
import software.amazon.awssdk.services.lambda.model.CodeSigningPolicy;
import software.amazon.awssdk.services.lambda.model.CreateCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListCodeSigningConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListCodeSigningConfigsResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsByCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionCodeSigningConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateCodeSigningConfigResponse;

/** Code signing configurations: kept and tied to functions; no signature is checked. */
final class CodeSigning {

    private static final int MOST_LISTED = 50;
    private static final int ID_LENGTH = 17;

    private record Row(CodeSigningConfig config) {}

    private final LambdaStore store;
    private final Table<Row> table;
    private final Tags tags;
    private final Ids ids;

    CodeSigning(Store state, LambdaStore store, Tags tags, Ids ids) {
        this.store = store;
        this.table = state.table("lambda.signing", Row.class);
        this.tags = tags;
        this.ids = ids;
    }

    void declare(Operations all) {
        String one = "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}";
        String function = "/2020-06-30/functions/{FunctionName}/code-signing-config";
        all.operation(
                        "POST /2020-04-22/code-signing-configs =201",
                        "CreateCodeSigningConfig",
                        CreateCodeSigningConfigRequest::builder,
                        this::create)
                .operation("GET " + one, "GetCodeSigningConfig", GetCodeSigningConfigRequest::builder, this::get)
                .operation(
                        "PUT " + one, "UpdateCodeSigningConfig", UpdateCodeSigningConfigRequest::builder, this::update)
                .operation(
                        "DELETE " + one + " =204",
                        "DeleteCodeSigningConfig",
                        DeleteCodeSigningConfigRequest::builder,
                        this::delete)
                .operation(
                        "GET /2020-04-22/code-signing-configs",
                        "ListCodeSigningConfigs",
                        ListCodeSigningConfigsRequest::builder,
                        this::list)
                .operation(
                        "GET " + one + "/functions",
                        "ListFunctionsByCodeSigningConfig",
                        ListFunctionsByCodeSigningConfigRequest::builder,
                        this::listFunctions)
                .operation(
                        "PUT " + function,
                        "PutFunctionCodeSigningConfig",
                        PutFunctionCodeSigningConfigRequest::builder,
                        this::put)
                .operation(
                        "GET " + function,
                        "GetFunctionCodeSigningConfig",
                        GetFunctionCodeSigningConfigRequest::builder,
                        this::ofFunction)
                .operation(
                        "DELETE " + function + " =204",
                        "DeleteFunctionCodeSigningConfig",
                        DeleteFunctionCodeSigningConfigRequest::builder,
                        this::remove);
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none of that ARN, as calls about it answer */
    CodeSigningConfig existing(String arn) {
        return table.get(arn)
                .map(Row::config)
                .orElseThrow(() -> dev.penstock.simulator.wire.ServiceError.of(
                        404,
                        "ResourceNotFoundException",
                        "The Lambda code signing configuration " + arn + " can not be found."));
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when there is none of that ARN, as calls about functions answer */
    void require(Call call, String arn) {
        if (!table.has(arn)) {
            throw LambdaErrors.user(
                    404,
                    "CodeSigningConfigNotFoundException",
                    "The code signing configuration cannot be found. Check that the provided configuration is not deleted: "
                            + arn + ".");
        }
    }

    private CreateCodeSigningConfigResponse create(Call call, CreateCodeSigningConfigRequest request) {
        new Constraints()
                .present("allowedPublishers", request.allowedPublishers())
                .check();
        String id = "csc-" + ids.word(ID_LENGTH).toLowerCase(Locale.ROOT);
        CodeSigningPolicies policies = request.codeSigningPolicies() == null
                ? CodeSigningPolicies.builder()
                        .untrustedArtifactOnDeployment(CodeSigningPolicy.WARN)
                        .build()
                : request.codeSigningPolicies();
        CodeSigningConfig made = CodeSigningConfig.builder()
                .codeSigningConfigId(id)
                .codeSigningConfigArn(call.caller().arn("lambda", "code-signing-config:" + id))
                .allowedPublishers(request.allowedPublishers())
                .codeSigningPolicies(policies)
                .description(request.description() == null ? "" : request.description())
                .lastModified(FunctionSettings.modified(call.now()))
                .build();
        table.put(made.codeSigningConfigArn(), new Row(made));
        tags.add(made.codeSigningConfigArn(), request.tags());
        call.effect(made.codeSigningConfigArn());
        return CreateCodeSigningConfigResponse.builder().codeSigningConfig(made).build();
    }

    private GetCodeSigningConfigResponse get(Call call, GetCodeSigningConfigRequest request) {
        return GetCodeSigningConfigResponse.builder()
                .codeSigningConfig(existing(request.codeSigningConfigArn()))
                .build();
    }

    private UpdateCodeSigningConfigResponse update(Call call, UpdateCodeSigningConfigRequest request) {
        CodeSigningConfig.Builder changed = existing(request.codeSigningConfigArn()).toBuilder()
                .lastModified(FunctionSettings.modified(call.now()));
        if (request.description() != null) {
            changed.description(request.description());
        }
        if (request.allowedPublishers() != null) {
            changed.allowedPublishers(request.allowedPublishers());
        }
        if (request.codeSigningPolicies() != null) {
            changed.codeSigningPolicies(request.codeSigningPolicies());
        }
        CodeSigningConfig after = changed.build();
        table.put(after.codeSigningConfigArn(), new Row(after));
        call.effect(after.codeSigningConfigArn());
        return UpdateCodeSigningConfigResponse.builder()
                .codeSigningConfig(after)
                .build();
    }

    private DeleteCodeSigningConfigResponse delete(Call call, DeleteCodeSigningConfigRequest request) {
        String arn = existing(request.codeSigningConfigArn()).codeSigningConfigArn();
        if (!users(call, arn).isEmpty()) {
            throw LambdaErrors.conflict("The code signing configuration " + arn + " is used by functions.");
        }
        table.remove(arn);
        tags.forget(arn);
        call.effect(arn);
        return DeleteCodeSigningConfigResponse.builder().build();
    }

    private ListCodeSigningConfigsResponse list(Call call, ListCodeSigningConfigsRequest request) {
        List<CodeSigningConfig> all = table.under(call.caller().arn("lambda", "code-signing-config:")).values().stream()
                .map(Row::config)
                .toList();
        Page<CodeSigningConfig> page = Listing.page(
                all, CodeSigningConfig::codeSigningConfigArn, request.marker(), request.maxItems(), MOST_LISTED);
        return ListCodeSigningConfigsResponse.builder()
                .codeSigningConfigs(page.items())
                .nextMarker(page.next())
                .build();
    }

    private ListFunctionsByCodeSigningConfigResponse listFunctions(
            Call call, ListFunctionsByCodeSigningConfigRequest request) {
        String arn = existing(request.codeSigningConfigArn()).codeSigningConfigArn();
        Page<String> page = Listing.page(users(call, arn), a -> a, request.marker(), request.maxItems(), MOST_LISTED);
        return ListFunctionsByCodeSigningConfigResponse.builder()
                .functionArns(page.items())
                .nextMarker(page.next())
                .build();
    }

    private List<String> users(Call call, String arn) {
        return store.functions(call.account(), call.region()).stream()
                .filter(function -> function.codeSigning().equals(arn))
                .map(function -> function.reference().arn())
                .toList();
    }

    private PutFunctionCodeSigningConfigResponse put(Call call, PutFunctionCodeSigningConfigRequest request) {
        new Constraints()
                .present("codeSigningConfigArn", request.codeSigningConfigArn())
                .check();
        require(call, request.codeSigningConfigArn());
        LambdaStore.Function function = store.existing(FunctionName.of(call, request.functionName()));
        store.put(function.codeSigning(request.codeSigningConfigArn()));
        call.effect(function.reference().arn());
        return PutFunctionCodeSigningConfigResponse.builder()
                .codeSigningConfigArn(request.codeSigningConfigArn())
                .functionName(function.name())
                .build();
    }

    private GetFunctionCodeSigningConfigResponse ofFunction(Call call, GetFunctionCodeSigningConfigRequest request) {
        LambdaStore.Function function = store.existing(FunctionName.of(call, request.functionName()));
        if (function.codeSigning().isEmpty()) {
            return GetFunctionCodeSigningConfigResponse.builder().build();
        }
        return GetFunctionCodeSigningConfigResponse.builder()
                .codeSigningConfigArn(function.codeSigning())
                .functionName(function.name())
                .build();
    }

    private DeleteFunctionCodeSigningConfigResponse remove(Call call, DeleteFunctionCodeSigningConfigRequest request) {
        LambdaStore.Function function = store.existing(FunctionName.of(call, request.functionName()));
        store.put(function.codeSigning(""));
        call.effect(function.reference().arn());
        return DeleteFunctionCodeSigningConfigResponse.builder().build();
    }
}
