package dev.penstock.function;

import dev.penstock.action.AwsScope;

/**
 * A platform that runs functions, such as AWS Lambda. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}; of kind {@code NOT_FOUND} where there is no such function, version or alias. Every
 * change may be asked for again after a crash without doing its effect twice, and none is made to what somebody else has changed
 * meanwhile. Passes {@code dev.penstock.function.FunctionsContract} (in the test jar).
 */
public interface Functions {

    /**
     * A version as it is now.
     *
     * @param version a number, or {@link FunctionVersion#LATEST}
     */
    FunctionVersion version(AwsScope scope, FunctionName function, String version);

    /** An alias as it is now. */
    FunctionAlias alias(AwsScope scope, FunctionName function, String alias);

    /**
     * Gives a function's latest version other code, if it is still in a state. What follows is carried out by and by: {@link
     * FunctionVersion#update} tells. Does nothing if it has that code already.
     *
     * @param revision the state that it was last seen in; not guarded if empty
     */
    Attempt<FunctionVersion> changeCode(AwsScope scope, FunctionName function, FunctionCode code, String revision);

    /**
     * Publishes the latest version, if it still has this code and is in this state. If it was published with this description
     * before, or has not changed since a version was published, that one is returned.
     *
     * @param codeSha256 names the code
     * @param revision the state that it was last seen in; not guarded if empty
     * @param description names the intent, 256 characters at most
     */
    Attempt<FunctionVersion> publish(
            AwsScope scope, FunctionName function, String codeSha256, String revision, String description);

    /**
     * Lets an alias send calls elsewhere, if it still sends them where the caller believes. Does nothing if it sends them there
     * already.
     *
     * @param from where it is believed to send calls now
     */
    Attempt<FunctionAlias> route(
            AwsScope scope, FunctionName function, String alias, AliasRouting from, AliasRouting to);

    /**
     * Invokes a version and waits for its answer. After a crash it may be invoked a second time.
     *
     * @param qualifier a number, {@link FunctionVersion#LATEST}, or an alias
     * @param payload JSON
     */
    Invocation invoke(AwsScope scope, FunctionName function, String qualifier, String payload);
}
