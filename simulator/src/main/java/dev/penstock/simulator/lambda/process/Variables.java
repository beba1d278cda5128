package dev.penstock.simulator.lambda.process;

import dev.penstock.simulator.lambda.FunctionRuntime.Invocation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The variables of a function's process. Source: Lambda Developer Guide, "Defined runtime environment variables". */
final class Variables {

    private Variables() {}

    /** @param api where its runtime API listens: host and port */
    static Map<String, String> of(Invocation invocation, Path code, String api) {
        Map<String, String> all = new HashMap<>();
        all.put("TZ", ":UTC");
        all.put("LANG", "en_US.UTF-8");
        all.put("_HANDLER", invocation.handler());
        all.put("LAMBDA_TASK_ROOT", code.toString());
        all.put("AWS_REGION", invocation.region());
        all.put("AWS_DEFAULT_REGION", invocation.region());
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + invocation.runtime());
        all.put("AWS_LAMBDA_FUNCTION_NAME", invocation.functionName());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", invocation.version());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(invocation.memory()));
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + invocation.functionName());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", "[" + invocation.version() + "]");
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_RUNTIME_API", api);
        all.put("AWS_ACCESS_KEY_ID", invocation.accessKeyId());
        all.put("AWS_SECRET_ACCESS_KEY", "simulated");
        all.put("AWS_SESSION_TOKEN", "simulated");
        // The SDKs' own variable for another endpoint: the function's calls come to the simulated AWS.
        all.put("AWS_ENDPOINT_URL", invocation.endpoint().toString());
        all.putAll(invocation.environment());
        return all;
    }
}
