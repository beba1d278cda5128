package dev.penstock.simulator.lambda;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.Environment;
import software.amazon.awssdk.services.lambda.model.EphemeralStorage;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/** What requests to make and change functions must keep to. */
final class FunctionRules {

    static final List<String> ARCHITECTURES = List.of("x86_64", "arm64");

    private static final Pattern ROLE =
            Pattern.compile("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-z]*");
    private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-zA-Z]*");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_DESCRIPTION = 256;
    private static final int LONGEST_HANDLER = 128;
    private static final int LEAST_MEMORY = 128;
    private static final int MOST_MEMORY = 10_240;
    private static final int LEAST_STORAGE = 512;
    private static final int LONGEST_TIMEOUT = 900;

    /** Lambda Developer Guide, "Defined runtime environment variables", those that cannot be set. */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private final Roles roles;

    FunctionRules(Roles roles) {
        this.roles = roles;
    }

    void check(Call call, FunctionName name, CreateFunctionRequest request) {
        Constraints constraints =
                new Constraints().present("role", request.role()).present("code", request.code());
        sizes(constraints, request.role(), request.memorySize(), request.timeout(), request.handler());
        storage(constraints, request.ephemeralStorage());
        network(constraints, request.vpcConfig());
        constraints.atMost(LONGEST_DESCRIPTION, "description", request.description());
        architectures(constraints, request.architecturesAsStrings());
        constraints.oneOf(List.of("Image", "Zip"), "packageType", request.packageTypeAsString());
        constraints.check();
        if (name.name().length() > LONGEST_NAME) {
            throw LambdaErrors.invalid(new Constraints()
                    .atMost(LONGEST_NAME, "functionName", name.name())
                    .text());
        }
        boolean image = request.packageType() == PackageType.IMAGE;
        if (image && (request.handler() != null || request.runtimeAsString() != null || request.hasLayers())) {
            throw LambdaErrors.invalid("Please don't provide Handler or Runtime or Layer when the intent is to create a"
                    + " function with packageType Image.");
        }
        if (!image && (request.handler() == null || request.runtimeAsString() == null)) {
            throw LambdaErrors.invalid("Runtime and Handler are mandatory parameters for functions created with"
                    + " deployment packages.");
        }
        Runtimes.check(request.runtimeAsString());
        environment(request.environment());
        role(call, request.role());
    }

    void check(Call call, UpdateFunctionConfigurationRequest request) {
        Constraints constraints = new Constraints();
        sizes(constraints, request.role(), request.memorySize(), request.timeout(), request.handler());
        storage(constraints, request.ephemeralStorage());
        network(constraints, request.vpcConfig());
        constraints.atMost(LONGEST_DESCRIPTION, "description", request.description());
        constraints.check();
        Runtimes.check(request.runtimeAsString());
        environment(request.environment());
        if (request.role() != null) {
            role(call, request.role());
        }
    }

    static void architectures(Constraints constraints, List<String> given) {
        if (given.size() > 1) {
            constraints.holds(
                    false, "architectures", given.toString(), "Member must have length less than or equal to 1");
        } else {
            constraints.eachOneOf(ARCHITECTURES, "architectures", given);
        }
    }

    private static void sizes(
            Constraints constraints,
            @Nullable String role,
            @Nullable Integer memory,
            @Nullable Integer timeout,
            @Nullable String handler) {
        constraints
                .matches(ROLE, "role", role)
                .range(LEAST_MEMORY, MOST_MEMORY, "memorySize", memory)
                .range(1, LONGEST_TIMEOUT, "timeout", timeout)
                .atMost(LONGEST_HANDLER, "handler", handler);
    }

    private static void storage(Constraints constraints, @Nullable EphemeralStorage storage) {
        if (storage != null) {
            constraints.range(LEAST_STORAGE, MOST_MEMORY, "ephemeralStorage.size", storage.size());
        }
    }

    private static void network(Constraints constraints, @Nullable VpcConfig vpc) {
        if (vpc != null) {
            ids(constraints, "vpcConfig.subnetIds", SUBNET, vpc.subnetIds());
            ids(constraints, "vpcConfig.securityGroupIds", SECURITY_GROUP, vpc.securityGroupIds());
        }
    }

    private static void ids(Constraints constraints, String member, Pattern form, List<String> ids) {
        constraints.holds(
                ids.stream().allMatch(id -> form.matcher(id).matches()),
                member,
                ids.toString(),
                "Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have"
                        + " length greater than or equal to 0, Member must satisfy regular expression pattern: "
                        + form.pattern() + "]");
    }

    private static void environment(@Nullable Environment environment) {
        Set<String> reserved = environment == null
                ? new TreeSet<>()
                : new TreeSet<>(environment.variables().keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw LambdaErrors.invalid(
                    "Lambda was unable to configure your environment variables because the environment"
                            + " variables you have provided contains reserved keys that are currently not supported for"
                            + " modification. Reserved keys used in this request: " + String.join(", ", reserved));
        }
    }

    /** Lambda must be able to assume it: it is there, and its trust policy names Lambda. */
    private void role(Call call, @Nullable String arn) {
        if (arn != null && !arn.contains("::" + call.account() + ":")) {
            throw new ServiceError("AccessDeniedException", 403, "Cross-account pass role is not allowed.", Map.of());
        }
        boolean trusts = arn != null
                && roles.byArn(arn)
                        .map(role -> URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                        .filter(policy -> policy.contains("lambda.amazonaws.com"))
                        .isPresent();
        if (!trusts) {
            throw LambdaErrors.invalid("The role defined for the function cannot be assumed by Lambda.");
        }
    }
}
