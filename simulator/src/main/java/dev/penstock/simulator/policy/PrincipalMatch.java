package dev.penstock.simulator.policy;

import dev.penstock.simulator.policy.PolicyRequest.CallerPrincipal;
import dev.penstock.simulator.policy.Statement.Principals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How directly a statement of a resource's policy names a caller, the weakest first. It decides what else is needed: a
 * grant to an account leaves it to that account's own policies.
 */
enum PrincipalMatch {
    /** It does not. */
    NONE,
    /** It names the account. */
    ACCOUNT,
    /** It names the role that the caller is a session of. */
    IDENTITY,
    /** It names the user, the session, the service, or everybody. */
    EXACT;

    PrincipalMatch stronger(PrincipalMatch other) {
        return compareTo(other) >= 0 ? this : other;
    }

    static PrincipalMatch of(Optional<Principals> principals, CallerPrincipal caller) {
        if (principals.isEmpty()) {
            return NONE;
        }
        PrincipalMatch best = NONE;
        for (Map.Entry<String, List<String>> entry : principals.get().byType().entrySet()) {
            for (String value : entry.getValue()) {
                best = best.stronger(of(entry.getKey(), value, caller));
            }
        }
        if (principals.get().negated()) {
            return best == NONE ? EXACT : NONE;
        }
        return best;
    }

    private static PrincipalMatch of(String type, String value, CallerPrincipal caller) {
        if (type.equals("Service")) {
            return !caller.service().isEmpty() && (value.equals("*") || value.equals(caller.service())) ? EXACT : NONE;
        }
        if (!type.equals("AWS")) {
            return NONE;
        }
        if (!caller.service().isEmpty()) {
            return value.equals("*") ? EXACT : NONE;
        }
        if (value.equals("*") || value.equals(caller.arn())) {
            return EXACT;
        }
        if (value.equals(caller.identityArn()) || (!caller.uniqueId().isEmpty() && value.equals(caller.uniqueId()))) {
            return caller.isSession() ? IDENTITY : EXACT;
        }
        boolean account = value.equals(caller.account()) || value.equals("arn:aws:iam::" + caller.account() + ":root");
        if (!account) {
            return NONE;
        }
        return caller.arn().endsWith(":root") ? EXACT : ACCOUNT;
    }
}
