package dev.penstock.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.alarm.AlarmReader;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildProject;
import dev.penstock.build.BuildProjects;
import dev.penstock.build.CodeBuildAction;
import dev.penstock.build.CommandsAction;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.BuildReader;
import dev.penstock.codebuild.ServiceBuild;
import dev.penstock.engine.Engine;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ConditionState;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Trigger;
import dev.penstock.fixture.PackAction;
import dev.penstock.function.FunctionInvokeAction;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RuleDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretResolver;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeCodeBuilds;
import dev.penstock.testing.FakeFunctions;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each managed rule in a condition of a stage, on a virtual clock: holds, does not, and nobody could find out. */
@Timeout(60)
class RulesTest {

    /** A Friday. */
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static final SecretResolver NO_SECRETS = new SecretResolver() {
        @Override
        public Secret parameter(AwsScope scope, String name) {
            throw new AssertionError("no build names one");
        }

        @Override
        public Secret secret(AwsScope scope, String reference) {
            throw new AssertionError("no build names one");
        }
    };

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(NOON);
    private final FakeFunctions functions = new FakeFunctions(clock);
    private final FakeCodeBuilds builds = new FakeCodeBuilds(clock).project("smoke");
    private final AtomicInteger looks = new AtomicInteger();
    private AlarmSight.State alarm = AlarmSight.State.OK;
    private Instant changesAt = Instant.MAX;
    private AlarmSight.State changesTo = AlarmSight.State.OK;

