package dev.penstock.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleReader;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.fixture.DeployPipeline;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.time.EngineClock.Busy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CloudFormationActionTest {

    private static final String ONE = template("one", "");
    private static final String TWO = template("two", "");

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeStacks stacks = new FakeStacks();
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private ChangeSetGate gate = ChangeSetGate.OPEN;
    private StackOptions options = StackOptions.DEFAULT;
    private @Nullable StackFixture fixture;

    static String template(String value, String more) {
        return """
                Parameters:
                  Size:
                    Type: Number
                    Default: 1
                    MaxValue: 9
                Resources:
                  Setting:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Value: %s
                      Size: !Ref Size
                %sOutputs:
                  Url:
                    Value: https://shop.example
                """.formatted(value, more);
    }

    private static String with(String... resources) {
        var more = new StringBuilder();
        for (String resource : resources) {
            String[] parts = resource.split("=", -1);
            more.append("  ")
                    .append(parts[0])
                    .append(":\n    Type: ")
                    .append(parts[1])
                    .append("\n");
        }
        return template("one", more.toString());
    }

    private StackFixture fixture() {
        StackFixture opened = fixture;
        if (opened == null) {
            opened = new StackFixture(
                    new InMemoryJournal(),
                    clock,
                    folder,
                    artifacts,
                    "one",
                    stacks,
                    List.of(stacks.stackReader(), stacks.changeSetReader()),
                    (scope, action, changes) -> gate.judge(scope, action, changes),
                    options);
            fixture = opened;
        }
        return opened;
    }

    @AfterEach
    void close() {
        fixture().close();
        clock.close();
    }

    private ExecutionState run(String mode, String template, Map<String, String> more) throws Exception {
        return run(mode, Map.of("template.yml", template), more);
    }

    private ExecutionState run(String mode, Map<String, String> files, Map<String, String> more) throws Exception {
        Map<String, String> configuration = new HashMap<>(more);
        if (!mode.equals("DELETE_ONLY") && !mode.equals("CHANGE_SET_EXECUTE")) {
            configuration.put("TemplatePath", "app::template.yml");
        }
        return fixture().run(StackFixture.pipeline(mode, files, configuration));
    }

    private ExecutionState deploy(String template) throws Exception {
        return run("CREATE_UPDATE", template, Map.of());
    }

    private static ActionResult succeeded(ExecutionState state) {
        assertThat(state.outcome()).as(StackFixture.deployed(state).toString()).contains(Outcome.SUCCEEDED);
        return ((ActionPhase.Succeeded) StackFixture.deployed(state)).result();
    }

    private static ActionFailure failed(ExecutionState state, String code) {
        assertThat(StackFixture.deployed(state)).isInstanceOf(ActionPhase.Failed.class);
        ActionFailure failure = ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
        assertThat(failure.code()).as(failure.toString()).isEqualTo(code);
        return failure;
    }

    private StackStatus status() {
        return stacks.find(AwsScope.OWN, "shop").orElseThrow().status();
    }

    @Test
    void createsUpdatesAndThenFindsNothingToChange() throws Exception {
        ActionResult created = succeeded(deploy(ONE));
        assertThat(created.summary()).isEqualTo("created");
        assertThat(created.variables()).containsEntry("Url", "https://shop.example");
        assertThat(created.deployments().getFirst().version()).startsWith("template sha256:");
        assertThat(succeeded(deploy(TWO)).summary()).isEqualTo("updated");
        assertThat(succeeded(deploy(TWO)).summary()).isEqualTo("no changes");
        assertThat(stacks.effects())
                .containsExactly(
                        "propose shop",
                        "execute shop",
                        "propose shop",
                        "execute shop",
                        "propose shop",
                        "withdraw shop");
        assertThat(fixture().log)
                .contains(
                        "Setting (AWS::SSM::Parameter): CREATE_IN_PROGRESS",
                        "Setting (AWS::SSM::Parameter): CREATE_COMPLETE in 2 s");
    }

    @Test
    void writesOutputsIntoTheOutputArtifact() throws Exception {
        ActionResult result = succeeded(run("CREATE_UPDATE", ONE, Map.of("OutputFileName", "outputs.json")));
        Path bundle = artifacts.open(requireNonNull(result.artifacts().get("outputs")));
        byte[] file = new BundleReader().file(bundle, "outputs.json", 1000).orElseThrow();
        assertThat(new String(file, StandardCharsets.UTF_8)).contains("\"Url\": \"https://shop.example\"");
    }

    @Test
    void anOutputArtifactForWhichNoFileIsNamedIsEmpty() throws Exception {
        Map<String, String> configuration =
                Map.of("ActionMode", "CREATE_UPDATE", "StackName", "shop", "TemplatePath", "app::template.yml");
        ActionResult result = succeeded(fixture()
                .run(DeployPipeline.of(
                        "app",
                        Map.of("template.yml", ONE),
                        DeployPipeline.deploy("CloudFormation", configuration, List.of("app"), List.of("outputs")))));
        Path bundle = artifacts.open(requireNonNull(result.artifacts().get("outputs")));
        assertThat(new BundleReader().names(bundle)).isEmpty();
    }

    @Test
    void reviewsInOneActionAndExecutesInAnother() throws Exception {
        Map<String, String> named = Map.of("ChangeSetName", "release");
        succeeded(run("CHANGE_SET_REPLACE", ONE, named));
        assertThat(status()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
        succeeded(run("CHANGE_SET_REPLACE", TWO, named));
        assertThat(succeeded(run("CHANGE_SET_EXECUTE", Map.of("a", "b"), named)).variables())
                .containsEntry("Url", "https://shop.example");
        assertThat(stacks.effects()).containsExactly("propose shop", "withdraw shop", "propose shop", "execute shop");
        assertThat(stacks.template(AwsScope.OWN, "shop", false)).isEqualTo(TWO);
    }

    @Test
    void anEmptyChangeSetCanBeExecuted() throws Exception {
        succeeded(deploy(ONE));
        Map<String, String> named = Map.of("ChangeSetName", "release");
        assertThat(succeeded(run("CHANGE_SET_REPLACE", ONE, named)).summary()).isEqualTo("no changes");
        assertThat(succeeded(run("CHANGE_SET_EXECUTE", Map.of("a", "b"), named)).summary())
                .isEqualTo("no changes");
    }

    @Test
    void aChangeSetThatAnotherUpdateMadeObsoleteIsRefused() throws Exception {
        succeeded(deploy(ONE));
        Map<String, String> named = Map.of("ChangeSetName", "release");
        succeeded(run("CHANGE_SET_REPLACE", TWO, named));
        succeeded(deploy(template("three", "")));
        ActionFailure failure = failed(run("CHANGE_SET_EXECUTE", Map.of("a", "b"), named), "PEN-STACK-015");
        assertThat(failure.message()).contains("OBSOLETE").contains("Nothing was changed");
    }

    @Test
    void deletesAndIsContentWhereNothingIs() throws Exception {
        succeeded(deploy(ONE));
        assertThat(succeeded(run("DELETE_ONLY", Map.of("a", "b"), Map.of())).summary())
                .isEqualTo("deleted");
        assertThat(succeeded(run("DELETE_ONLY", Map.of("a", "b"), Map.of())).summary())
                .isEqualTo("there is no such stack");
    }

    @Test
    void tellsTheFirstCauseWithItsLineAfterARollback() throws Exception {
        succeeded(deploy(ONE));
        stacks.fail(
                "Web",
                "Resource handler returned message: \"No room (Service: Ecs, Status Code: 400)\" (RequestToken: 1-2,"
                        + " HandlerErrorCode: ServiceLimitExceeded)");
        ExecutionState state = deploy(with("Web=AWS::ECS::Service"));
        ActionFailure failure = failed(state, "PEN-STACK-011");
        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(failure.message())
                .isEqualTo("The update of stack shop failed, and the stack is as it was before: Web (AWS::ECS::Service)"
                        + " could not be created: No room (Service: Ecs, Status Code: 400).");
        assertThat(failure.details())
                .containsExactly(
                        "Web (AWS::ECS::Service): CREATE_FAILED",
                        "  declared at template.yml:12:3",
                        "  No room (Service: Ecs, Status Code: 400)",
                        "  Have the quota raised, or delete what is not needed.");
    }

    @Test
    void followsTheCauseIntoANestedStack() throws Exception {
        succeeded(deploy(ONE));
        stacks.failInside("Network", "Subnet", "The CIDR is taken");
        ActionFailure failure = failed(deploy(with("Network=AWS::CloudFormation::Stack")), "PEN-STACK-011");
        assertThat(failure.message())
                .contains("Network/Subnet (AWS::SSM::Parameter) could not be created: The CIDR is taken");
    }

    @Test
    void aFailedCreationIsDeletedAndTriedAnew() throws Exception {
        stacks.fail("Setting", "no such type");
        failed(deploy(ONE), "PEN-STACK-012");
        assertThat(status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        stacks.mend("Setting");
        assertThat(succeeded(deploy(ONE)).summary()).isEqualTo("created");
        assertThat(stacks.effects())
                .containsExactly("propose shop", "execute shop", "delete shop", "propose shop", "execute shop");
    }

    @Test
    void aFailedRollbackIsContinuedAndWhatItLeftOutIsRemembered() throws Exception {
        succeeded(deploy(ONE));
        stacks.fail("Web", "full");
        stacks.failBack("Setting", "it is locked");
        options = new StackOptions(
                new RecoveryPolicy(RecoveryPolicy.Extent.SAFE, true),
                RollbackConfiguration.NONE,
                StackOptions.Drift.OFF,
                StackOptions.WhenStopped.TAKE_BACK,
                List.of());
        reopen();
        failed(deploy(with("Web=AWS::ECS::Service").replace("one", "two")), "PEN-STACK-013");
        stacks.mend("Web");
        ActionResult result = succeeded(deploy(template("three", "")));
        assertThat(result.summary())
                .startsWith("updated")
                .contains("left out of a rollback")
                .contains("Setting");
        assertThat(stacks.effects()).contains("continue shop", "continue shop without Setting");
    }

    @Test
    void withoutLeaveToLeaveOutItStopsWithTheCommand() throws Exception {
        stacks.add(
                "shop",
                ONE,
                StackStatus.UPDATE_ROLLBACK_FAILED,
                new StackResource("Setting", "x", "AWS::SSM::Parameter", "UPDATE_FAILED", "locked", Instant.EPOCH));
        stacks.failBack("Setting", "it is locked");
        ActionFailure failure = failed(deploy(TWO), "PEN-STACK-014");
        assertThat(failure.details())
                .contains(
                        "  aws cloudformation continue-update-rollback --stack-name shop --resources-to-skip Setting");
    }

    @Test
    void aBrokenStackThatHoldsDataIsNotTouched() throws Exception {
        stacks.add(
                "shop",
                ONE,
                StackStatus.CREATE_FAILED,
                new StackResource("Database", "db", "AWS::RDS::DBInstance", "CREATE_COMPLETE", "", Instant.EPOCH));
        ActionFailure failure = failed(run("REPLACE_ON_FAILURE", ONE, Map.of()), "PEN-STACK-014");
        assertThat(failure.message()).contains("Database");
        assertThat(stacks.effects()).isEmpty();
    }

    @Test
    void somebodyElsesUpdateIsWaitedFor() throws Exception {
        stacks.add("shop", ONE, StackStatus.UPDATE_IN_PROGRESS);
        AtomicBoolean over = new AtomicBoolean();
        fixture().whenLogged = line -> {
            if (line.contains("another operation is under way") && over.compareAndSet(false, true)) {
                stacks.become("shop", StackStatus.UPDATE_COMPLETE);
            }
        };
        succeeded(deploy(TWO));
        assertThat(over).isTrue();
    }

    @Test
    void whatIsAskedForIsThisChangeSetAndNoOther() throws Exception {
        gate = (scope, action, changes) -> new ChangeSetGate.Verdict.Ask("Setting is replaced");
        ExecutionId id = fixture()
                .engine
                .start(
                        StackFixture.pipeline(
                                "CREATE_UPDATE",
                                Map.of("template.yml", ONE),
                                Map.of("TemplatePath", "app::template.yml")),
                        StartRequest.by("ann"));
        clock.awaitIdle();
        ActionPhase.Waiting waiting = (ActionPhase.Waiting)
                StackFixture.deployed(fixture().engine.state(id).orElseThrow());
        assertThat(stacks.effects()).containsExactly("propose shop");
        assertThat(waiting.until().toString()).contains("Setting is replaced");
    }

    @Test
    void whatTheGateRefusesIsWithdrawn() throws Exception {
        gate = (scope, action, changes) -> new ChangeSetGate.Verdict.Refuse("It would delete the database");
        failed(deploy(ONE), "PEN-STACK-017");
        assertThat(stacks.effects()).containsExactly("propose shop", "withdraw shop", "delete shop");
    }

    @Test
    void driftStopsWherePolicySaysSo() throws Exception {
        options = new StackOptions(
                RecoveryPolicy.DEFAULT,
                RollbackConfiguration.NONE,
                StackOptions.Drift.STOP,
                StackOptions.WhenStopped.TAKE_BACK,
                List.of());
        succeeded(deploy(ONE));
        stacks.drift(
                "shop",
                new ResourceDrift(
                        "Setting",
                        "x",
                        "AWS::SSM::Parameter",
                        "MODIFIED",
                        List.of(new ResourceDrift.Difference("/Value", "one", "by hand"))));
        ActionFailure failure = failed(deploy(TWO), "PEN-STACK-018");
        assertThat(failure.details()).contains("  /Value: by hand in place of one");
    }

    @Test
    void whoAbandonsAnUpdateCancelsIt() throws Exception {
        succeeded(deploy(ONE));
        ExecutionId id;
        try (Busy busy = clock.busy()) {
            id = fixture()
                    .engine
                    .start(
                            StackFixture.pipeline(
                                    "CREATE_UPDATE",
                                    Map.of("template.yml", TWO),
                                    Map.of("TemplatePath", "app::template.yml")),
                            StartRequest.by("ann"));
            fixture().whenLogged = line -> {
                if (line.equals("Setting (AWS::SSM::Parameter): UPDATE_IN_PROGRESS")) {
                    fixture().engine.send(id, new Signal.Stop(true, "enough", "ann"));
                }
            };
        }
        assertThat(fixture().await(id).outcome()).contains(Outcome.STOPPED);
        assertThat(stacks.effects()).endsWith("cancel shop");
        assertThat(stacks.find(AwsScope.OWN, "shop").orElseThrow().status())
                .as("the execution ends when the cancelled update has")
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    }

    @Test
    void badInputIsToldBeforeAnythingIsChanged() throws Exception {
        assertThat(failed(deploy("Resources: [\n"), "PEN-STACK-002").message()).contains("template.yml:");
        assertThat(failed(deploy("Parameters: {}\n"), "PEN-STACK-002").message())
                .contains("Resources");
        String config = "{\"Parameters\": {\"Sise\": \"4\"}}";
        assertThat(failed(configured(config), "PEN-STACK-005").message())
                .contains("config.json:1:25")
                .contains("Did you mean 'Size'?");
        assertThat(failed(configured("{\"Parameters\": {\"Size\": \"ten\"}}"), "PEN-STACK-005")
                        .message())
                .contains("'ten' is not a number");
        assertThat(failed(configured("{\"Parameters\": {\"Size\": 10}}"), "PEN-STACK-005")
                        .message())
                .contains("at most 9");
        assertThat(failed(configured("{\"Parametres\": {}}"), "PEN-STACK-003").message())
                .contains("Did you mean 'Parameters'?");
        assertThat(failed(
                                run("CREATE_UPDATE", ONE, Map.of("ParameterOverrides", "{\"Colour\": \"red\"}")),
                                "PEN-STACK-005")
                        .message())
                .contains("no parameter 'Colour'");
        assertThat(failed(deploy(with("Role=AWS::IAM::Role")), "PEN-STACK-006").message())
                .contains("CAPABILITY_IAM")
                .contains("[AWS::IAM::Role]");
        assertThat(failed(run("CREATE_UPDATE", Map.of("other.yml", ONE), Map.of()), "PEN-STACK-001")
                        .message())
                .contains("template.yml");
        assertThat(failed(deploy(ONE + "#" + "x".repeat(1 << 20)), "PEN-STACK-002")
                        .message())
                .contains("at most 1048576");
        assertThat(stacks.effects()).isEmpty();
    }

    private ExecutionState configured(String configuration) throws Exception {
        return run(
                "CREATE_UPDATE",
                Map.of("template.yml", ONE, "config.json", configuration),
                Map.of("TemplateConfiguration", "app::config.json"));
    }

    @Test
    void overridesWinOverTheFileAndMayComeFromIt() throws Exception {
        succeeded(run(
                "CREATE_UPDATE",
                Map.of(
                        "template.yml",
                        ONE,
                        "config.json",
                        "{\"Parameters\": {\"Size\": \"2\"}, \"Tags\": {\"team\": \"web\"}, \"StackPolicy\":"
                                + " {\"Statement\": []}}",
                        "sizes.json",
                        "{\"large\": 7}"),
                Map.of(
                        "TemplateConfiguration", "app::config.json",
                        "ParameterOverrides", "{\"Size\": {\"Fn::GetParam\": [\"app\", \"sizes.json\", \"large\"]}}")));
        Stack stack = stacks.find(AwsScope.OWN, "shop").orElseThrow();
        assertThat(stack.parameters()).containsEntry("Size", "7");
        assertThat(stack.tags()).containsEntry("team", "web");
        assertThat(stacks.stackPolicy(AwsScope.OWN, "shop")).contains("{\"Statement\":[]}");
    }

    private void reopen() {
        fixture().close();
        fixture = null;
    }
}
