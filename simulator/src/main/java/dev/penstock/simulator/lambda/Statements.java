package dev.penstock.simulator.lambda;

import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The policies of functions, versions, aliases and layers: statements that are added and taken away one by one. */
final class Statements {

    /** @param json the statement, with its Sid */
    record Statement(String sid, String json) {}

    /** @param revision changes with every statement */
    record Policy(List<Statement> statements, String revision) {

        Policy {
            statements = List.copyOf(statements);
        }

        /** The whole document. */
        String document() {
            return "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
                    + String.join(",", statements.stream().map(Statement::json).toList()) + "]}";
        }
    }

    /**
     * What guards a change, and the revision that it leads to.
     *
     * @param wanted that the policy, or what it is the policy of, must have; null for any
     * @param ofResource the revision of what it is the policy of; empty when that has none
     * @param next the policy's revision afterwards
     * @param api what tells the latest revision
     */
    record Guard(@Nullable String wanted, String ofResource, String next, String api) {

        private void check(Policy policy) {
            if (wanted != null && !wanted.equals(policy.revision()) && !wanted.equals(ofResource)) {
                throw LambdaErrors.otherRevision(api);
            }
        }
    }

    private final Table<Policy> table;

    Statements(Store store) {
        table = store.table("lambda.policies", Policy.class);
    }

    /** The policy of a resource, if it has one. */
    Optional<Policy> of(String arn) {
        return table.get(arn);
    }

    /**
     * Adds a statement.
     *
     * @param guard what the request says of revisions
     * @return the policy with it
     */
    Policy add(String arn, Statement statement, Guard guard) {
        Policy before = of(arn).orElse(new Policy(List.of(), ""));
        guard.check(before);
        if (before.statements().stream().anyMatch(s -> s.sid().equals(statement.sid()))) {
            throw LambdaErrors.conflict(
                    "The statement id (" + statement.sid() + ") provided already exists. Please provide a"
                            + " new statement id, or remove the existing statement.");
        }
        List<Statement> all = new ArrayList<>(before.statements());
        all.add(statement);
        Policy after = new Policy(all, guard.next());
        table.put(arn, after);
        return after;
    }

    /** Takes a statement away; a policy without statements is none. */
    void remove(String arn, String sid, Guard guard) {
        Policy before =
                of(arn).orElseThrow(() -> LambdaErrors.notFound("No policy is associated with the given resource."));
        if (before.statements().stream().noneMatch(s -> s.sid().equals(sid))) {
            throw LambdaErrors.notFound("Statement " + sid + " is not found in resource policy.");
        }
        guard.check(before);
        List<Statement> rest =
                before.statements().stream().filter(s -> !s.sid().equals(sid)).toList();
        if (rest.isEmpty()) {
            table.remove(arn);
        } else {
            table.put(arn, new Policy(rest, guard.next()));
        }
    }

    /** Forgets the policy of a resource. */
    void forget(String arn) {
        table.remove(arn);
    }

    /** Forgets the policies of a function and all its versions and aliases. */
    void forgetAll(String functionArn) {
        forget(functionArn);
        List.copyOf(table.under(functionArn + ":").keySet()).forEach(table::remove);
    }

    /** What a statement says of the principal that a request names: a service, an account, an ARN, or everybody. */
    static Object principal(String named) {
        if (named.equals("*")) {
            return named;
        }
        if (named.matches("[0-9]{12}")) {
            return Map.of("AWS", "arn:aws:iam::" + named + ":root");
        }
        if (named.startsWith("arn:")) {
            return Map.of("AWS", named);
        }
        if (named.matches("[a-zA-Z0-9.-]+\\.amazonaws\\.com(\\.cn)?|[a-zA-Z0-9-]+\\.alexa.*")) {
            return Map.of("Service", named);
        }
        throw LambdaErrors.invalid("The provided principal was invalid. Please check the principal and try again.");
    }

    /** A statement's members in AWS's order. */
    static Map<String, Object> members(String sid, Object principal, String action, String resource) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("Sid", sid);
        members.put("Effect", "Allow");
        members.put("Principal", principal);
        members.put("Action", action);
        members.put("Resource", resource);
        return members;
    }
}
