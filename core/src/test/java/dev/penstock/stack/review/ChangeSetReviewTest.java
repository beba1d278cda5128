package dev.penstock.stack.review;

import static dev.penstock.stack.review.Changes.caused;
import static dev.penstock.stack.review.Changes.change;
import static dev.penstock.stack.review.Changes.detail;
import static dev.penstock.stack.review.Changes.direct;
import static dev.penstock.stack.review.Changes.modify;
import static dev.penstock.stack.review.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetGate;
import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Action;
import dev.penstock.stack.ResourceChange.Evaluation;
import dev.penstock.stack.ResourceChange.PolicyAction;
import dev.penstock.stack.ResourceChange.Recreation;
import dev.penstock.stack.ResourceChange.Replacement;
import dev.penstock.stack.ResourceChange.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeSetReviewTest {

    private static final String TEMPLATE = """
            Parameters:
              DatabaseName:
                Type: String
              Image:
                Type: String
            Resources:
              Database:
                Type: AWS::RDS::DBInstance
                Properties:
                  DBName: !Ref DatabaseName
                  DBInstanceClass: db.t4g.small
              TaskDefinition:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  ContainerDefinitions:
                    - Image: !Ref Image
              Service:
                Type: AWS::ECS::Service
                Properties:
                  TaskDefinition: !Ref TaskDefinition
            """;

    /** A release that does a bit of everything. */
    private static ChangeSet release() {
        return set(
                "shop",
                change(
                        Action.MODIFY,
                        "Database",
                        "AWS::RDS::DBInstance",
                        Replacement.TRUE,
                        PolicyAction.REPLACE_AND_DELETE,
                        detail(
                                "DBName",
                                Recreation.ALWAYS,
                                Evaluation.STATIC,
                                Source.PARAMETER_REFERENCE,
                                "DatabaseName",
                                "application",
                                "orders"),
                        direct("DBInstanceClass", Recreation.NEVER, "db.t4g.micro", "db.t4g.small")),
                modify(
                        "TaskDefinition",
                        "AWS::ECS::TaskDefinition",
                        Replacement.TRUE,
                        detail(
                                "ContainerDefinitions/0/Image",
                                Recreation.ALWAYS,
                                Evaluation.STATIC,
                                Source.PARAMETER_REFERENCE,
                                "Image",
                                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:" + "0".repeat(63) + "1",
                                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:" + "0".repeat(63) + "2")),
                modify(
                        "Service",
                        "AWS::ECS::Service",
                        Replacement.FALSE,
                        caused("TaskDefinition", Recreation.NEVER, Source.RESOURCE_REFERENCE, "TaskDefinition")),
                modify(
                        "Cache",
                        "AWS::ElastiCache::CacheCluster",
                        Replacement.CONDITIONAL,
                        direct("Engine", Recreation.CONDITIONALLY, "redis", "valkey")),
                change(Action.REMOVE, "Uploads", "AWS::S3::Bucket", Replacement.NONE, PolicyAction.RETAIN),
                change(Action.ADD, "Errors", "AWS::CloudWatch::Alarm", Replacement.TRUE, PolicyAction.NONE));
    }

    private static ChangeSetReview review(ChangeSet changes) {
        return ChangeSetReviewer.review(changes, ReviewGate.places("stack.yml", TEMPLATE), id -> Optional.empty());
    }

    /** With the system property {@code penstock.golden=write} the files are written anew, for people to judge. */
    private static void assertGolden(String name, String text) throws IOException {
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(Path.of("src/test/resources/dev/penstock/stack/review", name), text);
            return;
        }
        try (InputStream in = ChangeSetReviewTest.class.getResourceAsStream(name)) {
            assertThat(text)
                    .isEqualTo(new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void isShownInATerminalAsInTheGoldenFile() throws IOException {
        assertGolden("release.txt", String.join("\n", ReviewText.lines(review(release()))) + "\n");
    }

    @Test
    void isShownOnAPullRequestAsInTheGoldenFile() throws IOException {
        assertGolden("release.md", ReviewMarkdown.of(review(release())));
    }

    @Test
    void isWrittenAsJsonAsInTheGoldenFile() throws IOException {
        assertGolden("release.json", ReviewJson.indented(review(release())) + "\n");
    }

    @Test
    void whatHappensInNestedStacksStandsBelowThem() {
        ResourceChange stack = new ResourceChange(
                Action.MODIFY,
                "Data",
                "stack-1",
                "AWS::CloudFormation::Stack",
                Replacement.FALSE,
                Set.of(),
                PolicyAction.NONE,
                List.of(),
                Optional.of("nested"),
                "",
                Optional.empty(),
                Optional.empty());
        ChangeSet inner = set(
                "shop-Data",
                change(Action.REMOVE, "Table", "AWS::DynamoDB::Table", Replacement.NONE, PolicyAction.DELETE));

        ChangeSetReview review = ChangeSetReviewer.review(
                set("shop", stack),
                TemplateMap.none(),
                id -> id.equals("nested") ? Optional.of(inner) : Optional.empty());

        assertThat(review.changes()).extracting(ReviewedChange::path).containsExactly("Data", "Data.Table");
        assertThat(review.with(Consequence.DATA_LOSS))
                .extracting(ReviewedChange::path)
                .containsExactly("Data.Table");
    }

    @Test
    void aSnapshotOrARetainedResourceKeepsTheDataButNotWhereItIsNeeded() {
        for (PolicyAction policy : List.of(PolicyAction.REPLACE_AND_SNAPSHOT, PolicyAction.REPLACE_AND_RETAIN)) {
            ChangeSetReview review = review(set(
                    "shop",
                    change(
                            Action.MODIFY,
                            "Database",
                            "AWS::RDS::DBInstance",
                            Replacement.TRUE,
                            policy,
                            direct("DBName", Recreation.ALWAYS, "a", "b"))));

            assertThat(review.changes().getFirst().consequences())
                    .containsExactly(Consequence.DATA_SET_ASIDE, Consequence.NEW_PHYSICAL_ID);
        }
    }

    @Test
    void aReplacementWhosePolicyIsNotToldCountsAsDataLoss() {
        ChangeSetReview review = review(set(
                "shop",
                modify(
                        "Table",
                        "AWS::DynamoDB::Table",
                        Replacement.TRUE,
                        direct("TableName", Recreation.ALWAYS, "a", "b"))));

        assertThat(review.with(Consequence.DATA_LOSS)).hasSize(1);
    }

    @Test
    void theGateAsksAboutDataAndNamesWhatIsLostAndWhatWouldKeepIt() {
        ChangeSetGate gate = gate(ReviewPolicy.CAREFUL);

        ChangeSetGate.Verdict verdict = gate.judge(AwsScope.OWN, "Deploy", release());

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        ChangeSetGate.Verdict.Ask.class,
                        ask -> assertThat(ask.question())
                                .contains("Database (AWS::RDS::DBInstance) is replaced: data loss.")
                                .contains("'UpdateReplacePolicy: Retain' would keep it")
                                .contains(
                                        "Cache (AWS::ElastiCache::CacheCluster) is perhaps replaced: data loss, if it is replaced."));
    }

    @Test
    void theGateLetsPassWhatThePolicyAllows() {
        ReviewPolicy policy = ReviewPolicy.CAREFUL.with(Consequence.DATA_LOSS, ReviewPolicy.Response.ALLOW);

        assertThat(gate(policy).judge(AwsScope.OWN, "Deploy", release()))
                .isEqualTo(new ChangeSetGate.Verdict.Pass(ReviewText.summary(review(release()))));
    }

    @Test
    void theGateRefusesWhatThePolicyRefusesWhateverElseIsToBeAsked() {
        ReviewPolicy policy = ReviewPolicy.CAREFUL.with(Consequence.INTERRUPTION, ReviewPolicy.Response.REFUSE);
        ChangeSet both = set(
                "shop",
                modify(
                        "Front",
                        "AWS::ElasticLoadBalancingV2::LoadBalancer",
                        Replacement.TRUE,
                        direct("Scheme", Recreation.ALWAYS, "a", "b")),
                change(Action.REMOVE, "Table", "AWS::DynamoDB::Table", Replacement.NONE, PolicyAction.DELETE));

        assertThat(gate(policy).judge(AwsScope.OWN, "Deploy", both))
                .isInstanceOfSatisfying(
                        ChangeSetGate.Verdict.Refuse.class,
                        refusal -> assertThat(refusal.reason())
                                .contains(
                                        "Front (AWS::ElasticLoadBalancingV2::LoadBalancer) is replaced: interruption."));
    }

    private static ChangeSetGate gate(ReviewPolicy policy) {
        return new ReviewGate((scope, stack, id) -> Optional.empty(), action -> policy);
    }
}
