package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;
import java.util.List;

/** Reads the configuration files of a source bundle before it is deployed. */
@FunctionalInterface
interface BundleCheck {

    /** What is wrong, in AWS's words; none when nothing is. */
    List<String> faults(String application, Bundle bundle);
}
