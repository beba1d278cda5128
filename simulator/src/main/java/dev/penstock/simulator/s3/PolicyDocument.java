package dev.penstock.simulator.s3;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As much of a bucket policy as S3 itself looks at: whether it is one, and whom it names. */
final class PolicyDocument {

    private static final int LARGEST = 20 * 1024;

    private final List<Map<?, ?>> statements;

    private PolicyDocument(List<Map<?, ?>> statements) {
        this.statements = statements;
    }

    /**
     * Reads a policy.
     *
     * @throws ServiceError {@code MalformedPolicy} when it is none
     */
    static PolicyDocument parse(byte[] json) {
        if (json.length > LARGEST) {
            throw malformed("Normalized policy document exceeds the maximum allowed size of 20480 bytes.");
        }
        Object tree;
        try {
            tree = json.length > 0 && json[0] == '{' ? Json.tree(json) : null;
        } catch (IllegalArgumentException e) {
            tree = null;
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw malformed("Policies must be valid JSON and the first byte must be '{'");
        }
        if (!map.containsKey("Statement")) {
            throw malformed("Missing required field Statement");
        }
        List<Map<?, ?>> statements = new ArrayList<>();
        for (Object statement : list(map.get("Statement"))) {
            if (!(statement instanceof Map<?, ?> fields)) {
                throw malformed("Invalid policy syntax.");
            }
            require(fields);
            statements.add(fields);
        }
        return new PolicyDocument(statements);
    }

    static PolicyDocument parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it lets anybody in: a statement for everybody without a condition. */
    boolean isPublic() {
        return statements.stream()
                .filter(s -> "Allow".equals(s.get("Effect")) && !s.containsKey("Condition"))
                .anyMatch(s -> principals(s).contains("*"));
    }

    /** Whether it allows anything to an account, one of its principals, or everybody. */
    boolean names(String account) {
        return statements.stream()
                .filter(s -> "Allow".equals(s.get("Effect")))
                .flatMap(s -> principals(s).stream())
                .anyMatch(p ->
                        p.equals("*") || p.equals(account) || p.matches("arn:[^:]+:(iam|sts)::" + account + ":.*"));
    }

    private static void require(Map<?, ?> statement) {
        Object effect = statement.get("Effect");
        if (effect == null) {
            throw malformed("Missing required field Effect");
        } else if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw malformed("Invalid effect: " + effect);
        }
        if (!statement.containsKey("Principal") && !statement.containsKey("NotPrincipal")) {
            throw malformed("Missing required field Principal");
        } else if (!statement.containsKey("Action") && !statement.containsKey("NotAction")) {
            throw malformed("Missing required field Action");
        } else if (!statement.containsKey("Resource") && !statement.containsKey("NotResource")) {
            throw malformed("Missing required field Resource");
        }
        for (Object resource : list(statement.get("Resource"))) {
            if (!String.valueOf(resource).matches("\\*|arn:[^:]*:s3:.*")) {
                throw malformed("Policy has invalid resource");
            }
        }
    }

    private static List<String> principals(Map<?, ?> statement) {
        Object principal = statement.get("Principal");
        Object named = principal instanceof Map<?, ?> kinds ? kinds.get("AWS") : principal;
        return list(named).stream().map(String::valueOf).toList();
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        return value == null ? List.of() : List.of(value);
    }

    private static ServiceError malformed(String message) {
        return ServiceError.client("MalformedPolicy", message);
    }
}
