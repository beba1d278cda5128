package dev.penstock.beanstalk;

import dev.penstock.action.AwsScope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A platform that runs environments of applications, such as AWS Elastic Beanstalk. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}: of kind {@code CONFLICT} where an environment is not ready for a change, {@code
 * NOT_FOUND} where something is not there. None of its changes takes a token: who asks looks first. Passes {@code
 * dev.penstock.beanstalk.EnvironmentsContract} (in the test jar).
 */
public interface Environments {

    /** Whether there is an application of that name. */
    boolean hasApplication(AwsScope scope, String application);

    /** Makes an application. Does nothing if there is one. */
    void createApplication(AwsScope scope, String application, Map<String, String> tags);

    /** The environment of that name that is not terminated, of whatever application. */
    Optional<Environment> find(AwsScope scope, String name);

    /** The environment of that name that was terminated last; absent if the platform knows of none, or no longer does. */
    Optional<Environment> terminated(AwsScope scope, String name);

    /**
     * The Regions, other than that of the scope, in which the account has an environment of that name. Those that cannot be asked are
     * left out. Asks all Regions: for one who has not found it where it should be.
     */
    List<String> regionsOf(AwsScope scope, String name);

    /** An environment by its id; terminated ones too, for some time. */
    Optional<Environment> get(AwsScope scope, String environmentId);

    /** The environments of an application that are not terminated. */
    List<Environment> list(AwsScope scope, String application);

    /** Begins to make an environment, and says its id. */
    String create(AwsScope scope, NewEnvironment environment);

    /**
     * Begins to change an environment.
     *
     * @return the id of the request, which the events of the update have
     * @throws dev.penstock.action.RemoteCallException of kind {@code CONFLICT} if it is not ready
     */
    String update(AwsScope scope, EnvironmentUpdate update);

    /** The options of an environment with their values; those without a value are left out. */
    Map<OptionName, String> options(AwsScope scope, String application, String environment);

    /**
     * What changing options of an environment would do; options that the platform tells nothing of are left out.
     *
     * @param names which options; at least one
     */
    Map<OptionName, OptionEffect> effects(
            AwsScope scope, String application, String environment, Collection<OptionName> names);

    /** Keeps an environment's options as a configuration template. Does nothing if there is one of that name. */
    void keepOptions(AwsScope scope, String application, String environmentId, String template);

    /** The options that a configuration template keeps; empty if there is none of that name. */
    Map<OptionName, String> keptOptions(AwsScope scope, String application, String template);

    /** Deletes a configuration template. Does nothing if there is none. */
    void forgetOptions(AwsScope scope, String application, String template);

    /** What was told of an environment since a time, that time included; oldest first. */
    List<EnvironmentEvent> events(AwsScope scope, String environmentId, Instant since);

    /** What was told of a version, oldest first. */
    List<EnvironmentEvent> versionEvents(AwsScope scope, String application, String label);

    /** The instances of an environment; absent where health is basic, or not known yet. */
    Optional<InstancesHealth> instances(AwsScope scope, String environmentId);

    /** Asks the instances of an environment for the last lines of their logs. */
    void requestLogs(AwsScope scope, String environmentId);

    /** The logs that instances have handed in since a time; empty until they have. */
    List<InstanceLog> logs(AwsScope scope, String environmentId, Instant since);

    /** A version; absent if there is none of that label. */
    Optional<ApplicationVersion> version(AwsScope scope, String application, String label);

    /** All versions of an application, newest first. */
    List<ApplicationVersion> versions(AwsScope scope, String application);

    /** The versions of all applications, in no order. */
    List<ApplicationVersion> allVersions(AwsScope scope);

    /**
     * Makes a version, and has it processed.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code CONFLICT} if the label is taken
     */
    void createVersion(AwsScope scope, NewVersion version);

    /**
     * Deletes a version. Does nothing if there is none.
     *
     * @param withBundle whether its bundle is deleted too
     */
    void deleteVersion(AwsScope scope, String application, String label, boolean withBundle);

    /** Asks an update to be aborted. Does nothing if none is under way that can be. */
    void abort(AwsScope scope, String environmentId);

    /** Begins to terminate an environment. Does nothing if it is ending. */
    void terminate(AwsScope scope, String environmentId);

    /** Gives two environments each other's host name. */
    void swapCnames(AwsScope scope, String environmentId, String otherEnvironmentId);

    /** The platforms that environments can be made of, newest first. */
    List<Platform> platforms(AwsScope scope);
}
