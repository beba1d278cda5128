package dev.penstock.stack.review;

import static dev.penstock.stack.review.Changes.caused;
import static dev.penstock.stack.review.Changes.change;
import static dev.penstock.stack.review.Changes.detail;
import static dev.penstock.stack.review.Changes.direct;
import static dev.penstock.stack.review.Changes.modify;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Action;
import dev.penstock.stack.ResourceChange.Evaluation;
import dev.penstock.stack.ResourceChange.PolicyAction;
import dev.penstock.stack.ResourceChange.Recreation;
import dev.penstock.stack.ResourceChange.Replacement;
import dev.penstock.stack.ResourceChange.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What CloudFormation calls a conditional replacement, decided where it can be. */
class ReplacementsTest {

    private static final String SUBNET_GROUP = "AWS::RDS::DBSubnetGroup";
    private static final String DATABASE = "AWS::RDS::DBInstance";

    private static ResourceChange database(ResourceChange.Detail... details) {
        return modify("Database", DATABASE, Replacement.CONDITIONAL, details);
    }

    private static ResourceChange.Detail byReference(String resource) {
        return caused("DBSubnetGroupName", Recreation.ALWAYS, Source.RESOURCE_REFERENCE, resource);
    }

    private static Replaced of(ResourceChange... changes) {
        return new Replacements(List.of(changes)).of("Database");
    }

    @Test
    void aReferenceToAResourceThatIsChangedInPlaceKeepsItsValue() {
        ResourceChange group = modify(
                "Subnets",
                SUBNET_GROUP,
                Replacement.FALSE,
                direct("DBSubnetGroupDescription", Recreation.NEVER, "a", "b"));

        assertThat(of(group, database(byReference("Subnets")))).isEqualTo(Replaced.NO);
    }

    @Test
    void aReferenceToAResourceThatIsReplacedChangesItsValue() {
        ResourceChange group = modify(
                "Subnets", SUBNET_GROUP, Replacement.TRUE, direct("DBSubnetGroupName", Recreation.ALWAYS, "a", "b"));

        assertThat(of(group, database(byReference("Subnets")))).isEqualTo(Replaced.YES);
    }

    @Test
    void aReferenceIsFollowedOverOtherConditionalReplacements() {
        ResourceChange vpc =
                modify("Vpc", "AWS::EC2::VPC", Replacement.TRUE, direct("CidrBlock", Recreation.ALWAYS, "a", "b"));
        ResourceChange group = modify(
                "Subnets",
                SUBNET_GROUP,
                Replacement.CONDITIONAL,
                caused("SubnetIds", Recreation.ALWAYS, Source.RESOURCE_REFERENCE, "Vpc"));

        assertThat(of(database(byReference("Subnets")), group, vpc)).isEqualTo(Replaced.YES);
    }

    @Test
    void aReferenceToAResourceThatDoesNotChangeKeepsItsValue() {
        assertThat(of(database(byReference("Subnets")))).isEqualTo(Replaced.NO);
    }

    @Test
    void aReferenceToAResourceThatIsNewIsAnotherValue() {
        ResourceChange group = change(Action.ADD, "Subnets", SUBNET_GROUP, Replacement.NONE, PolicyAction.NONE);

        assertThat(of(group, database(byReference("Subnets")))).isEqualTo(Replaced.YES);
    }

    @Test
    void resourcesThatReferToEachOtherAreNotDecided() {
        ResourceChange group = modify(
                "Subnets",
                SUBNET_GROUP,
                Replacement.CONDITIONAL,
                caused("DBSubnetGroupName", Recreation.ALWAYS, Source.RESOURCE_REFERENCE, "Database"));

        assertThat(of(group, database(byReference("Subnets")))).isEqualTo(Replaced.PERHAPS);
    }

    @Test
    void anArnChangesWithItsResourceAndAnyOtherAttributeMay() {
        ResourceChange key =
                modify("Key", "AWS::KMS::Key", Replacement.TRUE, direct("KeySpec", Recreation.ALWAYS, "a", "b"));
        ResourceChange inPlace =
                modify("Key", "AWS::KMS::Key", Replacement.FALSE, direct("Description", Recreation.NEVER, "a", "b"));

        assertThat(of(key, database(caused("KmsKeyId", Recreation.ALWAYS, Source.RESOURCE_ATTRIBUTE, "Key.Arn"))))
                .isEqualTo(Replaced.YES);
        assertThat(of(inPlace, database(caused("KmsKeyId", Recreation.ALWAYS, Source.RESOURCE_ATTRIBUTE, "Key.Arn"))))
                .isEqualTo(Replaced.NO);
        assertThat(of(key, database(caused("Port", Recreation.ALWAYS, Source.RESOURCE_ATTRIBUTE, "Key.Endpoint.Port"))))
                .isEqualTo(Replaced.PERHAPS);
        assertThat(of(inPlace, database(caused("Port", Recreation.ALWAYS, Source.RESOURCE_ATTRIBUTE, "Key.Text"))))
                .isEqualTo(Replaced.PERHAPS);
    }

    @Test
    void valuesThatAreToldDecide() {
        assertThat(of(database(detail(
                        "DBName", Recreation.ALWAYS, Evaluation.DYNAMIC, Source.RESOURCE_ATTRIBUTE, "A.B", "x", "x"))))
                .isEqualTo(Replaced.NO);
        assertThat(of(database(detail(
                        "DBName", Recreation.ALWAYS, Evaluation.DYNAMIC, Source.RESOURCE_ATTRIBUTE, "A.B", "x", "y"))))
                .isEqualTo(Replaced.YES);
        assertThat(of(database(detail(
                        "DBName",
                        Recreation.ALWAYS,
                        Evaluation.DYNAMIC,
                        Source.PARAMETER_REFERENCE,
                        "P",
                        "x",
                        Replacements.KNOWN_AFTER_APPLY))))
                .isEqualTo(Replaced.PERHAPS);
    }

    @Test
    void whatReplacesOnlyConditionallyStaysUndecidedUnlessTheValueIsTheSame() {
        assertThat(of(database(direct("Engine", Recreation.CONDITIONALLY, "mysql", "mariadb"))))
                .isEqualTo(Replaced.PERHAPS);
        assertThat(of(database(direct("Engine", Recreation.CONDITIONALLY, "mysql", "mysql"))))
                .isEqualTo(Replaced.NO);
    }

    @Test
    void oneCertainReasonOutweighsAnyNumberOfUncertainOnes() {
        assertThat(of(database(
                        caused("Port", Recreation.ALWAYS, Source.UNKNOWN, "?"),
                        direct("DBName", Recreation.ALWAYS, "a", "b"))))
                .isEqualTo(Replaced.YES);
    }

    @Test
    void theEchoOfAReferenceInTheTemplateIsNoReasonOfItsOwn() {
        ResourceChange.Detail echo = new ResourceChange.Detail(
                ResourceChange.Attribute.PROPERTIES,
                "DBSubnetGroupName",
                Recreation.ALWAYS,
                Evaluation.DYNAMIC,
                Source.DIRECT_MODIFICATION,
                "",
                "/Properties/DBSubnetGroupName",
                Optional.empty(),
                Optional.empty(),
                ResourceChange.ValueChange.MODIFY);

        assertThat(of(database(byReference("Subnets"), echo))).isEqualTo(Replaced.NO);
        assertThat(of(database(echo))).isEqualTo(Replaced.PERHAPS);
    }
}
