package dev.penstock.simulator.containers;

/** An engine could not do something. The message is the engine's own, without secrets. */
public final class ContainerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public ContainerFailure(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
