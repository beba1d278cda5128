package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/** Changes a function's unpublished version. */
final class FunctionUpdates {

    private final LambdaStore store;
    private final FunctionLife life;
    private final FunctionRules rules;
    private final FunctionSettings settings;
    private final FunctionCode code;
    private final Versions versions;

    FunctionUpdates(
            LambdaStore store,
            FunctionLife life,
            FunctionRules rules,
            FunctionSettings settings,
            FunctionCode code,
            Versions versions) {
        this.store = store;
        this.life = life;
        this.rules = rules;
        this.settings = settings;
        this.code = code;
        this.versions = versions;
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /2015-03-31/functions/{FunctionName}/code",
                        "UpdateFunctionCode",
                        UpdateFunctionCodeRequest::builder,
                        this::updateCode)
                .operation(
                        "PUT /2015-03-31/functions/{FunctionName}/configuration",
                        "UpdateFunctionConfiguration",
                        UpdateFunctionConfigurationRequest::builder,
                        this::updateConfiguration);
    }

    private UpdateFunctionCodeResponse updateCode(Call call, UpdateFunctionCodeRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        Constraints constraints = new Constraints();
        FunctionRules.architectures(constraints, request.architecturesAsStrings());
        constraints.check();
        LambdaStore.Version latest = changeable(name, request.revisionId());
        Code source = source(call, latest, request);
        FunctionConfiguration.Builder changed = latest.configuration().toBuilder()
                .codeSize(source.size())
                .codeSha256(source.sha256())
                .lastModified(FunctionSettings.modified(call.now()));
        if (request.hasArchitectures()) {
            changed.architecturesWithStrings(request.architecturesAsStrings());
        }
        if (Boolean.TRUE.equals(request.dryRun())) {
            return Fields.copy(changed.build(), UpdateFunctionCodeResponse.builder())
                    .build();
        }
        life.requireSettled(latest);
        LambdaStore.Version changing =
                life.change(latest.with(FunctionSettings.withRuntime(name, changed.build()), source));
        call.effect(name.arn());
        FunctionConfiguration answer = Boolean.TRUE.equals(request.publish())
                ? versions.publishPending(changing, "").configuration()
                : changing.configuration();
        return Fields.copy(answer, UpdateFunctionCodeResponse.builder()).build();
    }

    private Code source(Call call, LambdaStore.Version latest, UpdateFunctionCodeRequest request) {
        boolean image = latest.configuration().packageType() == PackageType.IMAGE;
        if (image && request.imageUri() == null) {
            throw LambdaErrors.invalid("Please provide ImageUri when updating a function with packageType Image.");
        }
        if (!image && request.imageUri() != null) {
            throw LambdaErrors.invalid("Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        if (image) {
            return code.image(request.imageUri());
        }
        if (request.zipFile() != null) {
            return code.archive(request.zipFile());
        }
        if (request.s3Bucket() != null) {
            return code.object(call, request.s3Bucket(), request.s3Key(), request.s3ObjectVersion());
        }
        throw LambdaErrors.invalid("Please provide a source for function code.");
    }

    private UpdateFunctionConfigurationResponse updateConfiguration(
            Call call, UpdateFunctionConfigurationRequest request) {
        FunctionName name = FunctionName.plain(call, request.functionName(), null);
        rules.check(call, request);
        LambdaStore.Version latest = changeable(name, request.revisionId());
        life.requireSettled(latest);
        FunctionConfiguration changed = settings.update(call, name, latest.configuration(), request);
        LambdaStore.Version changing = life.change(latest.with(changed));
        call.effect(name.arn());
        return Fields.copy(changing.configuration(), UpdateFunctionConfigurationResponse.builder())
                .build();
    }

    /** The version that changes, in the revision that the request names, if it names one. */
    private LambdaStore.Version changeable(FunctionName given, @Nullable String revision) {
        FunctionName name = new FunctionName(given.account(), given.region(), given.name(), Optional.empty());
        store.existing(name);
        LambdaStore.Version latest = store.latest(name);
        if (revision != null && !revision.equals(latest.configuration().revisionId())) {
            throw LambdaErrors.otherRevision("GetFunction/GetAlias");
        }
        return latest;
    }
}
