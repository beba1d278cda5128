package dev.penstock.aws.lambda;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Calls of one function that nobody waits for. */
public final class FunctionCalls {

    private final AwsClients clients;
    private final AwsScope scope;
    private final String function;

    /**
     * Calls of a function.
     *
     * @param function its ARN or name
     */
    public FunctionCalls(AwsClients clients, String function) {
        this(clients, AwsScope.OWN, function);
    }

    /**
     * Calls of a function somewhere else.
     *
     * @param scope in which Region it is, and in whose name it is called
     * @param function its ARN or name
     */
    public FunctionCalls(AwsClients clients, AwsScope scope, String function) {
        this.clients = clients;
        this.scope = scope;
        this.function = function;
    }

    /**
     * Has the function called with an event, at least once. When this returns, Lambda keeps the event until it was taken,
     * for up to six hours ("Asynchronous invocation", Lambda Developer Guide).
     */
    public void later(byte[] event) {
        clients.call(
                "lambda:InvokeFunction",
                "have function '" + function + "' called",
                () -> clients.lambda(scope, Use.CHANGE)
                        .invoke(call -> call.functionName(function)
                                .invocationType(InvocationType.EVENT)
                                .payload(SdkBytes.fromByteArrayUnsafe(event))));
    }
}
