/**
 * The simulated Elastic Container Registry: its API, and under it the OCI distribution registry that image builders
 * and container engines push to and pull from. Both see the same repositories.
 *
 * <p>The API shows AWS's own repository URIs, {@code ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME}, and task definitions
 * carry them, so they stay valid whichever port a simulator listens on. Who pushes or pulls puts the simulator's
 * address in front: {@code 127.0.0.1:PORT/ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME}.
 */
@NullMarked
package dev.penstock.simulator.ecr;

import org.jspecify.annotations.NullMarked;
