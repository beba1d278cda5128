package dev.penstock.simulator.cloudwatch;

/** All that is kept of one period of a metric. */
record Sample(Statistics statistics, Distribution distribution) {

    static Sample of(Statistics datum) {
        return new Sample(datum, Distribution.of(datum));
    }

    Sample plus(Sample other) {
        return new Sample(statistics.plus(other.statistics), distribution.plus(other.distribution));
    }
}
