package dev.penstock.architecture.bad.store;

import io.micrometer.core.instrument.MeterRegistry;

/** Counts straight into somebody's registry. */
final class BadCounts {

    void stored(MeterRegistry registry) {
        registry.counter("stored").increment();
    }
}
