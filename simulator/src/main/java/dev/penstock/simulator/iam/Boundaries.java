package dev.penstock.simulator.iam;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Permissions boundaries: managed policies that users and roles are kept within. */
final class Boundaries {

    private final IamStore store;

    Boundaries(IamStore store) {
        this.store = store;
    }

    /** A boundary that a request may set; empty when it sets none. */
    Optional<String> checked(@Nullable String arn) {
        return arn == null ? Optional.empty() : required(arn);
    }

    Optional<String> required(@Nullable String arn) {
        String policy = IamRules.policyArn(arn);
        if (store.policy(policy).isEmpty()) {
            throw IamErrors.noSuchEntity("Scope ARN: " + policy + " does not exist or is not attachable.");
        }
        return Optional.of(policy);
    }
}
