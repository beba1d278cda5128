package dev.penstock.journal;

/**
 * A process that advances executions.
 *
 * @param value unique for each process, and readable: for example {@code build-7/4711/9f3c}
 */
public record RunnerId(String value) {

    public RunnerId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a runner needs a name");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
