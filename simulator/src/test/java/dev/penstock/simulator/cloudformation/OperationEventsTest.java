package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.service.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.OperationEntry;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;

class OperationEventsTest {

    private static final String CLUSTER = StackStatusesTest.template("one", "");
    private static final Fault FAILURE = new Fault.Refuse(400, "InvalidParameterException", "broken");

    private final StackWorld world = new StackWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private List<OperationEvent> events(Consumer<DescribeEventsRequest.Builder> asked) {
        return world.cloudFormation.describeEventsPaginator(asked).operationEvents().stream()
                .toList()
                .reversed();
    }

    @Test
    void eventsAreToldByOperationAndARollbackIsOneOfItsOwn() {
        world.aws.faults().before("cloudformation", "CreateResource", 1, FAILURE);
        CreateStackResponse created =
                world.cloudFormation.createStack(c -> c.stackName("shop").templateBody(CLUSTER));
        world.settle();

        List<OperationEvent> creation = events(e -> e.operationId(created.operationId()));
        assertThat(creation)
                .extracting(e -> e.eventTypeAsString() + " " + e.operationTypeAsString() + " "
                        + e.resourceStatusAsString() + " " + e.operationStatusAsString())
                .containsExactly(
                        "STACK_EVENT CREATE_STACK CREATE_IN_PROGRESS IN_PROGRESS",
                        "PROGRESS_EVENT CREATE_STACK CREATE_IN_PROGRESS null",
                        "PROVISIONING_ERROR CREATE_STACK CREATE_FAILED null");
        List<OperationEntry> latest = world.stack().lastOperations();
        assertThat(latest)
                .extracting(OperationEntry::operationTypeAsString)
                .containsExactly("ROLLBACK", "CREATE_STACK");
        assertThat(latest.getLast().operationId()).isEqualTo(created.operationId());
        assertThat(events(e -> e.operationId(latest.getFirst().operationId())))
                .extracting(OperationEvent::resourceStatusAsString)
                .startsWith("ROLLBACK_IN_PROGRESS")
                .endsWith("ROLLBACK_COMPLETE");
        assertThat(events(e -> e.stackName("shop").filters(f -> f.failedEvents(true))))
                .extracting(OperationEvent::logicalResourceId)
                .containsExactly("A");
        assertThatThrownBy(() -> world.cloudFormation.describeEvents(e -> {}))
                .hasMessageContaining("One of ChangeSetName, OperationId or StackName must be specified");
    }

    @Test
    void aNameThatIsTakenFailsTheChangeSetBeforeAnythingIsDone() {
        world.clients.ecs().createCluster(c -> c.clusterName("main"));

        String id = world.changeSet("first", ChangeSetType.CREATE, CLUSTER, c -> {});

        DescribeChangeSetResponse set = world.cloudFormation.describeChangeSet(d -> d.changeSetName(id));
        assertThat(set.statusAsString()).isEqualTo("FAILED");
        assertThat(set.statusReason())
                .isEqualTo("The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To"
                        + " troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure"
                        + " information.");
        List<OperationEvent> events = events(e -> e.changeSetName(id));
        assertThat(events)
                .extracting(e ->
                        e.eventTypeAsString() + " " + e.operationTypeAsString() + " " + e.operationStatusAsString())
                .containsExactly(
                        "STACK_EVENT CREATE_CHANGESET IN_PROGRESS",
                        "VALIDATION_ERROR CREATE_CHANGESET null",
                        "STACK_EVENT CREATE_CHANGESET FAILED");
        OperationEvent found = events.get(1);
        assertThat(found.validationName()).isEqualTo("NAME_CONFLICT_VALIDATION");
        assertThat(found.validationFailureModeAsString()).isEqualTo("FAIL");
        assertThat(found.validationStatusReason())
                .isEqualTo("Resource of type 'AWS::ECS::Cluster' with identifier 'main' already exists.");
        assertThat(world.stack().lastOperations().getFirst().operationTypeAsString())
                .isEqualTo("CREATE_CHANGESET");
    }

    @Test
    void propertiesThatTheirSchemaDoesNotHaveFailTheChangeSet() {
        String id = world.changeSet(
                "first", ChangeSetType.CREATE, CLUSTER.replace("ClusterName: main", "ClusterNam: main"), c -> {});

        assertThat(events(e -> e.changeSetName("first").stackName("shop").filters(f -> f.failedEvents(true))))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.validationName()).isEqualTo("PROPERTY_VALIDATION");
                    assertThat(event.validationPath()).isEqualTo("/Resources/A/Properties");
                    assertThat(event.validationStatusReason())
                            .isEqualTo("extraneous key [ClusterNam] is not permitted");
                });
        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(id))
                        .statusReason())
                .contains("[AWS::EarlyValidation::PropertyValidation]");
    }

    @Test
    void aBucketThatIsNotEmptyIsOnlyWarnedOf() {
        String bucket = "  Files: {Type: AWS::S3::Bucket, Properties: {BucketName: files}}\n";
        world.created(CLUSTER + bucket);
        world.clients.s3().putObject(p -> p.bucket("files").key("one"), RequestBody.fromString("1"));

        String id = world.changeSet("remove", ChangeSetType.UPDATE, CLUSTER, c -> {});

        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(id))
                        .statusAsString())
                .isEqualTo("CREATE_COMPLETE");
        assertThat(events(e -> e.changeSetName(id).filters(f -> f.failedEvents(true))))
                .extracting(OperationEvent::validationFailureModeAsString)
                .containsExactly("WARN");
    }

    @Test
    void whatIsThereAlreadyIsImportedWhenThatIsAskedFor() {
        world.clients.ecs().createCluster(c -> c.clusterName("main"));
        String template = CLUSTER + "  B: {Type: AWS::ECS::Cluster, Properties: {ClusterName: other}}\n";

        String id = world.changeSet("first", ChangeSetType.CREATE, template, c -> c.importExistingResources(true));
        assertThat(world.cloudFormation
                        .describeChangeSet(d -> d.changeSetName(id))
                        .changes())
                .extracting(c -> c.resourceChange().logicalResourceId() + " "
                        + c.resourceChange().actionAsString())
                .containsExactly("A Import", "B Add");
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(id));
        world.settle();

        assertThat(world.status()).isEqualTo("CREATE_COMPLETE");
        assertThat(world.events("shop")).contains("A IMPORT_COMPLETE Resource import completed.", "B CREATE_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(2);
    }

    @Test
    void whatWasImportedStaysWhenTheRestFails() {
        world.clients.ecs().createCluster(c -> c.clusterName("main"));
        String template = CLUSTER + "  B: {Type: AWS::ECS::Cluster, DependsOn: A}\n";
        world.aws.faults().before("cloudformation", "CreateResource", 1, FAILURE);

        String id = world.changeSet("first", ChangeSetType.CREATE, template, c -> c.importExistingResources(true));
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(id));
        world.settle();

        assertThat(world.status()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(world.clients.ecs().listClusters().clusterArns()).hasSize(1);
    }
}
