package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The role of a function that has none of its own: what its policies, its network and what calls it need. */
final class FunctionRole {

    private static final String SERVICE_ROLES = "arn:${AWS::Partition}:iam::aws:policy/service-role/";

    /** AWS's policies for roles of functions, which are in a path of their own. */
    private static final Set<String> IN_SERVICE_ROLES = Set.of(
            "AWSLambdaBasicExecutionRole",
            "AWSLambdaDynamoDBExecutionRole",
            "AWSLambdaENIManagementAccess",
            "AWSLambdaKinesisExecutionRole",
            "AWSLambdaMSKExecutionRole",
            "AWSLambdaRole",
            "AWSLambdaSQSQueueExecutionRole",
            "AWSLambdaVPCAccessExecutionRole");

    private final Declared function;
    private final Set<String> needed;

    /** @param needed names of AWS's policies that what calls the function needs */
    FunctionRole(Declared function, Set<String> needed) {
        this.function = function;
        this.needed = needed;
    }

    JsonValue arn() {
        return function.property("Role").orElseGet(() -> Members.getAtt(name(), "Arn"));
    }

    private String name() {
        return function.logicalId() + "Role";
    }

    void write(Written written) {
        if (function.property("Role").isPresent()) {
            return;
        }
        List<JsonValue> managed = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        names.add("AWSLambdaBasicExecutionRole");
        if (function.property("VpcConfig").isPresent()) {
            names.add("AWSLambdaVPCAccessExecutionRole");
        }
        names.addAll(needed);
        names.forEach(name -> managed.add(Members.sub(SERVICE_ROLES + name)));
        if (function.text("Tracing").filter("Active"::equals).isPresent()) {
            managed.add(Members.sub("arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess"));
        }
        List<JsonValue> inline = new ArrayList<>();
        deadLetters().ifPresent(inline::add);
        List<JsonValue> policies = Members.elements(function.property("Policies"));
        for (int i = 0; i < policies.size(); i++) {
            JsonValue policy = policies.get(i);
            String called = name() + "Policy" + i;
            document(policy)
                    .ifPresentOrElse(
                            document -> inline.add(policy(called, document)), () -> managed.add(managed(policy)));
        }
        Members properties = new Members()
                .with(
                        "AssumeRolePolicyDocument",
                        function.property("AssumeRolePolicyDocument").orElseGet(() -> trust("lambda.amazonaws.com")))
                .with("ManagedPolicyArns", Members.list(managed))
                .with("Path", function.property("RolePath"))
                .with("PermissionsBoundary", function.property("PermissionsBoundary"))
                .with("Tags", function.tags("lambda:createdBy"));
        if (!inline.isEmpty()) {
            properties.with("Policies", Members.list(inline));
        }
        written.add(name(), "AWS::IAM::Role", properties.built(), function);
    }

    /** The document of an inline policy or of a policy template; empty for a managed policy. */
    private Optional<JsonValue> document(JsonValue policy) {
        Map<String, JsonValue> members = Members.of(Optional.of(policy));
        if (members.containsKey("Statement")) {
            return Optional.of(policy);
        }
        if (members.size() == 1) {
            String name = members.keySet().iterator().next();
            if (!name.equals("Ref") && !name.startsWith("Fn::")) {
                return Optional.of(
                        PolicyTemplates.document(function, name, Members.of(Optional.ofNullable(members.get(name)))));
            }
        }
        return Optional.empty();
    }

    private static JsonValue managed(JsonValue policy) {
        if (policy instanceof JsonValue.Text(String name) && !name.startsWith("arn:")) {
            return Members.sub(
                    (IN_SERVICE_ROLES.contains(name) ? SERVICE_ROLES : "arn:${AWS::Partition}:iam::aws:policy/")
                            + name);
        }
        return policy;
    }

    /** That a function may send to its dead-letter queue or topic. */
    private Optional<JsonValue> deadLetters() {
        Map<String, JsonValue> queue = Members.of(function.property("DeadLetterQueue"));
        if (!queue.containsKey("TargetArn")) {
            return Optional.empty();
        }
        boolean topic = queue.get("Type") instanceof JsonValue.Text(String type) && type.equals("SNS");
        return Optional.of(policy(
                "DeadLetterQueuePolicy",
                allowing(
                        topic ? "sns:Publish" : "sqs:SendMessage", queue.getOrDefault("TargetArn", Members.text("")))));
    }

    /** An inline policy of a role. */
    static JsonValue policy(String name, JsonValue document) {
        return new Members()
                .with("PolicyName", name)
                .with("PolicyDocument", document)
                .built();
    }

    /** A policy of one statement. */
    static JsonValue allowing(String action, JsonValue resource) {
        return new Members()
                .with("Version", "2012-10-17")
                .with(
                        "Statement",
                        Members.list(List.of(new Members()
                                .with("Effect", "Allow")
                                .with("Action", action)
                                .with("Resource", resource)
                                .built())))
                .built();
    }

    /** A trust policy for a service of AWS. */
    static JsonValue trust(String service) {
        return new Members()
                .with("Version", "2012-10-17")
                .with(
                        "Statement",
                        Members.list(List.of(new Members()
                                .with("Effect", "Allow")
                                .with("Action", Members.texts("sts:AssumeRole"))
                                .with(
                                        "Principal",
                                        new Members()
                                                .with("Service", Members.texts(service))
                                                .built())
                                .built())))
                .built();
    }
}
