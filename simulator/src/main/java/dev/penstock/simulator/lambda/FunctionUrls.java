package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionUrlConfigsResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionUrlConfigResponse;

/** The addresses of functions; {@link FunctionUrlEndpoint} answers there. */
final class FunctionUrls {

    private static final Pattern QUALIFIER = Pattern.compile("((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
    private static final List<String> MODES = List.of("RESPONSE_STREAM", "BUFFERED");
    private static final List<String> AUTHENTICATION = List.of("NONE", "AWS_IAM");
    private static final int ID_LENGTH = 32;
    private static final int MOST_LISTED = 50;

    private record Row(FunctionUrlConfig config) {}

    private final LambdaStore store;
    private final Table<Row> table;
    private final Ids ids;

    FunctionUrls(Store state, LambdaStore store, Ids ids) {
        this.store = store;
        this.table = state.table("lambda.urls", Row.class);
        this.ids = ids;
    }

    void declare(Operations all) {
        String one = "/2021-10-31/functions/{FunctionName}/url";
        all.operation(
                        "POST " + one + " =201",
                        "CreateFunctionUrlConfig",
                        CreateFunctionUrlConfigRequest::builder,
                        this::create)
                .operation("GET " + one, "GetFunctionUrlConfig", GetFunctionUrlConfigRequest::builder, this::get)
                .operation(
                        "PUT " + one, "UpdateFunctionUrlConfig", UpdateFunctionUrlConfigRequest::builder, this::update)
                .operation(
                        "DELETE " + one + " =204",
                        "DeleteFunctionUrlConfig",
                        DeleteFunctionUrlConfigRequest::builder,
                        this::delete)
                .operation(
                        "GET /2021-10-31/functions/{FunctionName}/urls",
                        "ListFunctionUrlConfigs",
                        ListFunctionUrlConfigsRequest::builder,
                        this::list);
    }

    /** The address with an id. Reads within the current transaction. */
    Optional<FunctionUrlConfig> byId(String id) {
        String start = "https://" + id + ".";
        return table.all().stream()
                .map(Row::config)
                .filter(config -> config.functionUrl().startsWith(start))
                .findFirst();
    }

    /** Forgets the address of an alias, or all of a function. */
    void forget(FunctionName function, Optional<String> qualifier) {
        if (qualifier.isPresent()) {
            table.remove(function.arn(qualifier.get()));
            return;
        }
        table.remove(function.arn());
        List.copyOf(table.under(function.arn() + ":").keySet()).forEach(table::remove);
    }

    private CreateFunctionUrlConfigResponse create(Call call, CreateFunctionUrlConfigRequest request) {
        FunctionName name = name(call, request.functionName(), request.qualifier());
        new Constraints().present("authType", request.authTypeAsString()).check();
        check(request.authTypeAsString(), request.invokeModeAsString());
        requireTarget(name);
        String arn = name.qualifiedArn();
        if (table.has(arn)) {
            throw LambdaErrors.conflict("Failed to create function url config for [functionArn = " + arn
                    + "]. Error message:  FunctionUrlConfig exists for this Lambda function");
        }
        String now = FunctionSettings.modified(call.now());
        String id = ids.word(ID_LENGTH).toLowerCase(Locale.ROOT);
        FunctionUrlConfig made = FunctionUrlConfig.builder()
                .functionArn(arn)
                .functionUrl("https://" + id + ".lambda-url." + name.region() + ".on.aws/")
                .authType(request.authTypeAsString())
                .cors(request.cors())
                .invokeMode(request.invokeModeAsString())
                .creationTime(now)
                .lastModifiedTime(now)
                .build();
        table.put(arn, new Row(made));
        call.effect(arn);
        return Fields.copy(made, CreateFunctionUrlConfigResponse.builder()).build();
    }

    private GetFunctionUrlConfigResponse get(Call call, GetFunctionUrlConfigRequest request) {
        FunctionName name = name(call, request.functionName(), request.qualifier());
        FunctionUrlConfig found = existing(name, LambdaErrors::resourceNotFound);
        return Fields.copy(shown(found), GetFunctionUrlConfigResponse.builder()).build();
    }

    private UpdateFunctionUrlConfigResponse update(Call call, UpdateFunctionUrlConfigRequest request) {
        FunctionName name = name(call, request.functionName(), request.qualifier());
        check(request.authTypeAsString(), request.invokeModeAsString());
        requireTarget(name);
        FunctionUrlConfig.Builder changed = existing(name, LambdaErrors::resourceNotFound).toBuilder()
                .lastModifiedTime(FunctionSettings.modified(call.now()));
        if (request.authTypeAsString() != null) {
            changed.authType(request.authTypeAsString());
        }
        if (request.cors() != null) {
            changed.cors(request.cors());
        }
        if (request.invokeModeAsString() != null) {
            changed.invokeMode(request.invokeModeAsString());
        }
        FunctionUrlConfig after = changed.build();
        table.put(after.functionArn(), new Row(after));
        call.effect(after.functionArn());
        return Fields.copy(after, UpdateFunctionUrlConfigResponse.builder()).build();
    }

    private DeleteFunctionUrlConfigResponse delete(Call call, DeleteFunctionUrlConfigRequest request) {
        FunctionName name = name(call, request.functionName(), request.qualifier());
        FunctionUrlConfig found = existing(name, LambdaErrors::resourceNotFound);
        table.remove(found.functionArn());
        call.effect(found.functionArn());
        return DeleteFunctionUrlConfigResponse.builder().build();
    }

    private ListFunctionUrlConfigsResponse list(Call call, ListFunctionUrlConfigsRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        if (store.function(name).isEmpty()) {
            throw noFunction();
        }
        List<FunctionUrlConfig> found = table.under(name.arn()).values().stream()
                .map(Row::config)
                .filter(config -> config.functionArn().equals(name.arn())
                        || config.functionArn().startsWith(name.arn() + ":"))
                .map(FunctionUrls::shown)
                .toList();
        Page<FunctionUrlConfig> page =
                Listing.page(found, FunctionUrlConfig::functionArn, request.marker(), request.maxItems(), MOST_LISTED);
        return ListFunctionUrlConfigsResponse.builder()
                .functionUrlConfigs(page.items())
                .nextMarker(page.next())
                .build();
    }

    private static FunctionUrlConfig shown(FunctionUrlConfig config) {
        return config.invokeModeAsString() == null
                ? config.toBuilder().invokeMode(InvokeMode.BUFFERED).build()
                : config;
    }

    private static FunctionName name(Call call, String function, @Nullable String qualifier) {
        new Constraints().matches(QUALIFIER, "qualifier", qualifier).check();
        return FunctionName.plain(call, function, qualifier);
    }

    private static void check(@Nullable String authentication, @Nullable String mode) {
        new Constraints()
                .oneOf(AUTHENTICATION, "authType", authentication)
                .oneOf(MODES, "invokeMode", mode)
                .check();
    }

    private void requireTarget(FunctionName name) {
        if (store.find(name).isEmpty()) {
            throw noFunction();
        }
    }

    private static ServiceError noFunction() {
        return LambdaErrors.notFound("Function does not exist");
    }

    private FunctionUrlConfig existing(FunctionName name, Supplier<ServiceError> otherwise) {
        return table.get(name.qualifiedArn()).map(Row::config).orElseThrow(otherwise);
    }
}
