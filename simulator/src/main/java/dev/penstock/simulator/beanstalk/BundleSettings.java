package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;

/** Reads the option settings of a bundle's {@code .ebextensions}. */
@FunctionalInterface
interface BundleSettings {

    /** The settings; none when there are none, or the bundle cannot be read: instances will say so. */
    Settings of(Bundle bundle);
}
