package dev.penstock.cli;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What Lambda tells a function of a call: that it has half a minute. */
final class FunctionContext implements Context {

    private static final Duration TIME = Duration.ofSeconds(30);

    @Override
    public String getAwsRequestId() {
        return "call";
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/penstock-runner";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return "penstock-runner";
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-east-1:123456789012:function:penstock-runner:live";
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
        return (int) TIME.toMillis();
    }

    @Override
    public int getMemoryLimitInMB() {
        return 1769;
    }

    @Override
    public LambdaLogger getLogger() {
        return new LambdaLogger() {
            @Override
            public void log(String line) {
                System.getLogger("function").log(System.Logger.Level.DEBUG, line);
            }

            @Override
            public void log(byte[] line) {
                log(new String(line, StandardCharsets.UTF_8));
            }
        };
    }
}
