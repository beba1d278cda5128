package dev.penstock.lambda.runner;

/** Where a runner says what it did, one line each; secrets are masked before. */
public interface RunnerLog {

    /** Something was done. */
    void said(String line);

    /**
     * Something could not be done.
     *
     * @param id stable
     */
    void failed(String id, String line);
}
