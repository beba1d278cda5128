package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigRequest;
import software.amazon.awssdk.services.lambda.model.PutRuntimeManagementConfigResponse;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/** {@code AWS::Lambda::Function}: Ref is the name. It is made once it is active, and changed once its update has ended. */
final class LambdaFunction extends ServiceHandler {

    static final String TYPE = "AWS::Lambda::Function";
    private static final int LOOK_AGAIN = 5;
    private static final String NAME = "FunctionName";
    private static final String TAGS = "Tags";
    private static final String CODE = "Code";
    private static final String CONCURRENCY = "ReservedConcurrentExecutions";
    private static final String RUNTIME_MANAGEMENT = "RuntimeManagementConfig";

    /** What remembers that new code waits for the end of another update. */
    private static final String CODE_WAITS = "(code)";

    private static final String[] BESIDE = {CODE, CONCURRENCY, RUNTIME_MANAGEMENT};

    LambdaFunction() {
        super(TYPE, "lambda");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(BESIDE)
                .with(NAME, given.text(NAME, context.generatedName(64)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        CreateFunctionRequest request = fill(CreateFunctionRequest.builder(), asked)
                .code(fill(FunctionCode.builder(), given.part(CODE).without("ZipFile"))
                        .applyMutation(code -> inline(given).ifPresent(zip -> code.zipFile(zip)))
                        .build())
                .build();
        CreateFunctionResponse made = call(context, request, CreateFunctionResponse.class);
        beside(context, made.functionName(), Properties.none(), given);
        return working(made.functionName(), attributes("Arn", made.functionArn()), LOOK_AGAIN);
    }

    private static Optional<SdkBytes> inline(Properties given) {
        return given.part(CODE).text("ZipFile").map(text -> InlineCode.zip(text, given.text("Runtime", "")));
    }

    private void beside(ResourceContext context, String name, Properties old, Properties asked) {
        if (asked.has(CONCURRENCY) && asked.changed(old, CONCURRENCY)) {
            PutFunctionConcurrencyRequest.Builder request =
                    fill(PutFunctionConcurrencyRequest.builder(), asked.only(CONCURRENCY));
            call(context, request.functionName(name).build(), PutFunctionConcurrencyResponse.class);
        } else if (old.has(CONCURRENCY) && !asked.has(CONCURRENCY)) {
            remove(
                    context,
                    DeleteFunctionConcurrencyRequest.builder()
                            .functionName(name)
                            .build(),
                    DeleteFunctionConcurrencyResponse.class);
        }
        if (asked.has(RUNTIME_MANAGEMENT) && asked.changed(old, RUNTIME_MANAGEMENT)) {
            PutRuntimeManagementConfigRequest.Builder request =
                    fill(PutRuntimeManagementConfigRequest.builder(), asked.part(RUNTIME_MANAGEMENT));
            call(context, request.functionName(name).build(), PutRuntimeManagementConfigResponse.class);
        }
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        String name = before.physicalId();
        beside(context, name, old, asked);
        tag(context, attribute(before, "Arn"), TagSet.change(context, old, asked, TAGS));
        boolean code = asked.changed(old, CODE, "Architectures");
        Properties settings = asked.without(BESIDE).without(NAME, TAGS, "Architectures", "PackageType");
        Properties had = old.without(BESIDE).without(NAME, TAGS, "Architectures", "PackageType");
        if (settings.changes(had).isEmpty()) {
            if (code) {
                putCode(context, name, asked);
            }
            return working(name, before.attributes(), LOOK_AGAIN);
        }
        UpdateFunctionConfigurationRequest.Builder request =
                fill(UpdateFunctionConfigurationRequest.builder(), settings).functionName(name);
        call(context, request.build(), UpdateFunctionConfigurationResponse.class);
        Properties remembered = Properties.of(before.attributes());
        return working(name, (code ? remembered.with(CODE_WAITS, "true") : remembered).structure(), LOOK_AGAIN);
    }

    private void putCode(ResourceContext context, String name, Properties asked) {
        Properties code = asked.part(CODE).without("ZipFile").withAll(asked.only("Architectures"));
        UpdateFunctionCodeRequest.Builder request =
                fill(UpdateFunctionCodeRequest.builder(), code).functionName(name);
        inline(asked).ifPresent(request::zipFile);
        call(context, request.build(), UpdateFunctionCodeResponse.class);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        Optional<FunctionConfiguration> found = find(context, resource);
        if (operation == Operation.DELETE) {
            return unchanged(resource);
        }
        FunctionConfiguration function = found.orElseThrow(() ->
                ServiceError.of(404, "ResourceNotFoundException", "Function not found: " + attribute(resource, "Arn")));
        if (function.state() == State.PENDING || function.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS) {
            return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
        } else if (function.state() == State.FAILED || function.lastUpdateStatus() == LastUpdateStatus.FAILED) {
            String why = function.state() == State.FAILED ? function.stateReason() : function.lastUpdateStatusReason();
            return new Progress.Failed(
                    "NotStabilized", why == null ? "The function failed." : why, resource.physicalId());
        }
        Properties attributes = Properties.of(resource.attributes());
        if (attributes.has(CODE_WAITS)) {
            putCode(context, resource.physicalId(), Properties.of(resource.properties()));
            return working(resource.physicalId(), attributes.without(CODE_WAITS).structure(), LOOK_AGAIN);
        }
        return new Progress.Done(resource.physicalId(), attributes.structure());
    }

    private void tag(ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            call(
                    context,
                    TagResourceRequest.builder()
                            .resource(arn)
                            .tags(change.set())
                            .build(),
                    TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagResourceRequest.builder()
                            .resource(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteFunctionRequest.builder()
                        .functionName(resource.physicalId())
                        .build(),
                DeleteFunctionResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetFunctionRequest request =
                GetFunctionRequest.builder().functionName(resource.physicalId()).build();
        return find(context, request, GetFunctionResponse.class)
                .map(found -> Properties.of(PropertyShapes.current(
                                given.without(BESIDE).without(TAGS).structure(), found.configuration()))
                        .withAll(given.only(BESIDE))
                        .withGiven(TAGS, given, found.tags())
                        .structure());
    }

    private Optional<FunctionConfiguration> find(ResourceContext context, Deployed resource) {
        GetFunctionRequest request =
                GetFunctionRequest.builder().functionName(resource.physicalId()).build();
        return find(context, request, GetFunctionResponse.class).map(GetFunctionResponse::configuration);
    }
}
