package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionEventInvokeConfigsResponse;
import software.amazon.awssdk.services.lambda.model.OnFailure;
import software.amazon.awssdk.services.lambda.model.OnSuccess;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionEventInvokeConfigResponse;

/** What becomes of asynchronous invocations: how often they are tried, how old they get, where their results go. */
final class EventInvokeConfigs {

    private static final Pattern DESTINATION =
            Pattern.compile("$|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:"
                    + "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)");
    private static final Set<String> SERVICES = Set.of("lambda", "sns", "sqs", "events", "s3");
    private static final int LEAST_AGE = 60;
    private static final int MOST_AGE = 21_600;
    private static final int MOST_RETRIES = 2;
    private static final int MOST_LISTED = 50;

    private record Row(FunctionEventInvokeConfig config) {}

    private final LambdaStore store;
    private final Table<Row> table;

    EventInvokeConfigs(Store state, LambdaStore store) {
        this.store = store;
        this.table = state.table("lambda.event-invoke", Row.class);
    }

    void declare(Operations all) {
        String one = "/2019-09-25/functions/{FunctionName}/event-invoke-config";
        all.operation(
                        "PUT " + one,
                        "PutFunctionEventInvokeConfig",
                        PutFunctionEventInvokeConfigRequest::builder,
                        this::put)
                .operation(
                        "POST " + one,
                        "UpdateFunctionEventInvokeConfig",
                        UpdateFunctionEventInvokeConfigRequest::builder,
                        this::update)
                .operation(
                        "GET " + one,
                        "GetFunctionEventInvokeConfig",
                        GetFunctionEventInvokeConfigRequest::builder,
                        this::get)
                .operation(
                        "DELETE " + one + " =204",
                        "DeleteFunctionEventInvokeConfig",
                        DeleteFunctionEventInvokeConfigRequest::builder,
                        this::delete)
                .operation(
                        "GET " + one + "/list",
                        "ListFunctionEventInvokeConfigs",
                        ListFunctionEventInvokeConfigsRequest::builder,
                        this::list);
    }

    /** The configuration of a version or an alias, if it has one. */
    Optional<FunctionEventInvokeConfig> of(FunctionName name) {
        return table.get(name.arn(name.meant())).map(Row::config);
    }

    /** Forgets that of a version or an alias, or all of a function. */
    void forget(FunctionName function, Optional<String> qualifier) {
        qualifier
                .map(q -> List.of(function.arn(q)))
                .orElseGet(() -> List.copyOf(table.under(function.arn() + ":").keySet()))
                .forEach(table::remove);
    }

    private PutFunctionEventInvokeConfigResponse put(Call call, PutFunctionEventInvokeConfigRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        check(name, request.maximumRetryAttempts(), request.maximumEventAgeInSeconds(), request.destinationConfig());
        FunctionEventInvokeConfig made = FunctionEventInvokeConfig.builder()
                .functionArn(name.arn(name.meant()))
                .maximumRetryAttempts(request.maximumRetryAttempts())
                .maximumEventAgeInSeconds(request.maximumEventAgeInSeconds())
                .destinationConfig(whole(request.destinationConfig()))
                .lastModified(call.now())
                .build();
        keep(call, made);
        return Fields.copy(made, PutFunctionEventInvokeConfigResponse.builder()).build();
    }

    private UpdateFunctionEventInvokeConfigResponse update(Call call, UpdateFunctionEventInvokeConfigRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        check(name, request.maximumRetryAttempts(), request.maximumEventAgeInSeconds(), request.destinationConfig());
        FunctionEventInvokeConfig.Builder changed = existing(name).toBuilder().lastModified(call.now());
        if (request.maximumRetryAttempts() != null) {
            changed.maximumRetryAttempts(request.maximumRetryAttempts());
        }
        if (request.maximumEventAgeInSeconds() != null) {
            changed.maximumEventAgeInSeconds(request.maximumEventAgeInSeconds());
        }
        if (request.destinationConfig() != null) {
            changed.destinationConfig(whole(request.destinationConfig()));
        }
        FunctionEventInvokeConfig after = changed.build();
        keep(call, after);
        return Fields.copy(after, UpdateFunctionEventInvokeConfigResponse.builder())
                .build();
    }

    private void keep(Call call, FunctionEventInvokeConfig config) {
        table.put(config.functionArn(), new Row(config));
        call.effect(config.functionArn());
    }

