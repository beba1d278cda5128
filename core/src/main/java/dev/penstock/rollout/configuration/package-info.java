/**
 * Deployment configurations by AWS's own names: how CodeDeploy, and CodePipeline's deploy action for Lambda, move traffic or work
 * through hosts. Pure values: a name is read into {@linkplain dev.penstock.rollout.configuration.TrafficRouting steps of traffic}
 * for whoever carries them out, or into {@linkplain dev.penstock.rollout.configuration.MinimumHealthyHosts numbers of hosts}, for
 * which it is told what comes nearest.
 *
 * <p>Sources: CodeDeploy User Guide, "Working with deployment configurations in CodeDeploy" and "Instance health"; CodeDeploy
 * API Reference, {@code TrafficRoutingConfig} and {@code MinimumHealthyHosts}; CodePipeline User Guide, "AWS Lambda deploy action
 * reference".
 */
@NullMarked
package dev.penstock.rollout.configuration;

import org.jspecify.annotations.NullMarked;
