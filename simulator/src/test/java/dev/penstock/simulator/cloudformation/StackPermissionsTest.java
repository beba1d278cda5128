package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.iam.model.AccessKey;

class StackPermissionsTest {

    private static final String ACCOUNT = "arn:aws:iam::111122223333:";
    private static final String ROLE = ACCOUNT + "role/maker";
    private static final String TEMPLATE = """
            Resources:
              A: {Type: AWS::ECS::Cluster, Properties: {ClusterName: main}}
              G: {Type: AWS::Logs::LogGroup, DependsOn: A, Properties: {LogGroupName: words}}
            """;

    private final StackWorld world = new StackWorld(null, builder -> builder.enforcePolicies(true));
    private CloudFormationClient user = world.cloudFormation;

    @BeforeEach
    void userAndRole() {
        world.clients.iam().createUser(u -> u.userName("ci"));
        AccessKey key =
                world.clients.iam().createAccessKey(k -> k.userName("ci")).accessKey();
        user = world.clients
                .as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                .with(CloudFormationClient.builder());
        world.clients
                .iam()
                .createRole(r -> r.roleName("maker")
                        .assumeRolePolicyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                                        + "\"cloudformation.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void allowUser(String actions, String resources) {
        world.clients
                .iam()
                .putUserPolicy(p -> p.userName("ci").policyName("p").policyDocument(document(actions, resources)));
    }

    private void allowRole(String actions) {
        world.clients
                .iam()
                .putRolePolicy(p -> p.roleName("maker").policyName("p").policyDocument(document(actions, "\"*\"")));
    }

    private static String document(String actions, String resources) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + actions
                + "],\"Resource\":[" + resources + "]}]}";
    }

    private static void assertDenied(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(CloudFormationException.class)
                .satisfies(
                        e -> assertThat(((AwsServiceException) e).statusCode()).isEqualTo(403))
                .hasMessageContaining(message);
    }

    @Test
    void aRoleThatMayNotDoOneThingFailsThatResourceInAwsWords() {
        allowUser("\"cloudformation:*\", \"iam:PassRole\"", "\"*\"");
        allowRole("\"ecs:*\"");

        user.createStack(c -> c.stackName("shop").templateBody(TEMPLATE).roleARN(ROLE));
        world.settle();

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.events("shop"))
                .contains("A CREATE_COMPLETE")
                .anyMatch(event -> event.startsWith("G CREATE_FAILED Resource handler returned message: \"User:"
                                + " arn:aws:sts::111122223333:assumed-role/maker/AWSCloudFormation is not authorized to"
                                + " perform: logs:CreateLogGroup on resource: arn:aws:logs:us-east-1:111122223333:log-group:"
                                + "words")
                        && event.contains("because no identity-based policy allows the logs:CreateLogGroup action")
                        && event.endsWith("HandlerErrorCode: AccessDenied)"));
        assertThat(world.clients.ecs().listClusters().clusterArns()).isEmpty();
    }

    @Test
    void withoutARoleItIsWhoAsksWhoMustBeAllowed() {
        allowUser("\"cloudformation:*\", \"logs:*\"", "\"*\"");

        user.createStack(c -> c.stackName("shop").templateBody(TEMPLATE).onFailure("DO_NOTHING"));
        world.settle();

        assertThat(world.status()).isEqualTo("CREATE_FAILED");
        assertThat(world.events("shop"))
                .anyMatch(event -> event.startsWith("A CREATE_FAILED")
                        && event.contains(
                                "User: " + ACCOUNT + "user/ci is not authorized to perform: ecs:CreateCluster"));
    }

    @Test
    void aRoleIsPassedOnlyByThoseWhoMay() {
        allowUser("\"cloudformation:*\"", "\"*\"");

        assertDenied(
                () -> user.createStack(
                        c -> c.stackName("shop").templateBody(TEMPLATE).roleARN(ROLE)),
                "is not authorized to perform: iam:PassRole on resource: " + ROLE);
        assertThatThrownBy(world::stack).hasMessageContaining("does not exist");
    }

    @Test
    void aRoleThatDoesNotTrustCloudFormationCannotBeTaken() {
        allowUser("\"cloudformation:*\", \"iam:PassRole\"", "\"*\"");
        world.clients
                .iam()
                .updateAssumeRolePolicy(r -> r.roleName("maker")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                                        + "{\"Service\":\"ecs.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));

        assertThatThrownBy(() -> user.createStack(
                        c -> c.stackName("shop").templateBody(TEMPLATE).roleARN(ROLE)))
                .hasMessageContaining("Role " + ROLE + " is invalid or cannot be assumed");
    }

    @Test
    void templatesAreReadInTheNameOfWhoAsks() {
        world.clients.s3().createBucket(b -> b.bucket("templates"));
        world.clients.s3().putObject(p -> p.bucket("templates").key("t.yml"), RequestBody.fromString(TEMPLATE));
        String url = "https://templates.s3.amazonaws.com/t.yml";
        allowUser("\"cloudformation:*\"", "\"*\"");

        assertThatThrownBy(() -> user.createStack(c -> c.stackName("shop").templateURL(url)))
                .hasMessageContaining("S3 error: Access Denied");

        allowUser("\"cloudformation:*\", \"s3:GetObject\", \"ecs:*\", \"logs:*\"", "\"*\"");
        user.createStack(c -> c.stackName("shop").templateURL(url));
        world.settle();
        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
    }

    @Test
    void permissionForAStackHoldsForItsNameAndItsArn() {
        String stacks = "\"arn:aws:cloudformation:us-east-1:111122223333:stack/shop/*\"";
        allowUser("\"cloudformation:*\"", stacks);
        String id = world.create(TEMPLATE, c -> {});
        world.aws.time().advance(Duration.ofMinutes(5));

        assertThat(user.describeStacks(d -> d.stackName("shop")).stacks()).hasSize(1);
        assertThat(user.describeStacks(d -> d.stackName(id)).stacks()).hasSize(1);
        assertDenied(
                () -> user.describeStacks(d -> d.stackName("other")),
                "is not authorized to perform: cloudformation:DescribeStacks on resource:"
                        + " arn:aws:cloudformation:us-east-1:111122223333:stack/other/*");
    }

    @Test
    void aChangeSetIsCarriedOutByTheRoleThatItWasMadeWith() {
        allowUser("\"cloudformation:*\", \"iam:PassRole\"", "\"*\"");
        allowRole("\"ecs:*\", \"logs:*\"");
        String set = user.createChangeSet(c -> c.stackName("shop")
                        .changeSetName("first")
                        .changeSetType("CREATE")
                        .templateBody(TEMPLATE)
                        .roleARN(ROLE))
                .id();
        world.aws.time().advance(Duration.ofSeconds(10));
        allowUser("\"cloudformation:*\"", "\"*\"");

        user.executeChangeSet(e -> e.changeSetName(set));
        world.settle();

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.stack().roleARN()).isEqualTo(ROLE);
    }
}
