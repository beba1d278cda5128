package dev.penstock.simulator.lambda.process;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** A function that is uploaded: what its event says, it does. */
public final class EchoFunction implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    private static int invocations;

    /** Refuses to begin where its environment says so. */
    public EchoFunction() {
        if (System.getenv("FAIL_AT_START") != null) {
            throw new IllegalStateException("cannot begin");
        }
    }

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        invocations++;
        context.getLogger().log("number " + invocations + "\n");
        String what = String.valueOf(event.get("do"));
        if (what.equals("throw")) {
            throw new IllegalArgumentException("as asked");
        } else if (what.equals("exit")) {
            Runtime.getRuntime().halt(3);
        } else if (what.equals("hang")) {
            new java.util.concurrent.CompletableFuture<String>().join();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("invocations", invocations);
        answer.put("function", context.getFunctionName());
        answer.put("version", context.getFunctionVersion());
        answer.put("arn", context.getInvokedFunctionArn());
        answer.put("memory", context.getMemoryLimitInMB());
        answer.put("inTime", context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 20_000);
        answer.put("greeting", System.getenv("GREETING"));
        answer.put("key", System.getenv("AWS_ACCESS_KEY_ID"));
        return answer;
    }
}
