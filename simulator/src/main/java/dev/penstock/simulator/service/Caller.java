package dev.penstock.simulator.service;

/**
 * Who calls, as far as the simulated AWS can know it from a request's signature, which it does not check.
 *
 * @param account twelve digits
 * @param region like {@code us-east-1}
 * @param principal the ARN of the user, the assumed role, or the account's root
 * @param userId what {@code GetCallerIdentity} says beside the ARN
 * @param accessKey that the request was signed with; may be empty
 */
public record Caller(String account, String region, String principal, String userId, String accessKey) {

    /** A caller that signs nothing, like a service. */
    public Caller(String account, String region, String principal, String userId) {
        this(account, region, principal, userId, "");
    }

    /** The ARN of something of a regional service in the caller's account and region. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    /** Whether it is the root of its account. */
    public boolean isRoot() {
        return principal.endsWith(":root");
    }
}
