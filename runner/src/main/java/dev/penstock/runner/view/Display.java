package dev.penstock.runner.view;

/** Shows an execution while it runs. Safe for use by many threads. */
public interface Display extends AutoCloseable {

    /** The execution is now like this. */
    void update(ExecutionView view);

    /** An action wrote a line into its log. */
    void log(String stage, String action, String line);

    /** Something worth knowing that is no change of the execution: a full sentence. */
    void note(String sentence);

    /** Shows nothing more; what was shown stays. Closing twice does nothing. */
    @Override
    void close();
}
