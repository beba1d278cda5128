/**
 * What an Elastic Beanstalk platform makes of a source bundle: the archive, read as {@code unzip} reads it;
 * {@code Dockerrun.aws.json} in its three versions, Compose files, Dockerfiles and Procfiles; configuration files under
 * {@code .ebextensions}, hooks under {@code .platform}, {@code env.yaml} and {@code cron.yaml}. Nothing here runs anything
 * or knows a clock. What a platform would refuse is refused by
 * {@link dev.penstock.simulator.beanstalk.bundle.BundleRefused}, in the words of its events.
 */
@NullMarked
package dev.penstock.simulator.beanstalk.bundle;

import org.jspecify.annotations.NullMarked;
