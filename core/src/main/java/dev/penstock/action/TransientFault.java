package dev.penstock.action;

/** Implemented by exceptions that know whether asking the same again may help. */
public interface TransientFault {

    /** Whether asking again may help, as with a network that is down. */
    boolean isTransient();
}
