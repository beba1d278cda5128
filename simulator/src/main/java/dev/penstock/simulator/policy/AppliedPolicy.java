package dev.penstock.simulator.policy;

/**
 * A document that has a say in an evaluation.
 *
 * @param type where it comes from
 * @param id how the policy simulator names it
 */
public record AppliedPolicy(Type type, String id, PolicyDocument document) {

    /** Where a policy comes from. */
    public enum Type {
        IDENTITY("identity-based policy", "an identity-based policy"),
        BOUNDARY("permissions boundary", "a permissions boundary"),
        SESSION("session policy", "a session policy"),
        RESOURCE("resource-based policy", "a resource-based policy"),
        TRUST("role trust policy", "the role trust policy");

        private final String spoken;
        private final String withArticle;

        Type(String spoken, String withArticle) {
            this.spoken = spoken;
            this.withArticle = withArticle;
        }

        /** As AWS's denials have it. */
        public String spoken() {
            return spoken;
        }

        String withArticle() {
            return withArticle;
        }
    }
}