    @AfterEach
    void close() {
        clock.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EQ | prod | SUCCEEDED",
                "EQ | pro | FAILED",
                "NE | prod | FAILED",
                "NE | test | SUCCEEDED",
                "CONTAINS | ro | SUCCEEDED",
                "CONTAINS | test | FAILED",
                "MATCHES | p.*d | SUCCEEDED",
                "MATCHES | p | FAILED",
            })
    void aVariableIsCompared(String operator, String value, ConditionState.Status status) throws Exception {
        ConditionState condition = check(
                ConditionKind.BEFORE_ENTRY,
                "VariableCheck",
                Map.of("Variable", "#{variables.env}", "Value", value, "Operator", operator));
        assertThat(condition.status()).isEqualTo(status);
    }

    @Test
    void aVariableMayBeEmpty() throws Exception {
        ConditionState condition = check(
                ConditionKind.BEFORE_ENTRY,
                "VariableCheck",
                Map.of("Variable", "#{variables.none}", "Value", "x", "Operator", "NE"));
        assertThat(condition.status()).isEqualTo(ConditionState.Status.SUCCEEDED);
    }

    @Test
    void aVariableThatNobodyPutOutIsAnErrorAndNoAnswer() throws Exception {
        ConditionState condition = check(
                ConditionKind.BEFORE_ENTRY,
                "VariableCheck",
                Map.of("Variable", "#{packed.Missing}", "Value", "x", "Operator", "NE"));
        assertThat(condition.status()).isEqualTo(ConditionState.Status.ERRORED);
    }

    @Test
    void aWindowIsOpenByTheClockOfItsZone() throws Exception {
        assertThat(check(ConditionKind.BEFORE_ENTRY, "DeploymentWindow", Map.of("Cron", "* * 12 ? * FRI"))
                        .status())
                .isEqualTo(ConditionState.Status.SUCCEEDED);
        ConditionState shut = check(
                ConditionKind.BEFORE_ENTRY,
                "DeploymentWindow",
                Map.of("Cron", "* * 12 ? * FRI", "TimeZone", "Europe/Berlin"));
        assertThat(shut.status()).isEqualTo(ConditionState.Status.FAILED);
        assertThat(shut.reason())
                .startsWith("rule Rule: The window '* * 12 ? * FRI' (Europe/Berlin) is not open at 2026-01-02T12:");
    }

    @Test
    void anAlarmThatIsInOrderIsNotWaitedFor() throws Exception {
        ConditionState condition = alarm(ConditionKind.ON_SUCCESS, Map.of("WaitTime", "60"));
        assertThat(condition.status()).isEqualTo(ConditionState.Status.SUCCEEDED);
        assertThat(clock.instant()).isBefore(NOON.plusSeconds(60));
    }

    @Test
    void anAlarmIsWaitedForSoLongAsTheRuleSays() throws Exception {
        alarm = AlarmSight.State.ALARM;
        changesAt = NOON.plus(Duration.ofMinutes(20));

        assertThat(alarm(ConditionKind.ON_SUCCESS, Map.of("WaitTime", "30")).status())
                .isEqualTo(ConditionState.Status.SUCCEEDED);
        assertThat(clock.instant()).isBetween(changesAt, changesAt.plusSeconds(120));
    }

    @Test
    void anAlarmThatStaysIsAFailureAfterTheWait() throws Exception {
        alarm = AlarmSight.State.ALARM;

        ConditionState condition = alarm(ConditionKind.ON_SUCCESS, Map.of("WaitTime", "30"));

        assertThat(condition.status()).isEqualTo(ConditionState.Status.FAILED);
        assertThat(condition.reason())
                .isEqualTo("rule Rule: The alarm 'errors' is in ALARM, and was to be in OK or INSUFFICIENT_DATA within"
                        + " 30 minutes.");
        assertThat(Duration.between(NOON, clock.instant())).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE_ENTRY, OK, SUCCEEDED",
        "BEFORE_ENTRY, INSUFFICIENT_DATA, FAILED",
        "BEFORE_ENTRY, ALARM, FAILED",
        "ON_SUCCESS, INSUFFICIENT_DATA, SUCCEEDED",
        "ON_FAILURE, ALARM, SUCCEEDED",
        "ON_FAILURE, OK, FAILED",
        "ON_SUCCESS, NOT_THERE, ERRORED",
    })
    void theStatesThatAnAlarmIsToBeInDependOnWhereTheRuleStands(
            ConditionKind kind, AlarmSight.State state, ConditionState.Status status) throws Exception {
        alarm = state;
        assertThat(alarm(kind, Map.of()).status()).isEqualTo(status);
    }

    @Test
    void theRuleMayNameTheStates() throws Exception {
        alarm = AlarmSight.State.ALARM;
        assertThat(alarm(ConditionKind.BEFORE_ENTRY, Map.of("AlarmStates", "ALARM, INSUFFICIENT_DATA"))
                        .status())
                .isEqualTo(ConditionState.Status.SUCCEEDED);
    }

    @Test
    void anAlarmThatNobodyMayReadIsAnError() throws Exception {
        changesAt = Instant.MIN;
        ConditionState condition = alarm(ConditionKind.ON_SUCCESS, Map.of());
        assertThat(condition.status()).isEqualTo(ConditionState.Status.ERRORED);
        assertThat(condition.reason()).contains("not allowed");
    }

    @Test
    void aFunctionAnswersByHowItEnds() throws Exception {
        FunctionName gate = functions.add("gate", PackageType.ZIP, "live");
        assertThat(check(ConditionKind.BEFORE_ENTRY, "LambdaInvoke", Map.of("FunctionName", "gate"))
                        .status())
                .isEqualTo(ConditionState.Status.SUCCEEDED);
        functions.failInvocations(gate, "1", "{\"errorMessage\":\"not today\"}");
        ConditionState no = check(ConditionKind.BEFORE_ENTRY, "LambdaInvoke", Map.of("FunctionName", "gate:1"));
        assertThat(no.status()).isEqualTo(ConditionState.Status.FAILED);
        assertThat(no.reason())
                .isEqualTo("rule Rule: The function 'gate:1' ended with an error: {\"errorMessage\":\"not today\"}");
        ConditionState missing = check(ConditionKind.BEFORE_ENTRY, "LambdaInvoke", Map.of("FunctionName", "none"));
        assertThat(missing.status()).isEqualTo(ConditionState.Status.ERRORED);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, SUCCEEDED", "FAILED, FAILED", "TIMED_OUT, FAILED", "FAULT, ERRORED", "STOPPED, ERRORED"})
    void aBuildThatCodeBuildRunsDecides(ServiceBuild.Status ends, ConditionState.Status status) throws Exception {
        builds.ending(
                Duration.ofMinutes(3),
                (id, order) ->
                        new ServiceBuild(id, ends, "COMPLETED", List.of(), Map.of(), Map.of(), Optional.empty()));
        ConditionState condition = check(ConditionKind.ON_SUCCESS, "CodeBuild", Map.of("ProjectName", "smoke"));
        assertThat(condition.status()).isEqualTo(status);
    }

    @Test
    void aProjectThatIsNotThereSaysNothingAboutTheRule() throws Exception {
        ConditionState condition = check(ConditionKind.ON_SUCCESS, "CodeBuild", Map.of("ProjectName", "none"));
        assertThat(condition.status()).isEqualTo(ConditionState.Status.ERRORED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "VariableCheck; Operator; LIKE; There is no operator 'LIKE'.",
                "VariableCheck; Value; (; '(' is no regular expression: Unclosed group at character 2.",
                "DeploymentWindow; Cron; noon; 'noon' is no cron expression: it has 1 fields, and six or seven are needed.",
                "DeploymentWindow; TimeZone; Mars; Of the window, there is no time zone 'Mars'.",
                "CloudWatchAlarm; AlarmStates; BAD; 'BAD' does not name states of alarms.",
                "LambdaInvoke; FunctionName; a b; 'a b' does not name a function.",
                "Commands; none; none; CodeBuild is to run the commands, and the action names no project of CodeBuild.",
            })
    void aConfigurationThatCannotBeRightIsToldBeforeAnythingStarts(
            String provider, String key, String value, String message) {
        Map<String, Map<String, String>> right = Map.of(
                "VariableCheck", Map.of("Variable", "#{variables.env}", "Value", "x", "Operator", "MATCHES"),
                "DeploymentWindow", Map.of("Cron", "* * 8-16 ? * MON-FRI"),
                "CloudWatchAlarm", Map.of("AlarmName", "errors"),
                "LambdaInvoke", Map.of("FunctionName", "gate"),
                "Commands", Map.of());
        Map<String, String> configuration = new LinkedHashMap<>(right.getOrDefault(provider, Map.of()));
        if (!key.equals("none")) {
            configuration.put(key, value);
        }
        RuleDeclaration rule = new RuleDeclaration(
                "Rule",
                provider,
                configuration,
                provider.equals("Commands") ? List.of("true") : List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());

        assertThat(new Preflight(providers()).check(pipeline(ConditionKind.ON_SUCCESS, rule)))
                .extracting(Preflight.Obstacle::message)
                .first()
                .isEqualTo(message);
    }

    private ConditionState alarm(ConditionKind kind, Map<String, String> more) throws Exception {
        Map<String, String> configuration = new LinkedHashMap<>(more);
        configuration.put("AlarmName", "errors");
        return check(kind, "CloudWatchAlarm", configuration);
    }

    private ConditionState check(ConditionKind kind, String provider, Map<String, String> configuration)
            throws Exception {
        RuleDeclaration rule = new RuleDeclaration(
                "Rule",
                provider,
                configuration,
                List.of(),
                provider.equals("CodeBuild") ? List.of("files") : List.of(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        try (Engine engine = Engine.builder(new InMemoryJournal())
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(providers())
                .resourceReaders(List.of(
                        new AlarmReader((scope, names) -> names.stream()
                                .map(name -> new AlarmSight(name, look()))
                                .toList()),
                        new BuildReader(builds, BuildLogs.NONE)))
                .clock(clock)
                .build()) {
            ExecutionId id = engine.start(
                    pipeline(kind, rule),
                    new StartRequest(Trigger.startedBy("ann"), Map.of("env", "prod", "none", ""), Map.of()));
            ExecutionState state = engine.whenEnded(id).get(20, TimeUnit.SECONDS);
            return state.stage("Deploy").orElseThrow().condition(kind).orElseThrow();
        }
    }

    private AlarmSight.State look() {
        looks.incrementAndGet();
        if (changesAt.equals(Instant.MIN)) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.DENIED,
                    "cloudwatch:DescribeAlarms",
                    "AccessDenied",
                    "It is not allowed to look.",
                    new IOException("403"));
        }
        return clock.instant().isBefore(changesAt) ? alarm : changesTo;
    }

    private List<ActionProvider<?, ?>> providers() {
        BuildProjects projects = (project, name) -> BuildProject.ON_HOST.inCodeBuild();
        BuildExecutor executor = (machine, log) -> {
            throw new AssertionError("CodeBuild runs the build");
        };
        BuildExchange exchange = new BuildExchange(
                new FakeBuckets(),
                Optional.of(new BuildExchange.Place("bucket", "shop")),
                artifact -> Optional.empty());
        CodeBuildAction build = CodeBuildAction.of(
                ActionCategory.RULE, projects, executor, NO_SECRETS, builds, exchange, BuildLogs.NONE);
        return List.of(
                new PackAction(),
                new VariableCheckRule(),
                new DeploymentWindowRule(),
                new CloudWatchAlarmRule(),
                WorkRule.lambdaInvoke(new FunctionInvokeAction(functions, exchange)),
                WorkRule.codeBuild(build),
                WorkRule.commands(
                        new CommandsAction(
                                projects,
                                name -> Optional.empty(),
                                executor,
                                NO_SECRETS,
                                builds,
                                exchange,
                                BuildLogs.NONE),
                        projects));
    }

    private static Pipeline pipeline(ConditionKind kind, RuleDeclaration rule) {
        Optional<ConditionDeclaration> condition = Optional.of(
                new ConditionDeclaration(kind == ConditionKind.ON_FAILURE ? "ROLLBACK" : "FAIL", List.of(rule)));
        boolean fails = kind == ConditionKind.ON_FAILURE;
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(
                        new StageDeclaration("Make", List.of(pack("Make", "files", "packed", Map.of("in.txt", "x")))),
                        new StageDeclaration(
                                "Deploy",
                                // What nobody puts out cannot be packed, and the action fails.
                                List.of(pack(
                                        "Again", "more", "more", Map.of("in.txt", fails ? "#{packed.Missing}" : "x"))),
                                kind == ConditionKind.BEFORE_ENTRY ? condition : Optional.empty(),
                                kind == ConditionKind.ON_SUCCESS ? condition : Optional.empty(),
                                fails
                                        ? Optional.of(
                                                new FailureHandling(Optional.empty(), Optional.empty(), condition))
                                        : Optional.empty())),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(
                        new VariableDeclaration("env", Optional.of("test"), Optional.empty()),
                        new VariableDeclaration("none", Optional.of("x"), Optional.empty())),
                List.of(),
                1);
    }

    private static ActionDeclaration pack(String name, String output, String namespace, Map<String, String> files) {
        return new ActionDeclaration(
                name,
                PackAction.TYPE,
                1,
                files,
                List.of(),
                List.of(),
                List.of(),
                List.of(new OutputArtifact(output, List.of())),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(namespace),
                OptionalInt.empty());
    }
}
