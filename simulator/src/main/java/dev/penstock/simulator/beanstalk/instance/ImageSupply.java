package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import java.time.Instant;
import java.util.Map;

/** Knows how instances get images. Asked within transactions. */
@FunctionalInterface
interface ImageSupply {

    /**
     * How to get the images of an application that are pulled, by reference.
     *
     * @throws BundleRefused on the instance, when the credentials for them cannot be had
     */
    Map<String, PulledImage> of(EnvironmentInstance instance, Application.Containers application, Instant now)
            throws BundleRefused;
}
