package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Knows how instances get images. Asked within transactions. */
@FunctionalInterface
interface ImageSupply {

    /**
     * How to get the images of an application that are pulled, by reference; also those that its Dockerfiles begin with, where
     * a login is needed for them.
     *
     * @param source where the Dockerfiles are
     *
     * @throws BundleRefused on the instance, when the credentials for them cannot be had
     */
    Map<String, PulledImage> of(
            EnvironmentInstance instance,
            Application.Containers application,
            Optional<SourceBundle> source,
            Instant now)
            throws BundleRefused;
}
