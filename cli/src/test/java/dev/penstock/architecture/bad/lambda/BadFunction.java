package dev.penstock.architecture.bad.lambda;

import dev.penstock.architecture.bad.simulator.BadSimulator;

/** A function that knows the simulator. */
final class BadFunction {

    Object other(BadSimulator simulator) {
        return simulator;
    }
}
