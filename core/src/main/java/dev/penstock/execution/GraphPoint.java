package dev.penstock.execution;

/** How far a release of a {@linkplain ReleaseGraph release graph} has come, as the others of the graph count it. Rises only. */
public enum GraphPoint {
    /** The new version has its part of the requests, and is judged once all others of the graph have theirs. */
    SHARE,
    /** It has been judged well with its part, and gets all requests once all others have been. */
    PROVEN,
    /** The new version has all requests; what comes after it may begin. What ran before is kept. */
    MOVED,
    /** All is done but to give up what ran before, which waits for the others. */
    READY
}
