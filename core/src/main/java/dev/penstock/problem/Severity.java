package dev.penstock.problem;

/** How much a problem matters. */
public enum Severity {
    /** Nothing runs until it is put right. */
    ERROR,
    /** It runs, but probably not as meant. */
    WARNING,
    /** Worth knowing: for example something that AWS accepts and Penstock cannot run, or the reverse. */
    NOTE
}
