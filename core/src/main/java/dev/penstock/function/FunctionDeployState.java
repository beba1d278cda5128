package dev.penstock.function;

import java.util.Optional;

/** What a release to a function must remember: what the journal has of it. */
public sealed interface FunctionDeployState {

    /** Nothing was looked at yet. */
    record Begun() implements FunctionDeployState {}

    /**
     * The code is being changed.
     *
     * @param before where the alias sends calls; absent without an alias
     * @param codeSha256 names the new code
     * @param revision the state of the function in which it had the old one
     */
    record Coding(Optional<AliasRouting> before, String codeSha256, String revision) implements FunctionDeployState {}

    /**
     * The function has the new code, or will have in a moment.
     *
     * @param before where the alias sends calls; absent without an alias
     * @param codeSha256 names the new code
     */
    record Changing(Optional<AliasRouting> before, String codeSha256) implements FunctionDeployState {}

    /**
     * The new code is being published.
     *
     * @param before where the alias sends calls; absent without an alias
     * @param codeSha256 names the new code
     * @param revision the state of the function that is published
     */
    record Publishing(Optional<AliasRouting> before, String codeSha256, String revision)
            implements FunctionDeployState {}

    /**
     * The new version is there.
     *
     * @param before where the alias sends calls; absent without an alias
     * @param version its number
     */
    record Published(Optional<AliasRouting> before, String version) implements FunctionDeployState {}

    /**
     * The new version can be invoked.
     *
     * @param version its number
     * @param arn its ARN
     * @param alias where calls go; absent without an alias
     */
    record Ready(String version, String arn, Optional<Calls> alias) implements FunctionDeployState {}

    /**
     * Where calls go.
     *
     * @param before where they went when the release began
     * @param set where the release has sent them
     */
    record Calls(AliasRouting before, AliasRouting set) {}
}
