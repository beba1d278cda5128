package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DeletionMode;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Every status that AWS knows is reached, and left again where there is a way out. */
class StackStatusesTest {

    private static final Fault FAILURE = new Fault.Refuse(400, "InvalidParameterException", "broken");
    private static final String ONE = template("one", "");
    private static final String TWO = template("two", "");
    private static final String MORE = template("two", "  C: {Type: AWS::ECS::Cluster, DependsOn: A}\n");

    private final StackWorld world = new StackWorld();
    private final Set<StackStatus> seen = EnumSet.noneOf(StackStatus.class);

    @AfterEach
    void close() {
        world.close();
    }

    static String template(String value, String more) {
        return "Resources:\n  A:\n    Type: AWS::ECS::Cluster\n    DeletionPolicy: Delete\n    Properties:\n"
                + "      ClusterName: main\n      Tags: [{Key: value, Value: " + value + "}]\n" + more;
    }

    @Test
    void allStatusesAreReached() {
        creations();
        updates();
        imports();

        assertThat(seen).containsExactlyInAnyOrderElementsOf(StackStatus.knownValues());
    }

    private void creations() {
        fail("CreateResource", 1);
        world.create(ONE, c -> c.disableRollback(true));
        watch(StackStatus.CREATE_IN_PROGRESS, StackStatus.CREATE_FAILED);
        fail("DeleteResource", 0);
        world.cloudFormation.rollbackStack(r -> r.stackName("shop"));
        watch(StackStatus.ROLLBACK_IN_PROGRESS, StackStatus.ROLLBACK_COMPLETE);
        delete();

        fail("DeleteResource", 2);
        world.aws.faults().before("cloudformation", "CreateResource", "LogicalResourceId=C", 1, FAILURE);
        world.create(MORE, c -> {});
        watch(StackStatus.ROLLBACK_FAILED);
        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        watch(StackStatus.DELETE_FAILED);
        fail("DeleteResource", 0);
        world.cloudFormation.deleteStack(d -> d.stackName("shop").deletionMode(DeletionMode.FORCE_DELETE_STACK));
        world.settle();
    }

    private void updates() {
        world.changeSet("first", ChangeSetType.CREATE, ONE, c -> {});
        watch(StackStatus.REVIEW_IN_PROGRESS);
        world.cloudFormation.executeChangeSet(e -> e.changeSetName("first").stackName("shop"));
        watch(StackStatus.CREATE_COMPLETE);
        world.update(TWO, u -> {});
        watch(
                StackStatus.UPDATE_IN_PROGRESS,
                StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
                StackStatus.UPDATE_COMPLETE);

        fail("UpdateResource", 1);
        world.update(ONE, u -> u.disableRollback(true));
        watch(StackStatus.UPDATE_FAILED);
        world.cloudFormation.rollbackStack(r -> r.stackName("shop"));
        watch(StackStatus.UPDATE_ROLLBACK_COMPLETE);

        fail("CreateResource", 1);
        world.update(MORE.replace("two", "three"), u -> {});
        world.aws.time().advance(Duration.ofSeconds(5));
        world.aws.faults().before("cloudformation", "UpdateResource", 1, FAILURE);
        watch(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, StackStatus.UPDATE_ROLLBACK_FAILED);
        world.cloudFormation.continueUpdateRollback(c -> c.stackName("shop"));
        watch(StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS, StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(world.clients
                        .ecs()
                        .listTagsForResource(l -> l.resourceArn(arn("main")))
                        .tags())
                .anyMatch(tag -> tag.value().equals("two"));
    }

    private void imports() {
        String d =
                "  D:\n    Type: AWS::ECS::Cluster\n    DeletionPolicy: Retain\n    Properties: {ClusterName: old}\n";
        importing("missing", d, "nowhere");
        watch(StackStatus.IMPORT_ROLLBACK_IN_PROGRESS, StackStatus.IMPORT_ROLLBACK_COMPLETE);

        world.clients.ecs().createCluster(c -> c.clusterName("old"));
        world.clients.ecs().createCluster(c -> c.clusterName("older"));
        fail("RollbackImport", 1);
        world.aws.faults().before("cloudformation", "ImportResource", "LogicalResourceId=E", 1, FAILURE);
        String e =
                "  E:\n    Type: AWS::ECS::Cluster\n    DeletionPolicy: Retain\n    Properties: {ClusterName: older}\n";
        world.changeSet(
                "both",
                ChangeSetType.IMPORT,
                template("two", d + e),
                c -> c.resourcesToImport(imported("D", "old"), imported("E", "older")));
        world.cloudFormation.executeChangeSet(x -> x.changeSetName("both").stackName("shop"));
        watch(StackStatus.IMPORT_IN_PROGRESS, StackStatus.IMPORT_ROLLBACK_FAILED);
        delete();

        world.changeSet(
                "alone", ChangeSetType.IMPORT, "Resources:\n" + d, c -> c.resourcesToImport(imported("D", "old")));
        world.cloudFormation.executeChangeSet(x -> x.changeSetName("alone").stackName("shop"));
        watch(StackStatus.IMPORT_COMPLETE);
        delete();
        assertThat(world.clients.ecs().listClusters().clusterArns()).anyMatch(arn -> arn.endsWith("/old"));
    }

    private void importing(String name, String more, String identifier) {
        world.changeSet(
                name, ChangeSetType.IMPORT, template("two", more), c -> c.resourcesToImport(imported("D", identifier)));
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(name).stackName("shop"));
    }

    private static ResourceToImport imported(String logicalId, String name) {
        return ResourceToImport.builder()
                .logicalResourceId(logicalId)
                .resourceType("AWS::ECS::Cluster")
                .resourceIdentifier(Map.of("ClusterName", name))
                .build();
    }

    private String arn(String cluster) {
        return "arn:aws:ecs:us-east-1:111122223333:cluster/" + cluster;
    }

    private void fail(String operation, int times) {
        world.aws.faults().clear();
        world.aws.faults().before("cloudformation", operation, times, FAILURE);
    }

    private void delete() {
        String id = world.stack().stackId();
        world.cloudFormation.deleteStack(d -> d.stackName("shop"));
        while (!world.stack(id).stackStatusAsString().equals("DELETE_COMPLETE")) {
            seen.add(world.stack(id).stackStatus());
            world.aws.time().advance(Duration.ofMillis(500));
        }
        seen.add(StackStatus.DELETE_COMPLETE);
    }

    /** Looks on for a while; all of these have to occur, the last of them at the end. */
    private void watch(StackStatus... expected) {
        Set<StackStatus> now = EnumSet.noneOf(StackStatus.class);
        StackStatus last = world.stack().stackStatus();
        for (int i = 0; i < 240; i++) {
            last = world.stack().stackStatus();
            now.add(last);
            world.aws.time().advance(Duration.ofMillis(500));
        }
        assertThat(now).as("events: " + world.events("shop")).contains(expected);
        assertThat(last).isEqualTo(expected[expected.length - 1]);
        seen.addAll(now);
    }
}
