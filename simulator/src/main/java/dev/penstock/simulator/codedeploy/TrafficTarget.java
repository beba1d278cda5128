package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.Caller;
import java.util.List;

/**
 * What a deployment is carried out on. Every method is called within a transaction, in the name of the service role; a {@link
 * dev.penstock.simulator.wire.ServiceError} of another service fails the deployment.
 */
interface TrafficTarget {

    /** The type of resource that its AppSpec has. */
    String type();

    /** The lifecycle events, in their order. */
    List<String> events();

    /** Looks whether the deployment can be, and notes what is there. */
    DeploymentRow begin(Caller role, DeploymentRow row, AppSpec spec) throws DeploymentFailure;

    /** Begins the work of an event that is no hook and moves no production traffic. */
    DeploymentRow enter(Caller role, DeploymentRow row, AppSpec spec) throws DeploymentFailure;

    /** Whether the work of that event is done. */
    boolean isDone(Caller role, DeploymentRow row) throws DeploymentFailure;

    /**
     * Gives a share of the production traffic to what is new.
     *
     * @param percent 0 to 100
     */
    void shift(Caller role, DeploymentRow row, int percent);

    /** Ends what was there before. */
    void finish(Caller role, DeploymentRow row);

    /** Brings back what was there before, and ends what is new. */
    void restore(Caller role, DeploymentRow row);
}
