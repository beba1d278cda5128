/**
 * Amazon ECR behind {@link dev.penstock.image.ImageRegistry}. A repository is known by the URI that AWS gives it, {@code
 * account.dkr.ecr.region.amazonaws.com/name}; where it is reached from this machine is the {@link
 * dev.penstock.aws.ecr.RegistryEndpoint}'s business.
 */
@NullMarked
package dev.penstock.aws.ecr;

import org.jspecify.annotations.NullMarked;
