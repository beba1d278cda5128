package dev.penstock.release;

/**
 * Names a service.
 *
 * @param cluster name or ARN of the cluster
 * @param service name or ARN of the service
 */
public record ServiceId(String cluster, String service) {}
