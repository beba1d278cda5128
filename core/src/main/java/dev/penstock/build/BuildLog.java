package dev.penstock.build;

/** Takes the lines that a build prints, in order, from one thread at a time. */
@FunctionalInterface
public interface BuildLog {

    /** A line without its end; it may still hold secrets. */
    void line(String text);

    /** A command has failed, which makes the build fail: the lines before are what it said. */
    default void failed() {}

    /** A phase begins; its lines follow. */
    default void entering(BuildPhaseType phase) {}
}
