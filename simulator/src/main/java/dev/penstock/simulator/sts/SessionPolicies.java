package dev.penstock.simulator.sts;

import dev.penstock.simulator.policy.MalformedPolicyException;
import dev.penstock.simulator.policy.PolicyDocument;
import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/** The policies that narrow a session, given as documents in the request that begins it. */
final class SessionPolicies {

    private static final int LONGEST = 2048;

    private SessionPolicies() {}

    static List<String> of(AssumeRoleRequest request) {
        if (request.hasPolicyArns()) {
            throw notSimulated();
        }
        return checked(request.policy());
    }

    static List<String> of(GetFederationTokenRequest request) {
        if (request.hasPolicyArns()) {
            throw notSimulated();
        }
        return checked(request.policy());
    }

    private static ServiceError notSimulated() {
        return ServiceError.notSimulated("PolicyArns of a session", "Policy");
    }

    private static List<String> checked(@Nullable String policy) {
        if (policy == null) {
            return List.of();
        }
        if (policy.length() > LONGEST) {
            throw ServiceError.client(
                    "ValidationError",
                    "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length"
                            + " less than or equal to " + LONGEST);
        }
        try {
            PolicyDocument.parse(PolicyKind.IDENTITY, policy);
        } catch (MalformedPolicyException e) {
            throw ServiceError.client("MalformedPolicyDocument", e.reason());
        }
        return List.of(policy);
    }

    /** Per cent of what a session may carry, which AWS packs in a way of its own; null when it carries nothing. */
    static @Nullable Integer packedSize(List<String> policies, List<Tag> tags) {
        if (policies.isEmpty() && tags.isEmpty()) {
            return null;
        }
        int letters = policies.stream().mapToInt(String::length).sum()
                + tags.stream()
                        .mapToInt(tag -> tag.key().length()
                                + (tag.value() == null ? 0 : tag.value().length()))
                        .sum();
        return Math.clamp(letters * 100L / LONGEST, 1, 100);
    }
}
