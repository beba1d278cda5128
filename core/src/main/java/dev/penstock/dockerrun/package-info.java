/**
 * {@code Dockerrun.aws.json}, the file that tells Elastic Beanstalk which containers to run, in its three versions: one
 * container (1), several containers by ECS (2), and the credentials beside a Compose file (3). Also the exchange of images in
 * a user's own file, which leaves the rest of it untouched.
 *
 * <p>The meaning is that of the Elastic Beanstalk Developer Guide, chapters "Docker configuration" and "Multicontainer Docker
 * configuration".
 */
@NullMarked
package dev.penstock.dockerrun;

import org.jspecify.annotations.NullMarked;
