package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.stack.RecoveryPolicy;
import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackStatus;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Deployments that fail in nested stacks, get stuck on the way back, or are stopped, at the simulated AWS. */
@Timeout(120)
class StackRescueIT {

    private static final String CHILD = """
            Parameters:
              Value: {Type: String}
            Resources:
              Inner:
                Type: AWS::SSM::Parameter
                Properties: {Name: /shop/inner, Type: String, Value: !Ref Value}
            """;

    private static final StackOptions SKIPPING = new StackOptions(
            new RecoveryPolicy(RecoveryPolicy.Extent.SAFE, true),
            RollbackConfiguration.NONE,
            StackOptions.Drift.OFF,
            StackOptions.WhenStopped.TAKE_BACK,
            List.of());

    @TempDir
    Path folder;

    private StackLab lab;

    @BeforeEach
    void open() {
        lab = new StackLab(folder);
        var s3 = lab.account.clients.s3(AwsScope.OWN, Use.CHANGE);
        s3.createBucket(request -> request.bucket("templates"));
        s3.putObject(request -> request.bucket("templates").key("child.yml"), RequestBody.fromString(CHILD));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static String template(String inner, String outer) {
        return """
                Resources:
                  Child:
                    Type: AWS::CloudFormation::Stack
                    Properties:
                      TemplateURL: https://s3.amazonaws.com/templates/child.yml
                      Parameters: {Value: %s}
                  Outer:
                    Type: AWS::SSM::Parameter
                    DependsOn: Child
                    Properties: {Name: /shop/outer, Type: String, Value: %s}
                """.formatted(inner, outer);
    }

    private ExecutionState deploy(StackOptions options, String template, List<String> log) throws Exception {
        try (var fixture = lab.fixture(new InMemoryJournal(), "one", options)) {
            ExecutionState end = fixture.run(StackLab.deploying(template));
            log.addAll(fixture.log);
            return end;
        }
    }

    private ExecutionState deploy(StackOptions options, String template) throws Exception {
        return deploy(options, template, new ArrayList<>());
    }

    @Test
    void theFirstCauseIsFollowedDownIntoTheNestedStack() throws Exception {
        lab.deployed(template("one", "one"));
        lab.fail("UpdateResource", "Inner", 1);
        List<String> log = new ArrayList<>();

        ActionFailure failure =
                StackLab.failed(deploy(StackOptions.DEFAULT, template("two", "two"), log), Outcome.ROLLED_BACK);

        assertThat(failure.message()).contains("Child/Inner (AWS::SSM::Parameter) could not be updated: It broke.");
        assertThat(failure.details())
                .anyMatch(line -> line.startsWith("  declared at line 4 of the template of stack shop-Child-"));
        assertThat(lab.value("/shop/inner")).isEqualTo("one");
        assertThat(lab.value("/shop/outer")).isEqualTo("one");
        assertThat(log).anyMatch(line -> line.contains("Inner (AWS::SSM::Parameter): UPDATE_FAILED"));
    }

    /** The update fails at {@code Outer}; on the way back, {@code Inner} fails as often as is said. */
    private void stuckAtInner(int times) throws Exception {
        lab.deployed(template("one", "one"));
        lab.fail("UpdateResource", "Outer", 1);
        Integer[] calls = new Integer[times];
        for (int i = 0; i < times; i++) {
            calls[i] = i + 2; // the first of them is the update itself
        }
        lab.fail("UpdateResource", "Inner", calls);
        StackLab.failed(deploy(StackOptions.DEFAULT, template("two", "two")), Outcome.FAILED);
        assertThat(lab.stack().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
    }

    @Test
    void aRollbackThatIsStuckGoesOnWhenWhatItFailedAtHasPassed() throws Exception {
        stuckAtInner(1);

        assertThat(StackLab.succeeded(deploy(StackOptions.DEFAULT, template("three", "three")))
                        .summary())
                .isEqualTo("updated");
        assertThat(lab.value("/shop/inner")).isEqualTo("three");
    }

    @Test
    void aRollbackThatFailsAgainTellsTheCommandThatLeavesOutWhatItFailsAt() throws Exception {
        stuckAtInner(2);
        String child = nested();

        ActionFailure failure =
                StackLab.failed(deploy(StackOptions.DEFAULT, template("three", "three")), Outcome.FAILED);

        assertThat(failure.code()).isEqualTo("PEN-STACK-014");
        assertThat(failure.message()).contains("It failed at " + child + ".Inner.");
        assertThat(failure.details())
                .contains("  aws cloudformation continue-update-rollback --stack-name shop --resources-to-skip " + child
                        + ".Inner");
        assertThat(lab.value("/shop/inner")).as("nothing is lost").isEqualTo("two");
    }

    @Test
    void whereItIsAllowedAResourceOfANestedStackIsLeftOut() throws Exception {
        stuckAtInner(2);
        List<String> log = new ArrayList<>();

        String summary = StackLab.succeeded(deploy(SKIPPING, template("three", "three"), log))
                .summary();

        assertThat(log).contains("Left out of the rollback, and to be reconciled: " + nested() + ".Inner");
        assertThat(summary).startsWith("updated; left out of a rollback before").contains(nested() + ".Inner");
        assertThat(lab.value("/shop/outer")).isEqualTo("three");
        assertThat(StackLab.succeeded(deploy(StackOptions.DEFAULT, template("four", "four")))
                        .summary())
                .as("the update has written it anew")
                .isEqualTo("updated");
    }

    @Test
    void whatWasLeftOutIsToldUntilItIsReconciledByWhoeverDeploys() throws Exception {
        stuckAtInner(2);
        StackLab.succeeded(deploy(SKIPPING, template("one", "three")));
        List<String> log = new ArrayList<>();

        String later = StackLab.succeeded(deploy(StackOptions.DEFAULT, template("one", "four"), log))
                .summary();
        assertThat(later)
                .isEqualTo("updated; left out of a rollback before, and to be compared with the template: " + nested()
                        + ".Inner");
        assertThat(log).contains("  /Value: two in place of one");

        lab.account
                .clients
                .ssm(AwsScope.OWN, Use.CHANGE)
                .putParameter(
                        request -> request.name("/shop/inner").value("one").overwrite(true));
        assertThat(StackLab.succeeded(deploy(StackOptions.DEFAULT, template("one", "five")))
                        .summary())
                .isEqualTo("updated");
    }

    private String nested() {
        return lab.stacks.resources(AwsScope.OWN, "shop").stream()
                .filter(resource -> resource.logicalId().equals("Child"))
                .findFirst()
                .orElseThrow()
                .physicalId()
                .split("/", -1)[1];
    }

    @Test
    void anotherPolicyHoldsForOneUpdateOnlyAfterItsReview() throws Exception {
        lab.deployed(template("one", "one"));
        String own = policy("Deny");
        lab.stacks.setStackPolicy(AwsScope.OWN, "shop", own);
        StackLab.failed(deploy(StackOptions.DEFAULT, template("one", "two")), Outcome.ROLLED_BACK);
        StackOptions usual = StackOptions.DEFAULT;
        StackOptions other = new StackOptions(
                usual.recovery(),
                usual.rollback(),
                usual.drift(),
                usual.whenStopped(),
                usual.notificationArns(),
                Optional.of(policy("Allow")),
                StackOptions.Mode.STANDARD);
        List<String> log = new ArrayList<>();

        assertThat(StackLab.succeeded(deploy(other, template("one", "three"), log))
                        .summary())
                .isEqualTo("updated");

        assertThat(log).contains("Another stack policy holds for this update.");
        assertThat(lab.value("/shop/outer")).isEqualTo("three");
        assertThat(lab.stacks.stackPolicy(AwsScope.OWN, "shop")).contains(own);
        assertThat(lab.stacks.changeSets(AwsScope.OWN, "shop")).isEmpty();
        assertThat(lab.account.aws.effects().of("cloudformation", "UpdateStack"))
                .hasSize(1);
    }

    private static String policy(String effect) {
        return "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Update:*\",\"Principal\":\"*\",\"Resource\":\"*\"},"
                + "{\"Effect\":\"" + effect
                + "\",\"Action\":\"Update:*\",\"Principal\":\"*\",\"Resource\":\"LogicalResourceId/Outer\"}]}";
    }

    @Test
    void anUpdateThatIsStoppedIsCancelledAndFollowedUntilItIsBack() throws Exception {
        lab.deployed(template("one", "one"));
        try (var fixture = lab.fixture(new InMemoryJournal(), "one", StackOptions.DEFAULT)) {
            ExecutionId id = stoppedWhen("Child (AWS::CloudFormation::Stack): UPDATE_IN_PROGRESS", fixture);
            assertThat(fixture.await(id).outcome()).contains(Outcome.STOPPED);
            assertThat(fixture.log).contains("Stack shop is UPDATE_ROLLBACK_COMPLETE.");
        }
        assertThat(lab.stack().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(lab.value("/shop/inner")).isEqualTo("one");
        assertThat(lab.account.aws.effects().of("cloudformation", "CancelUpdateStack"))
                .hasSize(1);
    }

    @Test
    void whoGoesOnAfterADeathWhileStoppingFollowsTheCancelledUpdateAsWell() throws Exception {
        lab.deployed(template("one", "one"));
        InMemoryJournal journal = new InMemoryJournal();
        ExecutionId id;
        try (var fixture = lab.fixture(journal, "one", StackOptions.DEFAULT)) {
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            try (Busy busy = lab.clock.busy()) {
                id = stoppedWhen("Child (AWS::CloudFormation::Stack): UPDATE_IN_PROGRESS", fixture, line -> {
                    if (line.startsWith("Asked the update of ")) {
                        cancelled.complete(null);
                    }
                });
                busy.close();
                cancelled.get(30, TimeUnit.SECONDS);
            }
        }
        try (var next = lab.fixture(journal, "two", StackOptions.DEFAULT)) {
            next.engine.resumeAll();
            assertThat(next.await(id).outcome()).contains(Outcome.STOPPED);
        }
        assertThat(lab.stack().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(lab.account.aws.effects().of("cloudformation", "CancelUpdateStack"))
                .hasSize(1);
    }

    private ExecutionId stoppedWhen(String told, StackFixture fixture) {
        return stoppedWhen(told, fixture, line -> {});
    }

    private ExecutionId stoppedWhen(String told, StackFixture fixture, Consumer<String> also) {
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        AtomicInteger sent = new AtomicInteger();
        fixture.whenLogged = line -> {
            also.accept(line);
            if (line.startsWith(told) && sent.getAndIncrement() == 0) {
                fixture.engine.send(started.join(), new Signal.Stop(true, "no more", "ann"));
            }
        };
        try (Busy busy = lab.clock.busy()) {
            started.complete(fixture.engine.start(StackLab.deploying(template("two", "two")), StartRequest.by("ann")));
        }
        return started.join();
    }
}
