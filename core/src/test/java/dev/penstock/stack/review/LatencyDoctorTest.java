package dev.penstock.stack.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.RollbackConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatencyDoctorTest {

    private static final String TEMPLATE = """
            Parameters:
              Delay: {Type: Number, Default: 300}
            Resources:
              Tasks:
                Type: AWS::ECS::TaskDefinition
                Properties: {ContainerDefinitions: [{Name: web, Image: 'web:1'}]}
              Targets:
                Type: AWS::ElasticLoadBalancingV2::TargetGroup
                Properties:
                  HealthCheckIntervalSeconds: 15
                  TargetGroupAttributes:
                    - {Key: deregistration_delay.timeout_seconds, Value: !Ref Delay}
              Service:
                Type: AWS::ECS::Service
                Properties:
                  TaskDefinition: !Ref Tasks
                  DesiredCount: 4
                  DeploymentConfiguration: {MaximumPercent: 200, MinimumHealthyPercent: 100}
                  LoadBalancers: [{ContainerName: web, ContainerPort: 80, TargetGroupArn: !Ref Targets}]
            """;

    private static List<Advice> examine(String template, int monitoringMinutes, ReviewedChange... changed) {
        ChangeSet changes = new ChangeSet(
                "arn:changes",
                "changes",
                "arn:shop",
                "shop",
                "",
                ChangeSetStatus.CREATE_COMPLETE,
                "",
                ExecutionStatus.AVAILABLE,
                false,
                Instant.EPOCH,
                Map.of("Delay", "120"),
                Map.of(),
                Set.of(),
                new RollbackConfiguration(List.of(), monitoringMinutes),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of());
        var review = new ChangeSetReview("shop", changes.id(), "changes", changes.digest(), List.of(changed));
        return LatencyDoctor.examine(review, changes, ReviewGate.places("stack.yml", template));
    }

    private static ReviewedChange change(String path, String type, ReviewedChange.Effect effect) {
        return new ReviewedChange(path, type, "id", effect, Set.of(), true, "", List.of());
    }

    private static final ReviewedChange NEW_TASKS =
            change("Tasks", "AWS::ECS::TaskDefinition", ReviewedChange.Effect.REPLACE);

    @Test
    void whatTheTargetGroupWaitsForIsNamedWhenAServiceGetsNewTasks() {
        assertThat(examine(TEMPLATE, 0, NEW_TASKS)).singleElement().satisfies(advice -> {
            assertThat(advice.gain()).isEqualTo(Duration.ofSeconds(90));
            assertThat(advice.sentence("1 min 30 s"))
                    .isEqualTo("Targets: deregistration delay 120 s, with 30 s it gains 1 min 30 s (stack.yml:11:7).");
            assertThat(advice.source()).contains("Deregistration delay");
        });
    }

    @Test
    void batchesMultiplyAndAreNamedThemselves() {
        String inBatches = TEMPLATE.replace(
                "MaximumPercent: 200, MinimumHealthyPercent: 100", "MaximumPercent: 100, MinimumHealthyPercent: 50");

        List<Advice> advice = examine(inBatches, 0, NEW_TASKS);

        assertThat(advice)
                .extracting(Advice::setting, each -> each.gain().toSeconds())
                .containsExactly(
                        tuple("deregistration delay", 180L),
                        tuple("tasks are replaced in 2 batches, as maximumPercent is", 180L),
                        tuple("health check interval", 10L));
    }

    @Test
    void bakeAndMonitoringTimesAreNamedAndOnlyTheWorstThree() {
        String baking = TEMPLATE.replace("{MaximumPercent: 200", "{BakeTimeInMinutes: 30, MaximumPercent: 200")
                .replace("Seconds: 15", "Seconds: 60");

        assertThat(examine(baking, 60, NEW_TASKS))
                .extracting(Advice::setting)
                .containsExactly("monitoringMinutes in the settings", "bake time", "deregistration delay");
    }

    @Test
    void aServiceThatIsNewOrLeftAloneCostsNothing() {
        assertThat(examine(TEMPLATE, 0, change("Service", "AWS::ECS::Service", ReviewedChange.Effect.ADD)))
                .isEmpty();
        assertThat(examine(TEMPLATE, 0, change("Queue", "AWS::SQS::Queue", ReviewedChange.Effect.UPDATE)))
                .isEmpty();
    }

    @Test
    void whatAFunctionMakesIsNotJudged() {
        assertThat(examine(TEMPLATE.replace("Value: !Ref Delay", "Value: !ImportValue delay"), 0, NEW_TASKS))
                .isEmpty();
    }
}
