package dev.penstock.benchmarks;

/** Says of a read whether it comes too fast. */
@FunctionalInterface
interface ReadLimits {

    /**
     * Whether a call is refused; one that is not takes its share.
     *
     * @param at seconds of simulated time, never less than before
     */
    boolean refuses(String operation, double at);
}
