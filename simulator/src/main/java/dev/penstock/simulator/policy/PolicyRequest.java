package dev.penstock.simulator.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as policies see it.
 *
 * @param action like {@code ecs:UpdateService}
 * @param resource an ARN, or {@code *} for actions that are about none
 * @param resourceAccount the account that owns the resource
 * @param caller who asks
 * @param context the values of condition keys; names in lower case
 */
public record PolicyRequest(
        String action,
        String resource,
        String resourceAccount,
        CallerPrincipal caller,
        Map<String, List<String>> context) {

    /**
     * Who asks, in all the ways in which policies may name it.
     *
     * @param account twelve digits
     * @param arn of the user, the role session, or the account's root
     * @param identityArn of the user or role that is behind a session; the same as {@code arn} otherwise
     * @param uniqueId of that user or role, as policies keep it when its ARN is gone; may be empty
     * @param service the service's name when it is one, like {@code ecs-tasks.amazonaws.com}; else empty
     */
    public record CallerPrincipal(String account, String arn, String identityArn, String uniqueId, String service) {

        /** A user, a session or a root. */
        public static CallerPrincipal of(String account, String arn, String identityArn, String uniqueId) {
            return new CallerPrincipal(account, arn, identityArn, uniqueId, "");
        }

        boolean isSession() {
            return !arn.equals(identityArn);
        }
    }

    public PolicyRequest {
        Map<String, List<String>> lower = new HashMap<>();
        context.forEach((key, values) -> lower.computeIfAbsent(key.toLowerCase(Locale.ROOT), k -> new ArrayList<>())
                .addAll(values));
        lower.replaceAll((key, values) -> List.copyOf(values));
        context = Map.copyOf(lower);
    }

    /** A request about a resource whose ARN names its account, or that is the caller's. */
    public static PolicyRequest of(
            String action, String resource, CallerPrincipal caller, Map<String, List<String>> context) {
        String[] parts = resource.split(":", 6);
        String account = parts.length == 6 && !parts[4].isEmpty() ? parts[4] : caller.account();
        return new PolicyRequest(action, resource, account, caller, context);
    }

    List<String> values(String lowerCaseKey) {
        return context.getOrDefault(lowerCaseKey, List.of());
    }
}
