package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.sns.TopicMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.InvalidChangeSetStatusException;
import software.amazon.awssdk.services.cloudformation.model.RollbackTrigger;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;

class StackRulesTest {

    private static final String CLUSTER = StackStatusesTest.template("one", "");
    private static final Fault FAILURE = new Fault.Refuse(400, "InvalidParameterException", "broken");

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aStackPolicyFailsTheUpdateOfWhatItProtects() {
        world.create(
                CLUSTER,
                c -> c.stackPolicyBody(
                        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"Update:Modify\",\"Principal\":"
                                + "\"*\",\"Resource\":\"LogicalResourceId/A\"},{\"Effect\":\"Allow\",\"Action\":\"Update:*\","
                                + "\"Principal\":\"*\",\"Resource\":\"*\"}]}"));
        world.settle();

        world.updated(CLUSTER.replace("one", "two"));

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events("shop")).anyMatch(e -> e.startsWith("A UPDATE_FAILED Action denied by stack policy"));

        world.update(
                CLUSTER.replace("one", "two"),
                u -> u.stackPolicyDuringUpdateBody("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Update:*\","
                        + "\"Principal\":\"*\",\"Resource\":\"*\"}]}"));
        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void aProtectedStackIsNotDeleted() {
        world.create(CLUSTER, c -> c.enableTerminationProtection(true));
        world.settle();

        assertThatThrownBy(() -> world.cloudFormation.deleteStack(d -> d.stackName("shop")))
                .hasMessageContaining("Stack [shop] cannot be deleted while TerminationProtection is enabled");

        world.cloudFormation.updateTerminationProtection(
                u -> u.stackName("shop").enableTerminationProtection(false));
        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();
        assertThatThrownBy(world::stack).hasMessageContaining("does not exist");
    }

