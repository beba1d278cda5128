package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeadLetterConfig;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.EphemeralStorage;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LoggingConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.SnapStart;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/** Makes a function's configuration of what requests say, with AWS's defaults. */
final class FunctionSettings {

    private static final DateTimeFormatter MODIFIED = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Members that stand in the configuration as they stand in requests. */
    private static final Set<String> PLAIN = Set.of(
            "Runtime",
            "Role",
            "Handler",
            "Description",
            "Timeout",
            "MemorySize",
            "KMSKeyArn",
            "FileSystemConfigs",
            "Architectures",
            "EphemeralStorage",
            "PackageType",
            "CapacityProviderConfig",
            "DurableConfig",
            "TenancyConfig");

    private static final int DEFAULT_MEMORY = 128;
    private static final int DEFAULT_TIMEOUT = 3;
    private static final int DEFAULT_STORAGE = 512;
    private static final int LARGEST_ENVIRONMENT = 4096;

    private final Layers layers;

    FunctionSettings(Layers layers) {
        this.layers = layers;
    }

    /** What both kinds of requests say beside the plain members. */
    private record Given(
            @Nullable Environment environment,
            @Nullable VpcConfig vpc,
            @Nullable SnapStart snapStart,
            @Nullable ImageConfig image,
            @Nullable LoggingConfig logging,
            @Nullable DeadLetterConfig letters,
            Optional<List<String>> layers) {}

    /** An instant as configurations have it. */
    static String modified(Instant at) {
        return MODIFIED.format(at);
    }

    /** The configuration of a new function. */
    FunctionConfiguration create(Call call, FunctionName name, CreateFunctionRequest request) {
        FunctionConfiguration.Builder defaults = FunctionConfiguration.builder()
                .functionName(name.name())
                .functionArn(name.arn())
                .version(FunctionName.LATEST)
                .description("")
                .memorySize(DEFAULT_MEMORY)
                .timeout(DEFAULT_TIMEOUT)
                .architecturesWithStrings("x86_64")
                .packageType(PackageType.ZIP)
                .ephemeralStorage(
                        EphemeralStorage.builder().size(DEFAULT_STORAGE).build())
                .tracingConfig(t -> t.mode(TracingMode.PASS_THROUGH))
                .snapStart(s -> s.applyOn(SnapStartApplyOn.NONE).optimizationStatus(SnapStartOptimizationStatus.OFF))
                .loggingConfig(l -> l.logFormat(LogFormat.TEXT).logGroup("/aws/lambda/" + name.name()));
        if (request.tracingConfig() != null) {
            defaults.tracingConfig(t -> t.mode(request.tracingConfig().modeAsString()));
        }
        Given given = new Given(
                request.environment(),
                request.vpcConfig(),
                request.snapStart(),
                request.imageConfig(),
                request.loggingConfig(),
                request.deadLetterConfig(),
                request.hasLayers() ? Optional.of(request.layers()) : Optional.empty());
        boolean inVpc = given.vpc() != null && !isEmpty(given.vpc());
        FunctionConfiguration made = apply(call, name, Fields.copy(request, defaults, PLAIN::contains), given);
        return inVpc
                ? made
                : made.toBuilder()
                        .vpcConfig((software.amazon.awssdk.services.lambda.model.VpcConfigResponse) null)
                        .build();
    }

    /** A function's configuration after an update. */
    FunctionConfiguration update(
            Call call, FunctionName name, FunctionConfiguration before, UpdateFunctionConfigurationRequest request) {
        FunctionConfiguration.Builder changed = Fields.copy(request, before.toBuilder(), PLAIN::contains);
        if (request.tracingConfig() != null) {
            changed.tracingConfig(t -> t.mode(request.tracingConfig().modeAsString()));
        }
        Given given = new Given(
                request.environment(),
                request.vpcConfig(),
                request.snapStart(),
                request.imageConfig(),
                request.loggingConfig(),
                request.deadLetterConfig(),
                request.hasLayers() ? Optional.of(request.layers()) : Optional.empty());
        return apply(call, name, changed, given);
    }

