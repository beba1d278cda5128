package dev.penstock.codedeploy;

/** At which instant of a deployment the action has succeeded. */
public enum WaitFor {
    /** All production traffic is on the replacement, and the last hook has agreed; the original still waits for its end. */
    TRAFFIC,
    /** The deployment has ended, and the original with it, if it is to be terminated. */
    END
}
