package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Outcome;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackStatus;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;

/** Stacks whose resources count as complete when their services have taken what was asked for. */
@Timeout(60)
final class ExpressModeIT {

    private static final StackOptions EXPRESS = new StackOptions(
            StackOptions.DEFAULT.recovery(),
            StackOptions.DEFAULT.rollback(),
            StackOptions.DEFAULT.drift(),
            StackOptions.DEFAULT.whenStopped(),
            StackOptions.DEFAULT.notificationArns(),
            Optional.empty(),
            StackOptions.Mode.EXPRESS);

    @TempDir
    private Path folder;

    private StackLab lab;

    @BeforeEach
    void open() {
        lab = new StackLab(folder);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** A queue, which takes a minute to be ready, and a parameter. */
    private static String template(String value, String more) {
        return """
                Resources:
                  Orders:
                    Type: AWS::SQS::Queue
                  Setting:
                    Type: AWS::SSM::Parameter
                    DependsOn: Orders
                    Properties: {Name: /shop/setting, Type: String, Value: %s%s}
                """.formatted(value, more);
    }

    private ActionResult deployed(StackOptions options, String template) throws Exception {
        try (var fixture = lab.fixture(new InMemoryJournal(), "one", options)) {
            return StackLab.succeeded(fixture.run(StackLab.deploying(template)));
        }
    }

    @Test
    void aStackIsCompleteBeforeItsResourcesAreReadyAndThatIsSaid() throws Exception {
        Instant begun = lab.clock.instant();
        ActionResult created = deployed(EXPRESS, template("one", ""));
        Duration express = Duration.between(begun, lab.clock.instant());

        assertThat(created.summary()).isEqualTo("created in express mode; its resources may become ready later");
        assertThat(express).isLessThan(Duration.ofSeconds(30));
        assertThat(lab.value("/shop/setting")).isEqualTo("one");
        assertThat(lab.stack().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    }

    @Test
    void otherStacksWaitForWhatTheyMade() throws Exception {
        Instant begun = lab.clock.instant();
        ActionResult created = deployed(StackOptions.DEFAULT, template("one", ""));

        assertThat(created.summary()).isEqualTo("created");
        assertThat(Duration.between(begun, lab.clock.instant())).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void whatFailsIsTakenBackAsInTheStandardMode() throws Exception {
        deployed(EXPRESS, template("one", ""));

        try (var fixture = lab.fixture(new InMemoryJournal(), "two", EXPRESS)) {
            StackLab.failed(
                    fixture.run(StackLab.deploying(template("two", ", AllowedPattern: '[0-9]+'"))),
                    Outcome.ROLLED_BACK);
        }

        assertThat(lab.value("/shop/setting")).isEqualTo("one");
        assertThat(lab.stack().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    }

    @Test
    void withoutASayNothingIsTakenBackInThisModeOfTheSimulatedService() throws Exception {
        lab.deployed(template("one", ""));
        changed(
                "two",
                template("two", ", AllowedPattern: '[0-9]+'"),
                with -> with.putRawQueryParameter("DeploymentConfig.Mode", "EXPRESS"));
        lab.settle();
        lab.cloudFormation.executeChangeSet(request -> request.stackName("shop").changeSetName("two"));
        lab.settle();

        assertThat(lab.stack().status()).isEqualTo(StackStatus.UPDATE_FAILED);
    }

    @Test
    void aModeThatThereIsNotIsRefused() throws Exception {
        lab.deployed(template("one", ""));

        assertThatThrownBy(() -> changed(
                        "three",
                        template("three", ""),
                        with -> with.putRawQueryParameter("DeploymentConfig.Mode", "SWIFT")))
                .isInstanceOf(CloudFormationException.class)
                .hasMessageContaining("[STANDARD, EXPRESS]");
    }

    private void changed(String name, String template, Consumer<AwsRequestOverrideConfiguration.Builder> with) {
        lab.cloudFormation.createChangeSet(CreateChangeSetRequest.builder()
                .stackName(lab.stacks.find(AwsScope.OWN, "shop").orElseThrow().id())
                .changeSetName(name)
                .templateBody(template)
                .overrideConfiguration(with)
                .build());
    }
}