    @Test
    void anExportThatIsInUseKeepsItsStack() {
        world.created(CLUSTER + "Outputs:\n  Name: {Value: !Ref A, Export: {Name: cluster}}\n");
        world.create("""
                Resources:
                  B:
                    Type: AWS::ECS::Cluster
                    Properties:
                      ClusterName: !Sub
                        - '${x}-b'
                        - x: !ImportValue cluster
                """, c -> c.stackName("user"));
        world.settle();

        assertThat(world.cloudFormation.listExports(e -> {}).exports())
                .extracting(Export::value)
                .containsExactly("main");
        assertThat(world.cloudFormation
                        .listImports(i -> i.exportName("cluster"))
                        .imports())
                .containsExactly("user");
        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();
        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.stack().stackStatusReason())
                .isEqualTo("Delete canceled. Cannot delete export cluster as it is in use by user.");
    }

    @Test
    void aTokenThatIsRepeatedBeginsNothingNew() {
        String first = world.create(CLUSTER, c -> c.clientRequestToken("t"));
        String again = world.create(CLUSTER, c -> c.clientRequestToken("t"));

        assertThat(again).isEqualTo(first);
        assertThat(world.aws.effects().of("cloudformation", "CreateStack")).hasSize(1);
        assertThatThrownBy(() -> world.create(CLUSTER, c -> c.clientRequestToken("other")))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("Stack [shop] already exists");
    }

    @Test
    void executingAChangeSetMakesOthersObsolete() {
        world.created(CLUSTER);
        String first = world.changeSet("first", ChangeSetType.UPDATE, CLUSTER.replace("one", "two"), c -> {});
        world.changeSet("second", ChangeSetType.UPDATE, CLUSTER.replace("one", "three"), c -> {});
        world.changeSet("none", ChangeSetType.UPDATE, CLUSTER, c -> {});

        DescribeChangeSetResponse none = world.cloudFormation.describeChangeSet(
                d -> d.changeSetName("none").stackName("shop"));
        assertThat(none.statusAsString()).isEqualTo("FAILED");
        assertThat(none.statusReason()).startsWith("The submitted information didn't contain changes.");
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(first));
        world.settle();

        assertThat(world.stack().changeSetId()).isEqualTo(first);
        assertThat(world.cloudFormation.listChangeSets(l -> l.stackName("shop")).summaries())
                .extracting(ChangeSetSummary::changeSetName)
                .containsExactly("second", "none");
        assertThat(none.hasCapabilities()).isTrue();
        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(first))
                        .executionStatusAsString())
                .isEqualTo("EXECUTE_COMPLETE");
        assertThatThrownBy(() -> world.cloudFormation.executeChangeSet(
                        e -> e.changeSetName("second").stackName("shop")))
                .isInstanceOf(InvalidChangeSetStatusException.class)
                .hasMessageContaining("OBSOLETE");
    }

    @Test
    void aCancelledUpdateGoesBack() {
        world.created(CLUSTER);
        world.update(CLUSTER.replace("one", "two"), u -> {});
        world.aws.time().advance(Duration.ofSeconds(4));

        world.cloudFormation.cancelUpdateStack(c -> c.stackName("shop"));
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events("shop"))
                .contains(
                        "A UPDATE_FAILED Resource update cancelled", "shop UPDATE_ROLLBACK_IN_PROGRESS User Initiated");
    }

    @Test
    void anAlarmTakesAnUpdateBackWhileItIsMonitored() {
        CloudWatchClient alarms = world.clients.with(CloudWatchClient.builder());
        alarms.putMetricAlarm(a -> a.alarmName("errors")
                .namespace("shop")
                .metricName("errors")
                .comparisonOperator("GreaterThanThreshold")
                .threshold(1.0)
                .period(60)
                .evaluationPeriods(1)
                .statistic("Sum"));
        world.created(CLUSTER);
        world.update(
                CLUSTER.replace("one", "two"),
                u -> u.rollbackConfiguration(
                        r -> r.monitoringTimeInMinutes(10).rollbackTriggers(List.of(trigger("errors")))));
        world.aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.status()).isEqualTo("UPDATE_IN_PROGRESS");

        alarms.setAlarmState(
                a -> a.alarmName("errors").stateValue(StateValue.ALARM).stateReason("test"));
        world.aws.time().advance(Duration.ofMinutes(2));

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events("shop")).anyMatch(e -> e.contains("is in ALARM state"));
    }

    private static RollbackTrigger trigger(String alarm) {
        return RollbackTrigger.builder()
                .arn("arn:aws:cloudwatch:us-east-1:111122223333:alarm:" + alarm)
                .type("AWS::CloudWatch::Alarm")
                .build();
    }

    @Test
    void aMissingAlarmFailsTheOperation() {
        world.create(CLUSTER, c -> c.rollbackConfiguration(r -> r.rollbackTriggers(List.of(trigger("none")))));
        world.settle();

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
    }

    @Test
    void aStackPolicyKeepsWhatTheTemplateNoLongerHas() {
        String both = CLUSTER + "  B: {Type: AWS::ECS::Cluster}\n";
        world.create(
                both,
                c -> c.stackPolicyBody(
                        "{\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":\"Update:Delete\",\"Principal\":"
                                + "\"*\",\"Resource\":\"*\"}]}"));
        world.settle();

        world.updated(CLUSTER);
        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(world.events("shop")).contains("B UPDATE_FAILED Action not allowed by stack policy");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(2);

        world.update(
                CLUSTER,
                u -> u.stackPolicyDuringUpdateBody("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Update:Delete\","
                        + "\"Principal\":\"*\",\"Resource\":\"*\"}]}"));
        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(1);
    }

    @Test
    void aFailedCreationDeletesTheStackWhenThatIsAskedFor() {
        world.aws.faults().before("cloudformation", "CreateResource", 1, FAILURE);
        String id = world.create(CLUSTER, c -> c.onFailure("DELETE"));
        world.settle();

        assertThat(world.stack(id).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
        assertThat(world.events(id))
                .contains("shop DELETE_IN_PROGRESS The following resource(s) failed to create: [A]. Delete requested by"
                        + " user.");
    }

    @Test
    void retainedResourcesOutliveTheirStack() {
        world.created(CLUSTER.replace("DeletionPolicy: Delete", "DeletionPolicy: Retain"));
        String id = world.stack().stackId();

        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        world.settle();

        assertThat(world.events(id)).contains("A DELETE_SKIPPED");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(1);
    }

    @Test
    void eventsReachTheTopicsOfAStack() {
        String topic = world.clients
                .with(SnsClient.builder())
                .createTopic(t -> t.name("news"))
                .topicArn();
        world.create(CLUSTER, c -> c.notificationARNs(topic));
        world.settle();

        assertThat(world.aws.messages(topic))
                .extracting(TopicMessage::message)
                .anyMatch(text -> text.contains("ResourceStatus='CREATE_COMPLETE'\n")
                        && text.contains("LogicalResourceId='shop'\n"));
    }

    @Test
    void changesBesideCloudFormationAreDrift() {
        world.created(CLUSTER);
        world.clients.ecs().deleteCluster(c -> c.cluster("main"));

        String id =
                world.cloudFormation.detectStackDrift(d -> d.stackName("shop")).stackDriftDetectionId();
        world.aws.time().advance(Duration.ofMinutes(1));

        var status = world.cloudFormation.describeStackDriftDetectionStatus(d -> d.stackDriftDetectionId(id));
        assertThat(status.stackDriftStatusAsString()).isEqualTo("DRIFTED");
        assertThat(status.driftedStackResourceCount()).isEqualTo(1);
        assertThat(world.cloudFormation
                        .describeStackResourceDrifts(d -> d.stackName("shop"))
                        .stackResourceDrifts()
                        .getFirst()
                        .stackResourceDriftStatusAsString())
                .isEqualTo("DELETED");
    }

    @Test
    void anUpdateGoesOnWhenKeptStateIsOpenedAgain(@TempDir Path directory) {
        String more = CLUSTER.replace("one", "two") + "  C: {Type: AWS::ECS::Cluster, DependsOn: A}\n";
        try (StackWorld first = new StackWorld(directory, b -> {})) {
            first.created(CLUSTER);
            first.update(more, u -> {});
            first.aws.time().advance(Duration.ofMillis(4500));
            assertThat(first.status()).isEqualTo("UPDATE_IN_PROGRESS");
        }

        try (StackWorld second = new StackWorld(directory, b -> {})) {
            assertThat(second.status()).isEqualTo("UPDATE_IN_PROGRESS");
            second.settle();

            assertThat(second.status()).isEqualTo("UPDATE_COMPLETE");
            assertThat(second.clients.ecs().listClusters().clusterArns()).hasSize(2);
        }
    }
}