    private FunctionConfiguration apply(
            Call call, FunctionName name, FunctionConfiguration.Builder changed, Given given) {
        FunctionConfiguration before = changed.build();
        Environment environment = given.environment();
        if (environment != null) {
            checkSize(environment);
            changed.environment(e -> e.variables(environment.variables()));
        }
        VpcConfig vpc = given.vpc();
        if (vpc != null) {
            String id = isEmpty(vpc)
                    ? ""
                    : "vpc-" + Runtimes.sha256(name.account() + name.region()).substring(0, 17);
            changed.vpcConfig(v -> v.subnetIds(vpc.subnetIds())
                    .securityGroupIds(vpc.securityGroupIds())
                    .vpcId(id)
                    .ipv6AllowedForDualStack(Boolean.TRUE.equals(vpc.ipv6AllowedForDualStack())));
        }
        SnapStart snapStart = given.snapStart();
        if (snapStart != null) {
            checkSnapStart(before.runtimeAsString(), snapStart);
            changed.snapStart(
                    s -> s.applyOn(snapStart.applyOnAsString()).optimizationStatus(SnapStartOptimizationStatus.OFF));
        }
        ImageConfig image = given.image();
        if (image != null) {
            boolean none = image.equals(ImageConfig.builder().build());
            changed.imageConfigResponse(
                    none
                            ? null
                            : software.amazon.awssdk.services.lambda.model.ImageConfigResponse.builder()
                                    .imageConfig(image)
                                    .build());
        }
        if (given.logging() != null) {
            changed.loggingConfig(logging(before.loggingConfig(), given.logging()));
        }
        if (given.letters() != null && given.letters().targetArn() != null) {
            changed.deadLetterConfig(given.letters().targetArn().isEmpty() ? null : given.letters());
        }
        given.layers().ifPresent(arns -> changed.layers(layers.referenced(call, arns)));
        return withRuntime(name, changed.lastModified(modified(call.now())).build());
    }

    /** With the version of its runtime that it runs on. */
    static FunctionConfiguration withRuntime(FunctionName name, FunctionConfiguration configuration) {
        String runtime = configuration.runtimeAsString();
        if (runtime == null) {
            return configuration;
        }
        String architecture = configuration.architecturesAsStrings().getFirst();
        return configuration.toBuilder()
                .runtimeVersionConfig(
                        r -> r.runtimeVersionArn(Runtimes.versionArn(name.region(), runtime, architecture)))
                .build();
    }

    private static boolean isEmpty(VpcConfig vpc) {
        return vpc.subnetIds().isEmpty() && vpc.securityGroupIds().isEmpty();
    }

    private static void checkSize(Environment environment) {
        String json = Json.treeText(environment.variables());
        if (json.length() > LARGEST_ENVIRONMENT) {
            throw LambdaErrors.invalid("Lambda was unable to configure your environment variables because the"
                    + " environment variables you have provided exceeded the 4KB limit. String measured: " + json);
        }
    }

    private static void checkSnapStart(@Nullable String runtime, SnapStart snapStart) {
        new Constraints()
                .oneOf(List.of("PublishedVersions", "None"), "snapStart.applyOn", snapStart.applyOnAsString())
                .check();
        if (runtime != null
                && snapStart.applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS
                && !Runtimes.startsFromSnapshots(runtime)) {
            throw LambdaErrors.invalid(runtime + " is not supported for SnapStart enabled functions.");
        }
    }

    /** What is not said stays; only JSON has levels. */
    private static LoggingConfig logging(LoggingConfig before, LoggingConfig given) {
        LoggingConfig merged = Fields.copy(given, before.toBuilder()).build();
        boolean levels = given.applicationLogLevel() != null || given.systemLogLevel() != null;
        if (merged.logFormat() != LogFormat.JSON) {
            if (levels) {
                throw LambdaErrors.invalid(
                        "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel"
                                + " from your request or change the LogFormat to \"JSON\" and try again.");
            }
            return LoggingConfig.builder()
                    .logFormat(merged.logFormatAsString())
                    .logGroup(merged.logGroup())
                    .build();
        }
        return merged.toBuilder()
                .applicationLogLevel(
                        merged.applicationLogLevelAsString() == null ? "INFO" : merged.applicationLogLevelAsString())
                .systemLogLevel(merged.systemLogLevelAsString() == null ? "INFO" : merged.systemLogLevelAsString())
                .build();
    }
}
