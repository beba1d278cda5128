package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.document.SourceText;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.metric.MetricQuery;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.Strategies;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.stack.StackWaves.OnFailure;
import dev.penstock.stack.StackWaves.Target;
import dev.penstock.stack.StackWaves.Wave;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Window;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A release to fifty stacks in five accounts and ten Regions, judged by what is measured in pairs of them. */
@Timeout(60)
class ManyStacksTest {

    private static final AwsScope HERE = new AwsScope(Optional.empty(), List.of());
    private static final int ACCOUNTS = 5;
    private static final int REGIONS = 10;
    private static final double REQUESTS = 200;

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeStacks stacks = new FakeStacks();
    private final StackWaves waves =
            new StackWaves(List.of(new Wave(targets(), 10, 0, Duration.ZERO, List.of())), OnFailure.STOP);
    private final Set<AwsScope> asked = Collections.synchronizedSet(
            new TreeSet<>((one, other) -> one.toString().compareTo(other.toString())));

    @AfterEach
    void close() {
        clock.close();
    }

    private static List<Target> targets() {
        List<Target> all = new ArrayList<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            for (int region = 0; region < REGIONS; region++) {
                String name = "a" + account + "r" + region;
                all.add(new Target(
                        name,
                        Optional.of("region-" + region),
                        Optional.of("arn:aws:iam::11111111111" + account + ":role/deployer"),
                        Optional.of("shop-" + name),
                        Map.of()));
            }
        }
        return all;
    }

    private static String template(String version) {
        return """
                Resources:
                  Setting:
                    Type: AWS::SSM::Parameter
                    Properties: {Value: %s}
                """.formatted(version);
    }

    private static DeploymentSetting settings() {
        String text = """
                deployments:
                  deploy:
                    release: {strategy: linear, weight: 10 %, bake: 30m, keep: 0m}
                    verdict:
                      metrics:
                        errors:
                          source:
                            cloudWatch:
                              requests: {namespace: Shop, metric: Requests, dimensions: {Stack: '${stack}'}}
                              bad: {namespace: Shop, metric: Bad, dimensions: {Stack: '${stack}'}}
                """;
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        assertThat(reading.problems()).isEmpty();
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    /** Each stack has some requests in each minute, of which the bad version answers five in a hundred badly, another one one. */
    private List<SortedMap<Instant, Double>> read(AwsScope scope, List<MetricQuery> queries, Window span) {
        asked.add(scope);
        List<SortedMap<Instant, Double>> all = new ArrayList<>();
        for (MetricQuery query : queries) {
            String stack = query.dimensions().values().iterator().next();
            assertThat(stack)
                    .as("asked where the stack is")
                    .endsWith("r" + scope.region().orElse("").substring(7));
            double bad = version(stack).equals("bad") ? 0.05 : 0.01;
            SortedMap<Instant, Double> values = new TreeMap<>();
            for (Instant at = span.start(); at.isBefore(span.end()); at = at.plus(query.period())) {
                values.put(at, query.metric().equals("Bad") ? REQUESTS * bad : REQUESTS);
            }
            all.add(values);
        }
        return all;
    }

    private String version(String stack) {
        return stacks.template(HERE, stack, false).replaceAll("(?s).*Value: (\\w+)}.*", "$1");
    }

    private ExecutionState release(String version, DeploymentSetting settings) throws Exception {
        CloudFormationAction plain = new CloudFormationAction(
                stacks,
                StackFiles.NONE,
                ChangeSetGate.OPEN,
                type -> false,
                action -> StackOptions.DEFAULT,
                Optional::of,
                StackExperience.NONE,
                (scope, names) -> List.of(),
                action -> Optional.of(waves),
                StackListener.NONE);
        StackReleaseTarget target = new StackReleaseTarget(
                plain, new FakeListenerRules(), action -> Optional.empty(), type -> false, action -> false);
        EvidencePorts nobody = FakeEvidence.nobody().ports();
        EvidencePorts ports = new EvidencePorts(
                this::read,
                nobody.facts(),
                nobody.environments(),
                nobody.prometheus(),
                nobody.checks(),
                nobody.commands());
        MeasuredJudge judge = new MeasuredJudge(new EvidenceCollector(ports), action -> settings.verdict());
        var either = new EitherWay<>(
                plain,
                new ReleaseAction<>(target, action -> settings.release(), Strategies.builtIn(), judge),
                action -> settings.release().isPresent());
        try (StackFixture fixture = new StackFixture(
                new InMemoryJournal(),
                clock,
                folder,
                new InMemoryArtifactStore(),
                version,
                List.of(either),
                List.of(stacks.stackReader(), stacks.changeSetReader()))) {
            return fixture.run(StackFixture.pipeline(
                    "CREATE_UPDATE",
                    Map.of("template.yml", template(version)),
                    Map.of("TemplatePath", "app::template.yml")));
        }
    }

    private long having(String version) {
        return waves.targets().stream()
                .filter(target -> version(target.stackName().orElseThrow()).equals(version))
                .count();
    }

    @Test
    void aBadVersionIsFoundInTheFirstStepAndTheOtherStacksNeverHaveIt() throws Exception {
        release("good", DeploymentSetting.none());
        int before = stacks.effects().size();

        ExecutionState end = release("bad", settings());

        assertThat(StackFixture.deployed(end)).isInstanceOf(ActionPhase.Failed.class);
        ActionFailure failure = ((ActionPhase.Failed) StackFixture.deployed(end)).failure();
        assertThat(failure.kind()).as(failure.message()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(failure.code()).isEqualTo("PEN-RELEASE-003");
        assertThat(having("good")).isEqualTo(50);
        assertThat(stacks.effects().subList(before, stacks.effects().size()))
                .as("of the first five only")
                .allMatch(effect -> effect.matches("\\w+ shop-a0r[0-4]"));
        assertThat(asked).as("five pairs, each stack in its own Region").hasSize(10);
    }

    @Test
    void aGoodVersionGetsEverywhereAndFasterThanItsBakeTime() throws Exception {
        release("good", DeploymentSetting.none());
        Instant begun = clock.instant();

        ExecutionState end = release("better", settings());

        assertThat(StackFixture.deployed(end)).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(having("better")).isEqualTo(50);
        assertThat(Duration.between(begun, clock.instant())).isLessThan(Duration.ofMinutes(9 * 30));
    }
}
