package dev.penstock.simulator.policy;

import java.util.List;

/** What came of an evaluation. */
public sealed interface Decision {

    /**
     * A statement that applied.
     *
     * @param policy whose it is
     */
    record Match(AppliedPolicy policy, Statement statement) {}

    /**
     * It is allowed.
     *
     * @param by the statements that allow it; none for the root of an account
     */
    record Allowed(List<Match> by) implements Decision {
        public Allowed {
            by = List.copyOf(by);
        }
    }

    /**
     * A statement forbids it.
     *
     * @param type of the policy that does
     */
    record ExplicitDeny(AppliedPolicy.Type type, List<Match> by) implements Decision {
        public ExplicitDeny {
            by = List.copyOf(by);
        }
    }

    /**
     * Nothing allows it.
     *
     * @param missing the type of policy in which an allow would have been needed
     */
    record ImplicitDeny(AppliedPolicy.Type missing) implements Decision {}

    /** Whether the request may go on. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /**
     * How AWS says no.
     *
     * <p>Source: IAM User Guide, "Troubleshoot access denied error messages".
     *
     * @param resource as the service writes it; S3 puts it into quotation marks
     * @throws IllegalStateException when it says yes
     */
    default String denial(PolicyRequest request, String resource) {
        String about = "User: " + request.caller().arn() + " is not authorized to perform: " + request.action()
                + " on resource: " + resource;
        return switch (this) {
            case Allowed a -> throw new IllegalStateException("allowed");
            case ExplicitDeny deny ->
                about + " with an explicit deny in " + deny.type().withArticle();
            case ImplicitDeny deny ->
                about + " because no " + deny.missing().spoken() + " allows the " + request.action() + " action";
        };
    }
}
