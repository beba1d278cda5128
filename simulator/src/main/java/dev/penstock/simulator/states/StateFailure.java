package dev.penstock.simulator.states;

/** An error by which a state fails: {@code Retry} and {@code Catch} know it by its name. */
final class StateFailure extends RuntimeException {

    /** What went wrong in the machine itself, such as a path that leads nowhere. No {@code Retry} and no {@code Catch} takes it. */
    static final String RUNTIME = "States.Runtime";

    static final String TIMEOUT = "States.Timeout";
    static final String TASK_FAILED = "States.TaskFailed";
    static final String ALL = "States.ALL";

    private static final long serialVersionUID = 1L;

    private final String error;

    StateFailure(String error, String cause) {
        super(cause, null, false, false);
        this.error = error;
    }

    String error() {
        return error;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