    private GetFunctionEventInvokeConfigResponse get(Call call, GetFunctionEventInvokeConfigRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        return Fields.copy(existing(name), GetFunctionEventInvokeConfigResponse.builder())
                .build();
    }

    private DeleteFunctionEventInvokeConfigResponse delete(Call call, DeleteFunctionEventInvokeConfigRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        FunctionEventInvokeConfig found = existing(name);
        table.remove(found.functionArn());
        call.effect(found.functionArn());
        return DeleteFunctionEventInvokeConfigResponse.builder().build();
    }

    private ListFunctionEventInvokeConfigsResponse list(Call call, ListFunctionEventInvokeConfigsRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName());
        if (store.function(name).isEmpty()) {
            throw noFunction();
        }
        List<FunctionEventInvokeConfig> found =
                table.under(name.arn() + ":").values().stream().map(Row::config).toList();
        Page<FunctionEventInvokeConfig> page = Listing.page(
                found, FunctionEventInvokeConfig::functionArn, request.marker(), request.maxItems(), MOST_LISTED);
        return ListFunctionEventInvokeConfigsResponse.builder()
                .functionEventInvokeConfigs(page.items())
                .nextMarker(page.next())
                .build();
    }

    private FunctionEventInvokeConfig existing(FunctionName name) {
        return of(name).orElseThrow(() ->
                LambdaErrors.notFound("The function " + name.arn(name.meant()) + " doesn't have an EventInvokeConfig"));
    }

    private void check(
            FunctionName name,
            @Nullable Integer retries,
            @Nullable Integer age,
            @Nullable DestinationConfig destinations) {
        new Constraints()
                .range(0, MOST_RETRIES, "maximumRetryAttempts", retries)
                .range(LEAST_AGE, MOST_AGE, "maximumEventAgeInSeconds", age)
                .matches(DESTINATION, "destinationConfig.onFailure.destination", failure(destinations))
                .matches(DESTINATION, "destinationConfig.onSuccess.destination", success(destinations))
                .check();
        if (retries == null && age == null && destinations == null) {
            throw LambdaErrors.invalid("You must specify at least one of error handling or destination setting.");
        }
        if (store.find(name).isEmpty()) {
            throw noFunction();
        }
        if (destinations != null) {
            check(name, destinations, success(destinations));
            check(name, destinations, failure(destinations));
        }
    }

    private void check(FunctionName name, DestinationConfig destinations, @Nullable String arn) {
        if (arn == null || arn.isEmpty()) {
            return;
        }
        String[] parts = arn.split(":", -1);
        String service = parts.length > 2 ? parts[2] : "";
        if (!SERVICES.contains(service)) {
            throw LambdaErrors.invalid("The provided destination config DestinationConfig(onSuccess="
                    + spoken("OnSuccess", success(destinations)) + ", onFailure="
                    + spoken("OnFailure", failure(destinations)) + ") is invalid.");
        }
        if (service.equals("lambda") && parts.length > 6) {
            if (parts[6].equals(name.name())) {
                throw LambdaErrors.invalid("You can't specify the function as a destination for itself.");
            }
            FunctionName other = new FunctionName(parts[4], parts[3], parts[6], Optional.empty());
            if (store.function(other).isEmpty()) {
                throw LambdaErrors.invalid("The destination ARN " + arn + " is invalid.");
            }
        }
    }

    private static String spoken(String kind, @Nullable String arn) {
        return arn == null ? "null" : kind + "(destination=" + arn + ")";
    }

    private static @Nullable String success(@Nullable DestinationConfig destinations) {
        return destinations == null || destinations.onSuccess() == null
                ? null
                : destinations.onSuccess().destination();
    }

    private static @Nullable String failure(@Nullable DestinationConfig destinations) {
        return destinations == null || destinations.onFailure() == null
                ? null
                : destinations.onFailure().destination();
    }

    /** With both parts, also where one says nothing. */
    private static DestinationConfig whole(@Nullable DestinationConfig destinations) {
        return DestinationConfig.builder()
                .onSuccess(
                        destinations == null || destinations.onSuccess() == null
                                ? OnSuccess.builder().build()
                                : destinations.onSuccess())
                .onFailure(
                        destinations == null || destinations.onFailure() == null
                                ? OnFailure.builder().build()
                                : destinations.onFailure())
                .build();
    }

    private static ServiceError noFunction() {
        return LambdaErrors.notFound("The function doesn't exist.");
    }
}
