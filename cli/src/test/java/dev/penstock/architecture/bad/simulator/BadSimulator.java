package dev.penstock.architecture.bad.simulator;

import dev.penstock.architecture.bad.engine.BadSettings;

/** A simulator that knows the core. */
public final class BadSimulator {

    Object core(BadSettings settings) {
        return settings;
    }
}
