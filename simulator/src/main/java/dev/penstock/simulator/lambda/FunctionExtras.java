package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsRequest;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigResponse;

/** What an account may have, how functions' runtimes are renewed, and what happens to functions that call themselves. */
final class FunctionExtras {

    private static final long MOST_STORED = 75L * 1024 * 1024 * 1024;
    private static final List<String> RENEWALS = List.of("Auto", "FunctionUpdate", "Manual");

    private record Renewal(GetRuntimeManagementConfigResponse config) {}

    private final LambdaStore store;
    private final Layers layers;
    private final Table<Renewal> renewals;

    FunctionExtras(Store state, LambdaStore store, Layers layers) {
        this.store = store;
        this.layers = layers;
        this.renewals = state.table("lambda.renewals", Renewal.class);
    }

    void declare(Operations all) {
        String recursion = "/2024-08-31/functions/{FunctionName}/recursion-config";
        String renewal = "/2021-07-20/functions/{FunctionName}/runtime-management-config";
        all.operation(
                        "GET /2016-08-19/account-settings",
                        "GetAccountSettings",
                        GetAccountSettingsRequest::builder,
                        this::account)
                .operation(
                        "GET " + recursion,
                        "GetFunctionRecursionConfig",
                        GetFunctionRecursionConfigRequest::builder,
                        this::recursion)
                .operation(
                        "PUT " + recursion,
                        "PutFunctionRecursionConfig",
                        PutFunctionRecursionConfigRequest::builder,
                        this::putRecursion)
                .operation(
                        "GET " + renewal,
                        "GetRuntimeManagementConfig",
                        GetRuntimeManagementConfigRequest::builder,
                        this::renewal)
                .operation(
                        "PUT " + renewal,
                        "PutRuntimeManagementConfig",
                        PutRuntimeManagementConfigRequest::builder,
                        this::putRenewal);
    }

    /** Forgets what is kept about a version, or all of a function. */
    void forget(FunctionName function, Optional<String> qualifier) {
        qualifier
                .map(q -> List.of(function.arn(q)))
                .orElseGet(
                        () -> List.copyOf(renewals.under(function.arn() + ":").keySet()))
                .forEach(renewals::remove);
    }

    private GetAccountSettingsResponse account(Call call, GetAccountSettingsRequest request) {
        List<LambdaStore.Function> functions = store.functions(call.account(), call.region());
        long versions = functions.stream()
                .flatMap(function -> store.versions(function.reference()).stream())
                .mapToLong(version -> version.code().size())
                .sum();
        long shared = layers.of(call.account(), call.region()).stream()
                .mapToLong(layer -> layer.code().size())
                .sum();
        return GetAccountSettingsResponse.builder()
                .accountLimit(limit -> limit.totalCodeSize(MOST_STORED)
                        .codeSizeUnzipped(FunctionCode.LARGEST_UNPACKED)
                        .codeSizeZipped(FunctionCode.LARGEST_PACKED)
                        .concurrentExecutions(Concurrency.ACCOUNT)
                        .unreservedConcurrentExecutions(Concurrency.unreserved(store, call.account(), call.region())))
                .accountUsage(
                        usage -> usage.functionCount((long) functions.size()).totalCodeSize(versions + shared))
                .build();
    }

    private GetFunctionRecursionConfigResponse recursion(Call call, GetFunctionRecursionConfigRequest request) {
        LambdaStore.Function function = store.existing(FunctionName.plain(call, request.functionName(), null));
        return GetFunctionRecursionConfigResponse.builder()
                .recursiveLoop(function.recursiveLoop())
                .build();
    }

    private PutFunctionRecursionConfigResponse putRecursion(Call call, PutFunctionRecursionConfigRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        new Constraints()
                .present("recursiveLoop", request.recursiveLoopAsString())
                .oneOf(List.of("Terminate", "Allow"), "recursiveLoop", request.recursiveLoopAsString())
                .check();
        store.put(store.existing(name).recursiveLoop(request.recursiveLoopAsString()));
        call.effect(name.arn());
        return PutFunctionRecursionConfigResponse.builder()
                .recursiveLoop(request.recursiveLoopAsString())
                .build();
    }

    private GetRuntimeManagementConfigResponse renewal(Call call, GetRuntimeManagementConfigRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        store.target(name);
        return renewals.get(name.arn(name.meant()))
                .map(Renewal::config)
                .orElseGet(() -> GetRuntimeManagementConfigResponse.builder()
                        .functionArn(name.arn(name.meant()))
                        .updateRuntimeOn("Auto")
                        .build());
    }

    private PutRuntimeManagementConfigResponse putRenewal(Call call, PutRuntimeManagementConfigRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        new Constraints()
                .present("updateRuntimeOn", request.updateRuntimeOnAsString())
                .oneOf(RENEWALS, "updateRuntimeOn", request.updateRuntimeOnAsString())
                .check();
        store.target(name);
        String arn = name.arn(name.meant());
        GetRuntimeManagementConfigResponse config = GetRuntimeManagementConfigResponse.builder()
                .functionArn(arn)
                .updateRuntimeOn(request.updateRuntimeOnAsString())
                .runtimeVersionArn(request.runtimeVersionArn())
                .build();
        renewals.put(arn, new Renewal(config));
        call.effect(arn);
        return Fields.copy(config, PutRuntimeManagementConfigResponse.builder()).build();
    }
}
