package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.network.Backend;
import java.util.List;
import java.util.Optional;

/**
 * What instances of environments do with what they are given: by script, or as real containers.
 *
 * <p>All methods are called within a transaction of the simulator's state and do not wait; what takes real time goes on in a
 * thread of its own that holds the clock, and tells the {@link Listener} in a transaction of its own.
 */
public interface InstanceRuntime extends AutoCloseable {

    /** Who is told what happens at instances: the control plane. Called within a transaction. */
    interface Listener {

        /** A command has ended. One that was replaced or belongs to an instance that is gone is ignored. */
        void finished(EnvironmentInstance instance, long command, CommandOutcome outcome);

        /**
         * The platform tells something about a command that goes on, like {@code Instance deployment: The source bundle has
         * issues …}.
         *
         * @param severity {@code INFO}, {@code WARN} or {@code ERROR}
         */
        void told(EnvironmentInstance instance, String severity, String message);

        /** An instance's health may have changed without a command: its process ended, it began to answer otherwise. */
        void changed(EnvironmentInstance instance);
    }

    /** Says who is told. Once, before anything else. */
    void listener(Listener told);

    /**
     * Begins a command. Its outcome is told later, never from within this method.
     *
     * @param command replaces one that the instance has not ended
     */
    void begin(InstanceCommand command);

    /**
     * Goes on after the simulator was opened again: the last command that the instance was given.
     *
     * @param ended whether its outcome was told already
     */
    void resume(InstanceCommand command, boolean ended);

    /** Ends what runs on an instance that is terminated, and forgets it. */
    void terminate(EnvironmentInstance instance);

    /**
     * How an instance is now.
     *
     * @param attached whether it takes requests from the environment's load balancer
     */
    InstanceObservation observe(EnvironmentInstance instance, boolean attached);

    /**
     * What answers at a port of an instance.
     *
     * @return empty when nothing listens
     */
    Optional<Backend> backend(EnvironmentInstance instance, int port);

    /** The log files of an instance, in the order of their paths. */
    List<InstanceLog> logs(EnvironmentInstance instance);

    /** Ends what goes on outside of this process. */
    @Override
    void close();
}
