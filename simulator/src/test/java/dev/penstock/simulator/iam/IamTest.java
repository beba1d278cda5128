package dev.penstock.simulator.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class IamTest {

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            """;
    private static final String DOCUMENT = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}]}
            """;
    private static final String TASK_EXECUTION =
            "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final IamClient iam = Clients.of(aws).iam();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theSummaryCountsWhatThereIsAndNamesTheQuotas() {
        iam.createRole(r -> r.roleName("summed").assumeRolePolicyDocument(TRUST));
        iam.createInstanceProfile(p -> p.instanceProfileName("summed"));

        assertThat(iam.getAccountSummary().summaryMapAsStrings())
                .containsEntry("Roles", 1)
                .containsEntry("InstanceProfiles", 1)
                .containsEntry("RolesQuota", 1000)
                .containsEntry("RolePolicySizeQuota", 10_240)
                .containsEntry("AccountMFAEnabled", 0);
    }

    @Test
    void aRoleIsReadAsItWasMadeAndUpdated() {
        iam.createRole(r -> r.roleName("tasks")
                .path("/shop/")
                .description("of tasks")
                .assumeRolePolicyDocument(TRUST)
                .tags(Tag.builder().key("team").value("shop").build()));
        iam.updateRole(r -> r.roleName("tasks").maxSessionDuration(7200));

        Role role = iam.getRole(r -> r.roleName("tasks")).role();

        assertThat(role.arn()).isEqualTo("arn:aws:iam::111122223333:role/shop/tasks");
        assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(role.description()).isEqualTo("of tasks");
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(role.tags()).extracting(Tag::value).containsExactly("shop");
        assertThat(iam.listRoles(r -> r.pathPrefix("/shop/")).roles().getFirst().hasTags())
                .isFalse();
    }

    @Test
    void whatIsWrongWithARoleIsSaidAsAwsDoes() {
        role("tasks");

        assertFails(() -> role("TASKS"), 409, "EntityAlreadyExists", "Role with name TASKS already exists.");
        assertFails(
                () -> iam.getRole(r -> r.roleName("nobody")),
                404,
                "NoSuchEntity",
                "The role with name nobody cannot be found.");
        assertFails(
                () -> iam.createRole(r -> r.roleName("a/b").assumeRolePolicyDocument(TRUST)),
                400,
                "ValidationError",
                "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the"
                        + " following: +=,.@_-");
        assertFails(
                () -> iam.createRole(r -> r.roleName("x".repeat(65)).assumeRolePolicyDocument(TRUST)),
                400,
                "ValidationError",
                "1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must have length less"
                        + " than or equal to 64");
        assertFails(
                () -> iam.createRole(r -> r.roleName("a").path("shop").assumeRolePolicyDocument(TRUST)),
                400,
                "ValidationError",
                "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric"
                        + " characters and/or / characters.");
        assertFails(
                () -> iam.createRole(r -> r.roleName("a").assumeRolePolicyDocument("not json")),
                400,
                "MalformedPolicyDocument",
                "This policy contains invalid Json");
        assertFails(
                () -> iam.putRolePolicy(p -> p.roleName("tasks").policyName("p").policyDocument(TRUST)),
                400,
                "MalformedPolicyDocument",
                "Policy document should not specify a principal.");
    }

    @Test
    void aRoleWithPoliciesIsNotDeleted() {
        role("tasks");
        iam.attachRolePolicy(r -> r.roleName("tasks").policyArn(TASK_EXECUTION));
        iam.putRolePolicy(p -> p.roleName("tasks").policyName("own").policyDocument(DOCUMENT));
        iam.createInstanceProfile(p -> p.instanceProfileName("hosts"));
        iam.addRoleToInstanceProfile(p -> p.instanceProfileName("hosts").roleName("tasks"));
        ThrowingCallable delete = () -> iam.deleteRole(r -> r.roleName("tasks"));

        assertFails(
                delete, 409, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.");
        iam.removeRoleFromInstanceProfile(p -> p.instanceProfileName("hosts").roleName("tasks"));
        assertFails(delete, 409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        iam.detachRolePolicy(r -> r.roleName("tasks").policyArn(TASK_EXECUTION));
        assertFails(delete, 409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
        iam.deleteRolePolicy(p -> p.roleName("tasks").policyName("own"));
        iam.deleteRole(r -> r.roleName("tasks"));

        assertThat(iam.listRoles().roles()).isEmpty();
    }

    @Test
    void anInstanceProfileHasOneRole() {
        role("one");
        role("two");
        iam.createInstanceProfile(p -> p.instanceProfileName("hosts"));
        iam.addRoleToInstanceProfile(p -> p.instanceProfileName("hosts").roleName("one"));

        assertThat(iam.getInstanceProfile(p -> p.instanceProfileName("hosts"))
                        .instanceProfile()
                        .roles())
                .extracting(Role::roleName)
                .containsExactly("one");
        assertFails(
                () -> iam.addRoleToInstanceProfile(
                        p -> p.instanceProfileName("hosts").roleName("two")),
                409,
                "LimitExceeded",
                "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }

    @Test
    void aManagedPolicyHasFiveVersionsAtMost() {
        String arn = policy("deploy");
        for (int i = 2; i <= 5; i++) {
            iam.createPolicyVersion(
                    p -> p.policyArn(arn).policyDocument(DOCUMENT).setAsDefault(true));
        }

        assertFails(
                () -> iam.createPolicyVersion(p -> p.policyArn(arn).policyDocument(DOCUMENT)),
                409,
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing"
                        + " version.");
        assertFails(
                () -> iam.deletePolicyVersion(p -> p.policyArn(arn).versionId("v5")),
                409,
                "DeleteConflict",
                "Cannot delete the default version of a policy.");
        iam.deletePolicyVersion(p -> p.policyArn(arn).versionId("v1"));
        iam.createPolicyVersion(p -> p.policyArn(arn).policyDocument(DOCUMENT));
        assertThat(iam.listPolicyVersions(p -> p.policyArn(arn)).versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v6", "v5", "v4", "v3", "v2");
        assertThat(iam.getPolicy(p -> p.policyArn(arn)).policy().defaultVersionId())
                .isEqualTo("v5");
    }

    @Test
    void anAttachedPolicyIsNotDeleted() {
        role("tasks");
        String arn = policy("deploy");
        iam.attachRolePolicy(r -> r.roleName("tasks").policyArn(arn));

        assertFails(
                () -> iam.deletePolicy(p -> p.policyArn(arn)),
                409,
                "DeleteConflict",
                "Cannot delete a policy attached to entities.");
        assertThat(iam.listEntitiesForPolicy(p -> p.policyArn(arn))
                        .policyRoles()
                        .getFirst()
                        .roleName())
                .isEqualTo("tasks");
        assertThat(iam.getPolicy(p -> p.policyArn(arn)).policy().attachmentCount())
                .isEqualTo(1);
        assertThat(iam.listPolicies(p -> p.scope(PolicyScopeType.LOCAL).onlyAttached(true))
                        .policies())
                .hasSize(1);
    }

    @Test
    void policiesOfAwsAreThereWithTheirDocuments() {
        role("tasks");
        iam.attachRolePolicy(r -> r.roleName("tasks").policyArn(TASK_EXECUTION));

        assertThat(iam.listAttachedRolePolicies(r -> r.roleName("tasks")).attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AmazonECSTaskExecutionRolePolicy");
        assertThat(iam.getPolicyVersion(p -> p.policyArn(TASK_EXECUTION).versionId("v1"))
                        .policyVersion()
                        .document())
                .contains("ecr%3AGetAuthorizationToken");
        assertThat(iam.getPolicy(p -> p.policyArn("arn:aws:iam::aws:policy/AdministratorAccess"))
                        .policy()
                        .policyName())
                .isEqualTo("AdministratorAccess");
        assertFails(
                () -> iam.attachRolePolicy(
                        r -> r.roleName("tasks").policyArn("arn:aws:iam::aws:policy/NoSuchPolicyAnywhere")),
                404,
                "NoSuchEntity",
                "Policy arn:aws:iam::aws:policy/NoSuchPolicyAnywhere does not exist or is not attachable.");
    }

    @Test
    void listsComeInPages() {
        for (int i = 10; i < 35; i++) {
            role("role-" + i);
        }

        assertThat(iam.listRoles(r -> r.maxItems(10)).roles()).hasSize(10);
        assertThat(iam.listRolesPaginator(r -> r.maxItems(10)).roles().stream()
                        .map(Role::roleName)
                        .toList())
                .hasSize(25)
                .isSorted();
        assertFails(
                () -> iam.listRoles(r -> r.maxItems(0)),
                400,
                "ValidationError",
                "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value greater"
                        + " than or equal to 1");
    }

    @Test
    void anAccessKeyIsItsUser() {
        iam.createUser(u -> u.userName("ci"));
        AccessKey key = iam.createAccessKey(k -> k.userName("ci")).accessKey();
        Clients user = Clients.of(aws).as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));

        assertThat(user.sts().getCallerIdentity().arn()).isEqualTo("arn:aws:iam::111122223333:user/ci");
        assertThat(user.iam().getUser().user().userName()).isEqualTo("ci");
        assertThat(user.sts()
                        .getAccessKeyInfo(k -> k.accessKeyId(key.accessKeyId()))
                        .account())
                .isEqualTo(Clients.ACCOUNT);
        iam.createAccessKey(k -> k.userName("ci"));
        assertFails(
                () -> iam.createAccessKey(k -> k.userName("ci")),
                409,
                "LimitExceeded",
                "Cannot exceed quota for AccessKeysPerUser: 2");
        assertFails(
                () -> iam.deleteUser(u -> u.userName("ci")),
                409,
                "DeleteConflict",
                "Cannot delete entity, must delete access keys first.");
    }

    @Test
    void aRenamedUserKeepsWhatIsIts() {
        iam.createUser(u -> u.userName("ci"));
        iam.createGroup(g -> g.groupName("deployers"));
        iam.addUserToGroup(g -> g.groupName("deployers").userName("ci"));
        AccessKey key = iam.createAccessKey(k -> k.userName("ci")).accessKey();

        iam.updateUser(u -> u.userName("ci").newUserName("builder").newPath("/robots/"));
        iam.updateGroup(g -> g.groupName("deployers").newGroupName("releasers"));

        assertThat(Clients.of(aws)
                        .as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                        .sts()
                        .getCallerIdentity()
                        .arn())
                .isEqualTo("arn:aws:iam::111122223333:user/robots/builder");
        assertThat(iam.listGroupsForUser(u -> u.userName("builder"))
                        .groups()
                        .getFirst()
                        .groupName())
                .isEqualTo("releasers");
        assertThat(iam.listAccessKeys(k -> k.userName("builder")).accessKeyMetadata())
                .hasSize(1);
    }

    @Test
    void allOfAnAccountIsToldInPages() {
        role("tasks");
        iam.createUser(u -> u.userName("ci"));
        String arn = policy("deploy");
        iam.attachRolePolicy(r -> r.roleName("tasks").policyArn(arn));

        assertThat(iam.getAccountAuthorizationDetails(d -> d.maxItems(1)).isTruncated())
                .isTrue();
        var all = iam.getAccountAuthorizationDetails();
        assertThat(all.userDetailList().getFirst().userName()).isEqualTo("ci");
        assertThat(all.policies().getFirst().policyVersionList()).hasSize(1);
        assertThat(all.roleDetailList().getFirst().attachedManagedPolicies())
                .extracting(AttachedPolicy::policyArn)
                .containsExactly(arn);
        assertThat(iam.getAccountAuthorizationDetails(d -> d.filter(EntityType.USER))
                        .roleDetailList())
                .isEmpty();
    }

    @Test
    void theSimulatorAnswersByTheSameEvaluation() {
        role("deployer");
        iam.putRolePolicy(p -> p.roleName("deployer").policyName("ecs").policyDocument(DOCUMENT));
        String cluster = "arn:aws:ecs:us-east-1:111122223333:cluster/shop";

        List<EvaluationResult> results = iam.simulatePrincipalPolicy(
                        s -> s.policySourceArn("arn:aws:iam::111122223333:role/deployer")
                                .actionNames("ecs:CreateCluster", "s3:GetObject")
                                .resourceArns(cluster))
                .evaluationResults();

        assertThat(results)
                .extracting(EvaluationResult::evalDecision)
                .containsExactly(PolicyEvaluationDecisionType.ALLOWED, PolicyEvaluationDecisionType.IMPLICIT_DENY);
        assertThat(results.getFirst().matchedStatements().getFirst().sourcePolicyId())
                .isEqualTo("role_deployer_ecs");
        assertThat(iam.simulateCustomPolicy(s -> s.policyInputList(
                                        DOCUMENT,
                                        DOCUMENT.replace("Allow", "Deny").replace("\"*\"", "\"" + cluster + "\""))
                                .actionNames("ecs:CreateCluster")
                                .resourceArns(cluster))
                        .evaluationResults()
                        .getFirst()
                        .evalDecision())
                .isEqualTo(PolicyEvaluationDecisionType.EXPLICIT_DENY);
    }

    @Test
    void aServiceLinkedRoleIsAwss() {
        Role role = iam.createServiceLinkedRole(r -> r.awsServiceName("ecs.amazonaws.com"))
                .role();

        assertThat(role.arn())
                .isEqualTo("arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS");
        assertFails(
                () -> iam.deleteRole(r -> r.roleName("AWSServiceRoleForECS")),
                400,
                "UnmodifiableEntity",
                "Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this role is only modifiable by"
                        + " AWS");
        assertFails(
                () -> iam.createServiceLinkedRole(r -> r.awsServiceName("ecs.amazonaws.com")),
                400,
                "InvalidInput",
                "Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.");
    }

    @Test
    void rolesOfAnEarlierVersionAreTakenOver(@TempDir Path kept) {
        Role role = Role.builder()
                .roleName("tasks")
                .path("/")
                .roleId("AROAEXAMPLEEXAMPLE222")
                .arn("arn:aws:iam::111122223333:role/tasks")
                .createDate(Instant.parse("2026-01-01T00:00:00Z"))
                .assumeRolePolicyDocument("%7B%7D")
                .maxSessionDuration(3600)
                .build();
        try (Store store = Store.open(kept, Instant::now)) {
            Table<IamStore.EarlierRole> table = store.table("iam.roles", IamStore.EarlierRole.class);
            store.transact(() -> {
                table.put("111122223333/tasks", new IamStore.EarlierRole(role));
                return table;
            });
        }

        try (SimulatedAws opened = SimulatedAws.builder().directory(kept).start()) {
            assertThat(Clients.of(opened)
                            .iam()
                            .getRole(r -> r.roleName("tasks"))
                            .role()
                            .roleId())
                    .isEqualTo("AROAEXAMPLEEXAMPLE222");
        }
    }

    private Role role(String name) {
        return iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST))
                .role();
    }

    private String policy(String name) {
        return iam.createPolicy(p -> p.policyName(name).policyDocument(DOCUMENT))
                .policy()
                .arn();
    }

    private static void assertFails(ThrowingCallable call, int status, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(IamException.class, e -> {
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }
}
