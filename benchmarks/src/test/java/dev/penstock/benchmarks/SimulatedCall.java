package dev.penstock.benchmarks;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.penstock.simulator.lambda.InProcessFunctions;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda tells a function of a call in the simulated AWS.
 *
 * @param call as the simulated AWS has it
 */
record SimulatedCall(InProcessFunctions.Context call) implements Context {

    @Override
    public String getAwsRequestId() {
        return call.invocation().requestId();
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + getFunctionName();
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return call.invocation().functionName();
    }

    @Override
    public String getFunctionVersion() {
        return call.invocation().version();
    }

    @Override
    public String getInvokedFunctionArn() {
        return call.invocation().functionArn();
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) call.remaining().toMillis();
    }

    @Override
    public int getMemoryLimitInMB() {
        return call.invocation().memory();
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                call.log(message);
            }

            @Override
            public void log(byte[] message) {
                log(new String(message, StandardCharsets.UTF_8));
            }
        };
    }
}
