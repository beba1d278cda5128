package dev.penstock.metric;

/** What makes a request bad where a load balancer or an environment counts answers. */
public enum BadAnswer {
    /** An answer of 400 to 499. */
    CLIENT_ERRORS("4xx"),
    /** An answer of 500 to 599. */
    SERVER_ERRORS("5xx"),
    /** No connection to the target, which the load balancer answers with 502 or 504 itself. */
    CONNECTION_ERRORS("connectionErrors");

    private final String word;

    BadAnswer(String word) {
        this.word = word;
    }

    /** How it is written in settings. */
    public String word() {
        return word;
    }
}
