package dev.penstock.build;

/** Takes the lines that a build prints, in order, from one thread at a time. */
@FunctionalInterface
public interface BuildLog {

    /** A line without its end; it may still hold secrets. */
    void line(String text);

    /** A phase begins; its lines follow. */
    default void entering(BuildPhaseType phase) {}
}
