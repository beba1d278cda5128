package dev.penstock.simulator.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.cloudformation.types.ResourceHandler.Operation;
import dev.penstock.simulator.wire.ServiceError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecs.model.ServiceField;

/** What services refuse and what becomes of it as a resource; what a stack gives its resources. */
class ServiceResourcesTest {

    private static final String BUCKET = "AWS::S3::Bucket";
    private static final String SERVICE = "AWS::ECS::Service";
    private static final String TRUST = "'AssumeRolePolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':"
            + "'Allow','Principal':{'Service':'ecs-tasks.amazonaws.com'},'Action':'sts:AssumeRole'}]}";

    private final Account account = new Account();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void aServiceWhoseTasksFailIsAFailedResourceWhenTheCircuitBreakerEndsIt() {
        String cluster = account.make("Cluster", "AWS::ECS::Cluster", "{}").physicalId();
        String definition = account.make("Definition", "AWS::ECS::TaskDefinition", definition("exit:1@2s"))
                .physicalId();
        String properties = service(cluster, definition);

        Progress last = account.settle(
                "Service",
                SERVICE,
                Account.json(properties),
                account.begin("Service", SERVICE, properties),
                Operation.CREATE);

        assertThat(last).isInstanceOfSatisfying(Progress.Failed.class, failed -> {
            assertThat(failed.message())
                    .isEqualTo("Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.");
            assertThat(failed.code()).isEqualTo("GeneralServiceException");
            assertThat(failed.physicalId()).contains(":service/" + cluster + "/");
        });
    }

    @Test
    void aServiceIsMadeOnceItsDeploymentHasCompleted() {
        String cluster = account.make("Cluster", "AWS::ECS::Cluster", "{}").physicalId();
        String definition = account.make("Definition", "AWS::ECS::TaskDefinition", definition(""))
                .physicalId();

        assertThat(account.begin("First", SERVICE, service(cluster, definition)))
                .isInstanceOf(Progress.Working.class);
        Deployed made = account.make("Second", SERVICE, service(cluster, definition));

        try (var ecs = account.clients().ecs()) {
            var found = ecs.describeServices(
                            r -> r.cluster(cluster).services(made.physicalId()).include(ServiceField.TAGS))
                    .services()
                    .get(0);
            assertThat(found.runningCount()).isEqualTo(1);
            assertThat(found.tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .contains("team=web");
        }
    }

    @Test
    void aBucketWithObjectsStaysAndANameThatIsTakenIsRefused() {
        Deployed bucket = account.make("Files", BUCKET, "{'BucketName':'files-of-shop'}");
        account.clients().s3().putObject(r -> r.bucket("files-of-shop").key("a"), RequestBody.fromString("x"));

        assertThatThrownBy(() -> account.delete("Files", bucket))
                .isInstanceOf(ServiceError.class)
                .hasMessage("The bucket you tried to delete is not empty");
        assertThat(account.begin("Again", BUCKET, "{'BucketName':'files-of-shop'}"))
                .isEqualTo(new Progress.Failed(
                        "AlreadyExists",
                        "Resource of type 'AWS::S3::Bucket' with identifier 'files-of-shop' already exists.",
                        ""));
    }

    @Test
    void aBucketMayBeToldToBePrivateAndIsNotMadePublicUnlessItsOwnershipAllowsLists() {
        account.make("Private", BUCKET, "{'BucketName':'private-of-shop','AccessControl':'Private'}");
        account.make(
                "Public",
                BUCKET,
                "{'BucketName':'public-of-shop','AccessControl':'PublicRead',"
                        + "'OwnershipControls':{'Rules':[{'ObjectOwnership':'ObjectWriter'}]},"
                        + "'PublicAccessBlockConfiguration':{'BlockPublicAcls':false}}");

        assertThat(account.clients()
                        .s3()
                        .getBucketAcl(r -> r.bucket("private-of-shop"))
                        .grants())
                .hasSize(1);
        assertThat(account.clients()
                        .s3()
                        .getBucketAcl(r -> r.bucket("public-of-shop"))
                        .grants())
                .hasSize(2);
        assertThatThrownBy(() -> account.make("Refused", BUCKET, "{'AccessControl':'PublicRead'}"))
                .isInstanceOf(ServiceError.class)
                .hasMessage("Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }

    @Test
    void aRoleWithPoliciesOfOthersStays() {
        Deployed role = account.make("Role", "AWS::IAM::Role", "{'RoleName':'shared'," + TRUST + "}");
        account.clients()
                .iam()
                .attachRolePolicy(r -> r.roleName("shared").policyArn("arn:aws:iam::aws:policy/ReadOnlyAccess"));

        assertThatThrownBy(() -> account.delete("Role", role))
                .isInstanceOf(ServiceError.class)
                .hasMessageContaining("must detach all policies first");
    }

    @Test
    void whatTheServiceCannotCarryIsRefusedAndNotLost() {
        assertThatThrownBy(() -> account.make(
                        "Service", SERVICE, "{'TaskDefinition':'web','GatewayConnectors':[{'PortName':'web'}]}"))
                .isInstanceOf(ServiceError.class)
                .hasMessageContaining("The property GatewayConnectors of AWS::ECS::Service is not simulated");
    }

    @Test
    void theStacksTagsAndCloudFormationsOwnGoToResources() {
        account.make("Cluster", "AWS::ECS::Cluster", "{'ClusterName':'tagged','Tags':[{'Key':'own','Value':'1'}]}");

        try (var ecs = account.clients().ecs()) {
            var tags = ecs.listTagsForResource(
                            r -> r.resourceArn("arn:aws:ecs:us-east-1:" + Account.ID + ":cluster/tagged"))
                    .tags();
            assertThat(tags)
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .contains(
                            "own=1",
                            "team=web",
                            "aws:cloudformation:stack-name=shop",
                            "aws:cloudformation:logical-id=Cluster");
        }
    }

    @Test
    void whatSomebodyElseChangedShowsAsItIs() {
        Deployed group = account.make("Logs", "AWS::Logs::LogGroup", "{'LogGroupName':'/web','RetentionInDays':'7'}");
        assertThat(account.read("Logs", group)).contains(group.properties());
        account.clients().logs().putRetentionPolicy(r -> r.logGroupName("/web").retentionInDays(30));

        assertThat(account.read("Logs", group)).contains(Account.json("{'LogGroupName':'/web','RetentionInDays':30}"));
    }

    private static String definition(String simulate) {
        return "{'NetworkMode':'awsvpc','RequiresCompatibilities':['FARGATE'],'Cpu':'256','Memory':'512',"
                + "'ContainerDefinitions':[{'Name':'web','Image':'web:1','Environment':[{'Name':'PENSTOCK_SIMULATE','Value':'"
                + simulate + "'}]}]}";
    }

    private static String service(String cluster, String definition) {
        return "{'Cluster':'" + cluster + "','TaskDefinition':'" + definition
                + "','LaunchType':'FARGATE','DesiredCount':1,"
                + "'NetworkConfiguration':{'AwsvpcConfiguration':{'Subnets':['subnet-1']}},'DeploymentConfiguration':"
                + "{'DeploymentCircuitBreaker':{'Enable':true,'Rollback':true}}}";
    }
}
