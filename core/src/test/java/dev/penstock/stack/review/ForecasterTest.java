package dev.penstock.stack.review;

import static dev.penstock.stack.review.Changes.change;
import static dev.penstock.stack.review.Changes.direct;
import static dev.penstock.stack.review.Changes.modify;
import static dev.penstock.stack.review.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Durations;
import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Action;
import dev.penstock.stack.ResourceChange.PolicyAction;
import dev.penstock.stack.ResourceChange.Recreation;
import dev.penstock.stack.ResourceChange.Replacement;
import dev.penstock.stack.StackExperience;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final String TEMPLATE = """
            Resources:
              Database:
                Type: AWS::RDS::DBInstance
              Topic:
                Type: AWS::SNS::Topic
              Task:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  Host: !GetAtt Database.Endpoint.Address
              Service:
                Type: AWS::ECS::Service
                Properties:
                  TaskDefinition: !Ref Task
            """;

    private final ResourceTimes times = new ResourceTimes(Durations.inMemory());

    private Forecast forecast(ResourceChange... changes) {
        return Forecaster.forecast(
                ChangeSetReviewer.review(
                        set("shop", changes), ReviewGate.places("stack.yml", TEMPLATE), id -> Optional.empty()),
                ReviewGate.places("stack.yml", TEMPLATE),
                times,
                AwsScope.OWN);
    }

    private static ResourceChange added(String logicalId, String type) {
        return change(Action.ADD, logicalId, type, Replacement.NONE, PolicyAction.NONE);
    }

    @Test
    void theLongestChainOfDependentResourcesDecides() {
        Forecast forecast = forecast(
                added("Service", "AWS::ECS::Service"),
                added("Topic", "AWS::SNS::Topic"),
                added("Task", "AWS::ECS::TaskDefinition"),
                added("Database", "AWS::RDS::DBInstance"));

        assertThat(forecast.longest()).extracting(Forecast.Step::path).containsExactly("Database", "Task", "Service");
        assertThat(forecast.untilInPlace()).isEqualTo(Duration.ofSeconds(420 + 5 + 120 + 5));
        assertThat(forecast.cleanup()).isZero();
        assertThat(forecast.assumed()).isEqualTo(4);
    }

    @Test
    void whatDoesNotChangeTakesNoTime() {
        Forecast forecast = forecast(modify(
                "Service", "AWS::ECS::Service", Replacement.FALSE, direct("DesiredCount", Recreation.NEVER, "1", "2")));

        assertThat(forecast.untilInPlace()).isEqualTo(Duration.ofSeconds(300 + 5));
        assertThat(forecast(new ResourceChange[0]).untilInPlace()).isZero();
    }

    @Test
    void whatIsReplacedOrRemovedIsDeletedAfterwards() {
        Forecast forecast = forecast(
                modify(
                        "Database",
                        "AWS::RDS::DBInstance",
                        Replacement.TRUE,
                        direct("DBName", Recreation.ALWAYS, "a", "b")),
                change(Action.REMOVE, "Topic", "AWS::SNS::Topic", Replacement.NONE, PolicyAction.DELETE));

        assertThat(forecast.untilInPlace()).isEqualTo(Duration.ofSeconds(420 + 5));
        assertThat(forecast.cleanup()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void experienceOutweighsAssumptions() {
        times.took(AwsScope.OWN, "AWS::RDS::DBInstance", StackExperience.Deed.CREATE, Duration.ofMinutes(10));

        Forecast forecast = forecast(added("Database", "AWS::RDS::DBInstance"));

        assertThat(forecast.untilInPlace()).isEqualTo(Duration.ofSeconds(600 + 5));
        assertThat(forecast.learned()).isOne();
        assertThat(forecast.assumed()).isZero();
    }

    @Test
    void resourcesThatDependOnEachOtherEndTheChain() {
        String circular = "Resources:\n  A: {Type: T, DependsOn: B}\n  B: {Type: T, DependsOn: A}\n";

        Forecast forecast = Forecaster.forecast(
                ChangeSetReviewer.review(
                        set("shop", added("A", "T"), added("B", "T")),
                        ReviewGate.places("stack.yml", circular),
                        id -> Optional.empty()),
                ReviewGate.places("stack.yml", circular),
                times,
                AwsScope.OWN);

        assertThat(forecast.untilInPlace()).isEqualTo(Duration.ofSeconds(5 + 5 + 5));
    }
}
