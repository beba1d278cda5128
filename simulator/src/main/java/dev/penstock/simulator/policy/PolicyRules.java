package dev.penstock.simulator.policy;

import dev.penstock.simulator.policy.Statement.Principals;
import dev.penstock.simulator.policy.Statement.Selection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the documents of each kind must and may not say. The messages are AWS's as users have met and published them;
 * IAM checks more than this, like whether an action exists.
 */
final class PolicyRules {

    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
    private static final Pattern VENDOR = Pattern.compile("[A-Za-z0-9.-]+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern PRINCIPAL_ARN =
            Pattern.compile("arn:aws[a-z-]*:(iam|sts)::([0-9]{12}|cloudfront):[a-z-]+(/[^*?]*)?");
    private static final Pattern UNIQUE_ID = Pattern.compile("A[A-Z0-9]{15,}");
    private static final Pattern SERVICE =
            Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?|[a-z0-9.-]+\\.aws\\.internal");
    private static final Set<String> PRINCIPAL_TYPES = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private PolicyRules() {}

    static void check(PolicyKind kind, PolicyReader.Read read) {
        PolicyDocument document = read.document();
        if (!Set.of(PolicyDocument.CURRENT, PolicyDocument.FIRST).contains(document.version())) {
            throw new MalformedPolicyException(PolicyReader.SYNTAX);
        }
        if (kind == PolicyKind.IDENTITY) {
            if (document.statements().isEmpty()) {
                throw new MalformedPolicyException(PolicyReader.SYNTAX);
            }
            if (!document.version().equals(PolicyDocument.CURRENT)) {
                throw new MalformedPolicyException("Policy document must be version 2012-10-17 or greater.");
            }
        }
        // Trust policies may write ALLOW: a role that did so was made by AWS.
        boolean exact = read.exactEffects() || kind == PolicyKind.TRUST;
        if (!exact || !LegacyParsing.takes(document)) {
            throw new MalformedPolicyException("The policy failed legacy parsing");
        }
        Set<String> sids = new HashSet<>();
        for (Statement statement : document.statements()) {
            checkSid(kind, statement, sids);
            switch (kind) {
                case IDENTITY -> checkIdentity(statement);
                case TRUST -> checkTrust(statement);
                case RESOURCE -> checkResource(statement);
            }
        }
    }

    private static void checkSid(PolicyKind kind, Statement statement, Set<String> sids) {
        String sid = statement.sid().orElse("");
        if (kind != PolicyKind.RESOURCE && !SID.matcher(sid).matches()) {
            throw new MalformedPolicyException(
                    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies"
                            + " the regular expression [0-9A-Za-z]*");
        }
        if (!sid.isEmpty() && !sids.add(sid)) {
            throw new MalformedPolicyException("Statement IDs (SID) in a single policy must be unique.");
        }
    }

    private static void checkIdentity(Statement statement) {
        if (statement.principals().isPresent()) {
            throw new MalformedPolicyException("Policy document should not specify a principal.");
        }
        List<String> resources = statement.resources().map(Selection::patterns).orElse(List.of());
        List<String> actions =
                patterns(statement.actions().map(Selection::patterns).orElse(List.of()), "actions");
        ResourceRules.check(resources);
        checkActions(actions);
        patterns(resources, "resources");
    }

    private static void checkTrust(Statement statement) {
        if (statement.resources().isPresent()) {
            throw new MalformedPolicyException("Has prohibited field Resource");
        }
        Principals principals = statement
                .principals()
                .orElseThrow(() -> new MalformedPolicyException("Missing required field Principal"));
        checkPrincipals(principals);
        List<String> actions = statement.actions().map(Selection::patterns).orElse(List.of());
        if (actions.isEmpty()) {
            throw new MalformedPolicyException("Missing required field Action");
        }
        for (String action : actions) {
            if (!action.equals("*") && !action.toLowerCase(Locale.ROOT).startsWith("sts:")) {
                throw new MalformedPolicyException("AssumeRole policy may only specify STS AssumeRole actions.");
            }
        }
    }

    private static void checkResource(Statement statement) {
        checkPrincipals(statement
                .principals()
                .orElseThrow(() -> new MalformedPolicyException("Missing required field Principal")));
        if (statement.actions().isEmpty()) {
            throw new MalformedPolicyException("Missing required field Action");
        }
    }

    private static List<String> patterns(List<String> found, String what) {
        if (found.isEmpty()) {
            throw new MalformedPolicyException("Policy statement must contain " + what + ".");
        }
        return found;
    }

    private static void checkActions(List<String> actions) {
        for (String action : actions) {
            if (action.equals("*")) {
                continue;
            }
            String[] parts = action.split(":", -1);
            if (parts.length == 1) {
                throw new MalformedPolicyException(
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            }
            if (parts.length > 2) {
                throw new MalformedPolicyException("Actions/Condition can contain only one colon.");
            }
            if (!VENDOR.matcher(parts[0]).matches()) {
                throw new MalformedPolicyException("Vendor " + parts[0] + " is not valid");
            }
        }
    }

    private static void checkPrincipals(Principals principals) {
        if (principals.byType().isEmpty()) {
            throw new MalformedPolicyException("Missing required field Principal cannot be empty!");
        }
        for (Map.Entry<String, List<String>> entry : principals.byType().entrySet()) {
            for (String value : entry.getValue()) {
                if (!isPrincipal(entry.getKey(), value)) {
                    throw new MalformedPolicyException(
                            "Invalid principal in policy: \"" + entry.getKey() + "\":\"" + value + "\"");
                }
            }
        }
    }

    private static boolean isPrincipal(String type, String value) {
        if (!PRINCIPAL_TYPES.contains(type)) {
            return false;
        }
        return switch (type) {
            case "AWS" ->
                value.equals("*")
                        || ACCOUNT.matcher(value).matches()
                        || PRINCIPAL_ARN.matcher(value).matches()
                        || UNIQUE_ID.matcher(value).matches();
            case "Service" -> value.equals("*") || SERVICE.matcher(value).matches();
            default -> !value.isEmpty();
        };
    }
}
