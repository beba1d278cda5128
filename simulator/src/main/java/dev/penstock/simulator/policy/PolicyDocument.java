package dev.penstock.simulator.policy;

import java.util.List;

/**
 * A policy.
 *
 * @param version {@code 2012-10-17} or {@code 2008-10-17}; variables are replaced in the newer only
 * @param statements in their order
 */
public record PolicyDocument(String version, List<Statement> statements) {

    /** The current version of the policy language. */
    public static final String CURRENT = "2012-10-17";

    /** The first version of the policy language, which a document without a version is in. */
    static final String FIRST = "2008-10-17";

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * Reads a document and holds it to the rules of its kind.
     *
     * @throws MalformedPolicyException with what AWS says
     */
    public static PolicyDocument parse(PolicyKind kind, String json) {
        PolicyReader.Read read = PolicyReader.read(json);
        PolicyRules.check(kind, read);
        return read.document();
    }

    /** Reads a document that was checked when it came in. */
    public static PolicyDocument stored(String json) {
        return PolicyReader.read(json).document();
    }

    boolean replacesVariables() {
        return version.equals(CURRENT);
    }
}
