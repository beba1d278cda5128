package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/** IAM: roles and their policies. */
abstract class IamContract extends ServiceContract {

    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},\
            "Action":"sts:AssumeRole"}]}""";
    private static final String READ = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""";

    private IamClient iam;

    @BeforeEach
    void client() {
        iam = account.client(IamClient.builder());
    }

    private Role create(String name) {
        return iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(TRUST))
                .role();
    }

    @Test
    void makesARole() {
        Role made = create("worker");
        assertThat(made.arn()).isEqualTo("arn:aws:iam::" + account.id + ":role/worker");
        assertThat(made.roleId()).startsWith("AROA");
        Role read = iam.getRole(request -> request.roleName("worker")).role();
        assertThat(URLDecoder.decode(read.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
        assertThat(read.maxSessionDuration()).isEqualTo(3600);
    }

    @Test
    void refusesARoleThatIsThere() {
        create("worker");
        refused(() -> create("worker"), 409, "EntityAlreadyExists");
    }

    @Test
    void saysThatThereIsNoSuchRoleOrPolicy() {
        refused(() -> iam.getRole(request -> request.roleName("nobody")), 404, "NoSuchEntity");
        create("worker");
        refused(() -> iam.getRolePolicy(request -> request.roleName("worker").policyName("none")), 404, "NoSuchEntity");
        refused(() -> iam.deleteRole(request -> request.roleName("nobody")), 404, "NoSuchEntity");
    }

    @Test
    void refusesToAttachAPolicyThatIsNotThere() {
        create("worker");
        refused(
                () -> iam.attachRolePolicy(
                        request -> request.roleName("worker").policyArn("arn:aws:iam::" + account.id + ":policy/none")),
                404,
                "NoSuchEntity");
    }

    @Test
    void refusesToDeleteARoleThatHasPolicies() {
        create("worker");
        iam.putRolePolicy(
                request -> request.roleName("worker").policyName("read").policyDocument(READ));
        refused(() -> iam.deleteRole(request -> request.roleName("worker")), 409, "DeleteConflict");
        iam.deleteRolePolicy(request -> request.roleName("worker").policyName("read"));
        iam.deleteRole(request -> request.roleName("worker"));
        refused(() -> iam.getRole(request -> request.roleName("worker")), 404, "NoSuchEntity");
    }

    @Test
    void refusesATrustPolicyThatIsNone() {
        refused(
                () -> iam.createRole(request -> request.roleName("worker").assumeRolePolicyDocument("not json")),
                400,
                "MalformedPolicyDocument");
    }

    @Test
    void refusesAPermissionPolicyThatIsNone() {
        create("worker");
        refused(
                () -> iam.putRolePolicy(request ->
                        request.roleName("worker").policyName("broken").policyDocument("{\"Version\":\"2012-10-17\"}")),
                400,
                "MalformedPolicyDocument");
    }

    @Test
    void listsRolesInPages() {
        for (int i = 0; i < 5; i++) {
            create("worker-" + i);
        }
        var first = iam.listRoles(request -> request.maxItems(2));
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.roles()).hasSize(2);
        assertThat(iam.listRolesPaginator(request -> request.maxItems(2)).roles().stream()
                        .map(Role::roleName)
                        .filter(name -> name.startsWith("worker-")))
                .containsExactlyInAnyOrder("worker-0", "worker-1", "worker-2", "worker-3", "worker-4");
    }
}
