package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** Makes, shows and deletes functions. */
final class Functions {

    private static final int MOST_LISTED = 50;

    private final LambdaStore store;
    private final FunctionLife life;
    private final FunctionRules rules;
    private final FunctionSettings settings;
    private final FunctionCode code;
    private final Versions versions;
    private final FunctionTags tags;
    private final CodeSigning signing;
    private final Belongings belongings;
    private final CodeDownloads downloads;

    /** What goes with a function when it, a version or an alias of it is deleted. */
    interface Belongings {

        /**
         * Removes it.
         *
         * @param qualifier a version or an alias; empty for all of a function
         */
        void remove(FunctionName function, Optional<String> qualifier);
    }

    Functions(
            LambdaStore store,
            FunctionLife life,
            FunctionRules rules,
            FunctionSettings settings,
            FunctionCode code,
            Versions versions,
            FunctionTags tags,
            CodeSigning signing,
            Belongings belongings,
            CodeDownloads downloads) {
        this.store = store;
        this.life = life;
        this.rules = rules;
        this.settings = settings;
        this.code = code;
        this.versions = versions;
        this.tags = tags;
        this.signing = signing;
        this.belongings = belongings;
        this.downloads = downloads;
    }

    void declare(Operations all) {
        all.operation("POST /2015-03-31/functions =201", "CreateFunction", CreateFunctionRequest::builder, this::create)
                .operation("GET /2015-03-31/functions", "ListFunctions", ListFunctionsRequest::builder, this::list)
                .operation(
                        "GET /2015-03-31/functions/{FunctionName}",
                        "GetFunction",
                        GetFunctionRequest::builder,
                        this::get)
                .operation(
                        "GET /2015-03-31/functions/{FunctionName}/configuration",
                        "GetFunctionConfiguration",
                        GetFunctionConfigurationRequest::builder,
                        this::configuration)
                .operation(
                        "DELETE /2015-03-31/functions/{FunctionName} =204",
                        "DeleteFunction",
                        DeleteFunctionRequest::builder,
                        this::delete);
    }

    private CreateFunctionResponse create(Call call, CreateFunctionRequest request) {
        FunctionName given = FunctionName.plain(call, request.functionName(), null);
        if (!given.account().equals(call.account())) {
            throw LambdaErrors.denied("");
        }
        FunctionName name = new FunctionName(given.account(), given.region(), given.name(), Optional.empty());
        rules.check(call, name, request);
        FunctionTags.checkCount(request.tags().size());
        FunctionConfiguration described = settings.create(call, name, request);
        if (store.function(name).isPresent()) {
            throw LambdaErrors.conflict("Function already exist: " + name.name());
        }
        Code source = source(call, request);
        FunctionConfiguration made = described.toBuilder()
                .codeSize(source.size())
                .codeSha256(source.sha256())
                .build();
        String signedBy = request.codeSigningConfigArn() == null ? "" : request.codeSigningConfigArn();
        if (!signedBy.isEmpty()) {
            signing.require(call, signedBy);
        }
        store.put(new LambdaStore.Function(
                name.account(), name.region(), name.name(), 0, Optional.empty(), signedBy, "Terminate"));
        LambdaStore.Version latest =
                life.begin(new LambdaStore.Version(name.account(), name.region(), made, source, ""));
        tags.add(name, request.tags());
        call.effect(name.arn());
        FunctionConfiguration.Builder answer = latest.configuration().toBuilder();
        if (Boolean.TRUE.equals(request.publish())) {
            LambdaStore.Version first = versions.publishPending(latest, "");
            answer.version(first.number());
        }
        return Fields.copy(answer.build(), CreateFunctionResponse.builder()).build();
    }

    private Code source(Call call, CreateFunctionRequest request) {
        if (request.packageType() == PackageType.IMAGE) {
            if (request.code() == null || request.code().imageUri() == null) {
                throw LambdaErrors.invalid("Please provide a source for function code.");
            }
            return code.image(request.code().imageUri());
        }
        if (request.code() != null && request.code().zipFile() != null) {
            return code.archive(request.code().zipFile());
        }
        if (request.code() != null && request.code().s3Bucket() != null) {
            return code.object(
                    call,
                    request.code().s3Bucket(),
                    request.code().s3Key(),
                    request.code().s3ObjectVersion());
        }
        throw LambdaErrors.invalid("Please provide a source for function code.");
    }

    private GetFunctionResponse get(Call call, GetFunctionRequest request) {
        LambdaStore.Target target = store.target(FunctionName.of(call, request.functionName(), request.qualifier()));
        GetFunctionResponse.Builder found = GetFunctionResponse.builder()
                .configuration(target.configuration())
                .code(target.version().code().location(downloads));
        if (request.qualifier() == null) {
            tags.of(target.function().reference()).ifPresent(found::tags);
        }
        target.function()
                .reserved()
                .ifPresent(executions -> found.concurrency(c -> c.reservedConcurrentExecutions(executions)));
        return found.build();
    }

    private GetFunctionConfigurationResponse configuration(Call call, GetFunctionConfigurationRequest request) {
        LambdaStore.Target target = store.target(FunctionName.of(call, request.functionName(), request.qualifier()));
        return Fields.copy(target.configuration(), GetFunctionConfigurationResponse.builder())
                .build();
    }

    private ListFunctionsResponse list(Call call, ListFunctionsRequest request) {
        new Constraints()
                .oneOf(List.of("ALL"), "functionVersion", request.functionVersionAsString())
                .check();
        boolean all = request.functionVersionAsString() != null;
        List<FunctionConfiguration> found = new ArrayList<>();
        for (LambdaStore.Function function : store.functions(call.account(), call.region())) {
            if (all) {
                store.versions(function.reference()).forEach(version -> found.add(Versions.listed(version)));
            } else {
                found.add(Versions.plain(store.latest(function.reference())));
            }
        }
        Page<FunctionConfiguration> page = Listing.page(
                found, f -> f.functionName() + " " + f.version(), request.marker(), request.maxItems(), MOST_LISTED);
        return ListFunctionsResponse.builder()
                .functions(page.items())
                .nextMarker(page.next())
                .build();
    }

    private DeleteFunctionResponse delete(Call call, DeleteFunctionRequest request) {
        FunctionName name = FunctionName.of(call, request.functionName(), request.qualifier());
        if (name.qualifier().isEmpty()) {
            LambdaStore.Function function = store.existing(name);
            store.versions(name).forEach(life::forget);
            belongings.remove(name, Optional.empty());
            tags.forget(name);
            store.remove(function);
            call.effect(name.arn());
            return DeleteFunctionResponse.builder().build();
        }
        String qualifier = name.meant();
        if (qualifier.equals(FunctionName.LATEST)) {
            throw LambdaErrors.invalid("$LATEST version cannot be deleted without deleting the function.");
        }
        if (!FunctionName.isVersion(qualifier) && !qualifier.startsWith("$")) {
            throw LambdaErrors.invalid("Deletion of aliases is not currently supported.");
        }
        store.existing(name);
        store.version(name, qualifier).ifPresent(version -> {
            versions.requireUnused(name, qualifier);
            life.forget(version);
            belongings.remove(name, Optional.of(qualifier));
            store.remove(version);
            call.effect(name.qualifiedArn());
        });
        return DeleteFunctionResponse.builder().build();
    }
}
