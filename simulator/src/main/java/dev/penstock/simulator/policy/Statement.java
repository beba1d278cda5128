package dev.penstock.simulator.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A statement of a policy.
 *
 * @param sid its id within the document
 * @param principals whom it is about, in policies of resources
 * @param actions what it is about
 * @param resources on what; empty in trust policies
 * @param conditions all of which must hold
 * @param span where it stands in its document
 */
public record Statement(
        Optional<String> sid,
        Effect effect,
        Optional<Principals> principals,
        Optional<Selection> actions,
        Optional<Selection> resources,
        List<Condition> conditions,
        Span span) {

    /** What a statement that applies does. */
    public enum Effect {
        ALLOW,
        DENY
    }

    /**
     * {@code Action} or {@code Resource}, or what their {@code Not} leaves.
     *
     * @param negated everything but the patterns
     */
    public record Selection(boolean negated, List<String> patterns) {
        public Selection {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * {@code Principal} or {@code NotPrincipal}.
     *
     * @param byType the values by {@code AWS}, {@code Service}, {@code Federated}, {@code CanonicalUser}; the lone
     *     {@code *} is that value under {@code AWS}
     */
    public record Principals(boolean negated, Map<String, List<String>> byType) {
        public Principals {
            byType = Map.copyOf(byType);
        }
    }

    /**
     * Where a statement stands: behind its opening and behind its closing brace, lines and columns from 1, as the policy
     * simulator counts.
     */
    public record Span(int startLine, int startColumn, int endLine, int endColumn) {}

    public Statement {
        conditions = List.copyOf(conditions);
    }
}
