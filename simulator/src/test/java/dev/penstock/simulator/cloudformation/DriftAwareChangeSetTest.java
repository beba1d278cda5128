package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.DeploymentMode;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Change sets that compare with what there is, not with what CloudFormation has made. */
class DriftAwareChangeSetTest {

    private static final String TEMPLATE = """
            Resources:
              P: {Type: AWS::SSM::Parameter, Properties: {Name: one, Type: String, Value: made}}
              Q: {Type: AWS::SSM::Parameter, Properties: {Name: two, Type: String, Value: made}}
            """;

    private final StackWorld world = new StackWorld();
    private final SsmClient parameters = world.clients.with(SsmClient.builder());

    @AfterEach
    void close() {
        world.close();
    }

    private void change(String value) {
        parameters.putParameter(p -> p.name("one").value(value).overwrite(true));
    }

    private String value(String name) {
        return parameters.getParameter(p -> p.name(name)).parameter().value();
    }

    private DescribeChangeSetResponse changeSet(String template) {
        String id = world.changeSet(
                "revert", ChangeSetType.UPDATE, template, c -> c.deploymentMode(DeploymentMode.REVERT_DRIFT));
        return world.cloudFormation.describeChangeSet(d -> d.changeSetName(id).includePropertyValues(true));
    }

    private void execute(DescribeChangeSetResponse set) {
        world.cloudFormation.executeChangeSet(e -> e.changeSetName(set.changeSetId()));
        world.settle();
    }

    @Test
    void whatWasChangedBesideIsTakenBack() {
        world.created(TEMPLATE);
        change("by hand");

        DescribeChangeSetResponse set = changeSet(TEMPLATE);

        assertThat(set.stackDriftStatus()).isEqualTo(StackDriftStatus.DRIFTED);
        assertThat(set.changes()).hasSize(1);
        ResourceChange change = set.changes().getFirst().resourceChange();
        assertThat(change.resourceDriftStatus()).isEqualTo(StackResourceDriftStatus.MODIFIED);
        ResourceTargetDefinition target = change.details().getFirst().target();
        assertThat(target.beforeValue()).isEqualTo("by hand");
        assertThat(target.beforeValueFromAsString()).isEqualTo("ACTUAL_STATE");
        assertThat(target.afterValue()).isEqualTo("made");
        assertThat(change.previousDeploymentContext()).contains("made");
        execute(set);
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(value("one")).isEqualTo("made");
    }

    @Test
    void whatWasDeletedBesideIsMadeAgain() {
        world.created(TEMPLATE);
        parameters.deleteParameter(d -> d.name("one"));

        DescribeChangeSetResponse set = changeSet(TEMPLATE);

        ResourceChange change = set.changes().getFirst().resourceChange();
        assertThat(change.action()).isEqualTo(ChangeAction.ADD);
        assertThat(change.resourceDriftStatus()).isEqualTo(StackResourceDriftStatus.DELETED);
        execute(set);
        assertThat(value("one")).isEqualTo("made");
    }

    @Test
    void aTemplateThatHasCaughtUpOnlyTakesNote() {
        world.created(TEMPLATE);
        change("by hand");

        DescribeChangeSetResponse set = changeSet(TEMPLATE.replaceFirst("made", "by hand"));

        assertThat(set.changes().getFirst().resourceChange().action()).isEqualTo(ChangeAction.SYNC_WITH_ACTUAL);
        execute(set);
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(world.events("shop")).doesNotContain("P UPDATE_IN_PROGRESS");
        assertThat(changeSet(TEMPLATE.replaceFirst("made", "by hand")).statusAsString())
                .isEqualTo("FAILED");
    }

    @Test
    void aFailureGoesBackToWhatThereWas() {
        world.created(TEMPLATE);
        change("by hand");
        DescribeChangeSetResponse set = changeSet(
                TEMPLATE.replace("Q: {Type: AWS::SSM::Parameter,", "Q: {Type: AWS::SSM::Parameter, DependsOn: P,")
                        .replace("Name: two, Type: String, Value: made", "Name: two, Type: String, Value: other"));
        world.aws
                .faults()
                .before(
                        "cloudformation",
                        "UpdateResource",
                        "LogicalResourceId=Q",
                        1,
                        new Fault.Refuse(400, "InvalidParameterException", "broken"));
        execute(set);

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(value("one")).isEqualTo("by hand");
    }
}
