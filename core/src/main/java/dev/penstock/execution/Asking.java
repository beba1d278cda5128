package dev.penstock.execution;

/** What an action waits for that neither a time nor a resource tells: mostly what people are asked for. */
public sealed interface Asking {

    /**
     * To approve or reject.
     *
     * @param token stands in the answer, so that an answer meant for an earlier question is refused
     * @param question what is asked, in words for people; may be empty
     * @param link where they find what they need to answer; may be empty
     */
    record Approval(String token, String question, String link) implements Asking {}

    /**
     * To let the action go on that somebody paused. Until then no time-out of it counts.
     *
     * @param by who paused it
     * @param reason why; may be empty
     */
    record Continuation(String by, String reason) implements Asking {}

    /** Nothing: others of the release graph are to come as far, which people do not bring about. */
    record Others() implements Asking {}
}
