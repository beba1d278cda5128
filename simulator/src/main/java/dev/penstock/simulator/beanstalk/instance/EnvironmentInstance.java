package dev.penstock.simulator.beanstalk.instance;

import java.time.Instant;

/**
 * An instance of an environment.
 *
 * @param account twelve digits
 * @param region like {@code us-east-1}
 * @param application the application's name
 * @param environmentId like {@code e-3xmpl7mpmq}
 * @param environmentName like {@code web-production}
 * @param worker whether the environment is of the worker tier, which serves a queue rather than a load balancer
 * @param id like {@code i-0a1b2c3d4e5f60718}; load balancers know it as a target by this id
 * @param privateIp its address in the VPC
 * @param availabilityZone like {@code us-east-1a}
 * @param instanceType like {@code t3.micro}
 * @param launchedAt when EC2 launched it
 */
public record EnvironmentInstance(
        String account,
        String region,
        String application,
        String environmentId,
        String environmentName,
        boolean worker,
        String id,
        String privateIp,
        String availabilityZone,
        String instanceType,
        Instant launchedAt) {}
