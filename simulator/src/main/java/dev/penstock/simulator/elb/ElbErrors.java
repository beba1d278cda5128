package dev.penstock.simulator.elb;

import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elastic Load Balancing's errors. Codes: API Reference; the wording as users have published it where they have, else
 * in the API Reference's words.
 */
final class ElbErrors {

    private ElbErrors() {}

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationError", message);
    }

    /** A member that is not in the form that the model asks for. */
    static ServiceError constraint(String member, @Nullable Object value, String constraint) {
        return validation("1 validation error detected: Value " + (value == null ? "null" : "'" + value + "'") + " at '"
                + member + "' failed to satisfy constraint: Member must " + constraint);
    }

    static ServiceError configuration(String message) {
        return ServiceError.client("InvalidConfigurationRequest", message);
    }

    static ServiceError loadBalancerNotFound(String name) {
        return ServiceError.client("LoadBalancerNotFound", "Load balancers '[" + name + "]' not found");
    }

    static ServiceError noLoadBalancer(String arn) {
        return ServiceError.client("LoadBalancerNotFound", "Load balancer '" + arn + "' not found");
    }

    static ServiceError targetGroupsNotFound() {
        return ServiceError.client("TargetGroupNotFound", "One or more target groups not found");
    }

    static ServiceError targetGroupNotFound(String arn) {
        return ServiceError.client("TargetGroupNotFound", "Target groups '" + arn + "' not found");
    }

    static ServiceError listenerNotFound(String arn) {
        return ServiceError.client("ListenerNotFound", "One or more listeners not found: " + arn);
    }

    static ServiceError rulesNotFound() {
        return ServiceError.client("RuleNotFound", "One or more rules not found");
    }

    static ServiceError notPermitted(String message) {
        return ServiceError.client("OperationNotPermitted", message);
    }

    static ServiceError inUse(String message) {
        return ServiceError.client("ResourceInUse", message);
    }

    /** A name that is taken by something of other settings. */
    static ServiceError duplicate(String code, String what, String name) {
        return ServiceError.client(
                code, "A " + what + " with the same name '" + name + "' exists, but with different settings");
    }

    static ServiceError duplicateTag(String key) {
        return ServiceError.client("DuplicateTagKeys", "Tag key was specified more than once: " + key);
    }

    /** A quota that is used up. */
    static ServiceError limit(String code, String what) {
        return ServiceError.client(code, "You've reached the limit on the number of " + what);
    }

    static ServiceError unsupported(String what, String simulated) {
        return ServiceError.notSimulated("elasticloadbalancing: " + what, simulated);
    }

    /** A value that must be there. */
    static String required(String member, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw constraint(member, value, "not be null");
        }
        return value;
    }

    /** A number within its range, or what holds when it is not given. */
    static int within(String member, @Nullable Integer value, int least, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < least) {
            throw constraint(member, value, "have value greater than or equal to " + least);
        } else if (value > most) {
            throw constraint(member, value, "have value less than or equal to " + most);
        }
        return value;
    }

    /** A word out of those that are known, or what holds when it is not given. */
    static String oneOf(String member, @Nullable String value, List<String> known, String otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (!known.contains(value)) {
            throw constraint(member, value, "satisfy enum value set: [" + String.join(", ", known) + "]");
        }
        return value;
    }
}
