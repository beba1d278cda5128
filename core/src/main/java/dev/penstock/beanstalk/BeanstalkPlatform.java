package dev.penstock.beanstalk;

import dev.penstock.image.ImageRegistry;
import dev.penstock.stack.Stacks;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.WebProbe;

/**
 * What deployments to environments stand on.
 *
 * @param environments the platform itself
 * @param bundles where bundles are put
 * @param registry the registries that hold images
 * @param stacks put out values of options
 * @param rules divide requests among environments that share a load balancer
 * @param probe asks environments for pages before users do
 */
public record BeanstalkPlatform(
        Environments environments,
        Bundles bundles,
        ImageRegistry registry,
        Stacks stacks,
        ListenerRules rules,
        WebProbe probe) {}
