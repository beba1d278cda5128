package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;

/** How many executions are reserved for functions. */
final class Concurrency {

    /** Of an account in a region: Lambda Developer Guide, "Lambda quotas". */
    static final int ACCOUNT = 1000;

    /** What must be left for functions without a reservation. */
    static final int LEAST_UNRESERVED = 100;

    private final LambdaStore store;
    private final ProvisionedConcurrency provisioned;

    Concurrency(LambdaStore store, ProvisionedConcurrency provisioned) {
        this.store = store;
        this.provisioned = provisioned;
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /2017-10-31/functions/{FunctionName}/concurrency",
                        "PutFunctionConcurrency",
                        PutFunctionConcurrencyRequest::builder,
                        this::put)
                .operation(
                        "GET /2019-09-30/functions/{FunctionName}/concurrency",
                        "GetFunctionConcurrency",
                        GetFunctionConcurrencyRequest::builder,
                        this::get)
                .operation(
                        "DELETE /2017-10-31/functions/{FunctionName}/concurrency =204",
                        "DeleteFunctionConcurrency",
                        DeleteFunctionConcurrencyRequest::builder,
                        this::delete);
    }

    /** What is not reserved in an account. */
    static int unreserved(LambdaStore store, String account, String region) {
        int reserved = store.functions(account, region).stream()
                .mapToInt(function -> function.reserved().orElse(0))
                .sum();
        return ACCOUNT - reserved;
    }

    private PutFunctionConcurrencyResponse put(Call call, PutFunctionConcurrencyRequest request) {
        new Constraints()
                .present("reservedConcurrentExecutions", request.reservedConcurrentExecutions())
                .check();
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        if (name.qualifier().isPresent()) {
            throw LambdaErrors.invalid(
                    "This operation is permitted on Lambda functions only. Aliases and versions do not"
                            + " support this operation. Please specify either a function name or an unqualified function ARN.");
        }
        LambdaStore.Function function =
                store.function(name).orElseThrow(() -> LambdaErrors.functionNotFound(name.arn(FunctionName.LATEST)));
        int wanted = request.reservedConcurrentExecutions();
        new Constraints()
                .range(0, Integer.MAX_VALUE, "reservedConcurrentExecutions", wanted)
                .check();
        int left = unreserved(store, name.account(), name.region())
                + function.reserved().orElse(0)
                - wanted;
        if (left < LEAST_UNRESERVED) {
            throw LambdaErrors.plainlyInvalid("Specified ReservedConcurrentExecutions for function decreases account's"
                    + " UnreservedConcurrentExecution below its minimum value of [" + LEAST_UNRESERVED + "].");
        }
        int allocated = provisioned.total(name);
        if (wanted < allocated) {
            throw LambdaErrors.plainlyInvalid(" ReservedConcurrentExecutions  " + wanted
                    + " should not be lower than function's total provisioned concurrency [" + allocated + "].");
        }
        store.put(function.reserved(Optional.of(wanted)));
        call.effect(name.arn());
        return PutFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(wanted)
                .build();
    }

    private GetFunctionConcurrencyResponse get(Call call, GetFunctionConcurrencyRequest request) {
        LambdaStore.Function function = store.existing(FunctionName.plain(call, request.functionName(), null));
        return GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(function.reserved().orElse(null))
                .build();
    }

    private DeleteFunctionConcurrencyResponse delete(Call call, DeleteFunctionConcurrencyRequest request) {
        LambdaStore.Function function = store.existing(FunctionName.plain(call, request.functionName(), null));
        store.put(function.reserved(Optional.empty()));
        call.effect(function.reference().arn());
        return DeleteFunctionConcurrencyResponse.builder().build();
    }
}
