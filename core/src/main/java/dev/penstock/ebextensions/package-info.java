/**
 * Configuration files of Elastic Beanstalk, {@code .ebextensions/*.config}: what a bundle asks of the environment and the instances
 * that it is deployed to. {@link dev.penstock.ebextensions.ConfigurationFileReader} reads one with the place of everything in it, and
 * says what Elastic Beanstalk would refuse or pass over.
 */
@NullMarked
package dev.penstock.ebextensions;

import org.jspecify.annotations.NullMarked;
