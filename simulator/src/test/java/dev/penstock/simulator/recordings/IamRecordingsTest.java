package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;

/** What the recorded tests deploy with CloudFormation is made by IAM's own calls here; what IAM answers is compared. */
class IamRecordingsTest {

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("iam/resource_providers/test_iam.snapshot.json");

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final IamClient iam = Clients.of(aws).iam();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void user() {
        RECORDING.test("test_iam_username_defaultname", session -> {
            iam.createUser(u -> u.userName("stack-User-1"));
            session.call("get_iam_user", () -> iam.getUser(u -> u.userName("stack-User-1")));
        });
    }

    @Test
    void managedPolicy() {
        RECORDING.test("test_managed_policy_with_empty_resource", session -> {
            String arn = iam.createPolicy(p -> p.policyName("stack-policy").policyDocument(allowed("*")))
                    .policy()
                    .arn();
            session.call("managed_policy", () -> iam.getPolicy(p -> p.policyArn(arn)));
        });
    }

    @Test
    void accessKeys() {
        RECORDING.test("test_iam_user_access_key", session -> {
            iam.createUser(u -> u.userName("key-owner"));
            AccessKey first = iam.createAccessKey(k -> k.userName("key-owner")).accessKey();
            Map<String, String> outputs = new LinkedHashMap<>();
            outputs.put("AccessKeyId", first.accessKeyId());
            outputs.put("SecretAccessKey", first.secretAccessKey());
            session.matches("key_outputs", outputs);
            session.matches("access_key", only());
            iam.deleteAccessKey(k -> k.userName("key-owner").accessKeyId(first.accessKeyId()));
            String second = iam.createAccessKey(k -> k.userName("key-owner"))
                    .accessKey()
                    .accessKeyId();
            iam.updateAccessKey(k -> k.userName("key-owner").accessKeyId(second).status(StatusType.INACTIVE));
            session.matches("access_key_updated", only());
        });
    }

    private Object only() {
        return iam.listAccessKeys(k -> k.userName("key-owner"))
                .accessKeyMetadata()
                .getFirst();
    }

    @Test
    void inlinePolicies() {
        RECORDING.test("test_update_inline_policy", session -> {
            iam.createUser(u -> u.userName("inline-user"));
            iam.createRole(r -> r.roleName("inline-role").assumeRolePolicyDocument(TRUST));
            putInline("[\"s3:PutObject\", \"s3:ListBucket\"]", "[\"s3:GetObject\", \"s3:ListBucket\"]");
            session.call("user_inline_policy", this::userPolicy);
            session.call("role_inline_policy", this::rolePolicy);
            putInline("[\"s3:PutObject\"]", "[\"s3:ListBucket\"]");
            session.call("user_updated_inline_policy", this::userPolicy);
            session.call("role_updated_inline_policy", this::rolePolicy);
        });
    }

    private void putInline(String userActions, String roleActions) {
        iam.putUserPolicy(
                p -> p.userName("inline-user").policyName("inline").policyDocument(statement(userActions, "\"*\"")));
        iam.putRolePolicy(
                p -> p.roleName("inline-role").policyName("inline").policyDocument(statement(roleActions, "\"*\"")));
    }

    private Object userPolicy() {
        return iam.getUserPolicy(p -> p.userName("inline-user").policyName("inline"));
    }

    private Object rolePolicy() {
        return iam.getRolePolicy(p -> p.roleName("inline-role").policyName("inline"));
    }

    @Test
    void documentsComeBackAsTheyWereGiven() {
        RECORDING.test(
                "test_managedpolicy_with_fn_sub_json_string",
                session -> session.matches(
                        "policy_document",
                        stored(statement("\"s3:GetObject\"", "\"arn:aws:s3:::bucket-my-cluster-us-east-1/*\""))));
        RECORDING.test(
                "test_managedpolicy_with_fn_sub_multiline_yaml",
                session -> session.matches(
                        "policy_document_multiline",
                        stored(statement(
                                "\"eks:DescribeCluster\"",
                                "\"arn:aws:eks:us-east-1:111122223333:cluster/my-cluster\""))));
        RECORDING.test(
                "test_managedpolicy_with_fn_sub_and_arrays",
                session -> session.matches(
                        "policy_with_arrays",
                        stored(statement(
                                "[\"s3:GetObject\", \"s3:PutObject\"]",
                                "[\"arn:aws:s3:::test-bucket/*\", \"arn:aws:s3:::test-bucket-us-east-1/*\"]"))));
        RECORDING.test(
                "test_inline_policy_with_fn_sub_json_string",
                session -> session.matches(
                        "inline_policy_document",
                        stored(statement("\"s3:GetObject\"", "\"arn:aws:s3:::my-bucket-us-east-1/*\""))));
    }

    private int policies;

    private String stored(String document) {
        policies++;
        String arn = iam.createPolicy(p -> p.policyName("stored-" + policies).policyDocument(document))
                .policy()
                .arn();
        return iam.getPolicyVersion(p -> p.policyArn(arn).versionId("v1"))
                .policyVersion()
                .document();
    }

    private static String allowed(String resource) {
        return statement("\"dynamodb:*\"", "\"" + resource + "\"");
    }

    private static String statement(String actions, String resources) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": " + actions
                + ", \"Resource\": " + resources + "}]}";
    }
}
