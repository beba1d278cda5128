package dev.penstock.aws.rollout;

import dev.penstock.time.EngineClock;

/** A kind of target in the simulated AWS. One for all cells; cells go one after the other. */
interface ReleaseWorld extends AutoCloseable {

    /**
     * Something of its own for one release, which runs the version {@code old}: nothing that other cells have.
     *
     * @param number of the cell, for names that nobody else has
     */
    ReleaseCell cell(int number, String strategy);

    /** The clock of its account. */
    EngineClock clock();

    /** Lets whatever goes on in the account come to its end. */
    void settle();

    @Override
    void close();
}
