package dev.penstock.simulator.service;

/**
 * Who calls, as far as the simulated AWS can know it from a request's signature, which it does not check.
 *
 * @param account twelve digits
 * @param region like {@code us-east-1}
 * @param principal the ARN of the user or the assumed role
 * @param userId what {@code GetCallerIdentity} says beside the ARN
 */
public record Caller(String account, String region, String principal, String userId) {

    /** The ARN of something of a regional service in the caller's account and region. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }
}
