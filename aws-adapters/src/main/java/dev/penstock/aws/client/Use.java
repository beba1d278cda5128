package dev.penstock.aws.client;

/** What a client is used for: it decides how the SDK asks again. */
public enum Use {
    /** Reads: three attempts, with a rate that adapts to throttling ({@code ADAPTIVE_V2}). */
    READ,
    /** Changes: three attempts ({@code STANDARD}). */
    CHANGE,
    /** What must not be done twice and may take a quarter of an hour to answer: one attempt. */
    ONCE
}
