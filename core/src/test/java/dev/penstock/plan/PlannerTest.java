package dev.penstock.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.engine.StartRequest;
import dev.penstock.observe.Durations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.plan.PlanPipeline.How;
import dev.penstock.plan.PlanPipeline.StackTarget;
import dev.penstock.plan.PlannedStack.Finding;
import dev.penstock.stack.ChangeSetGate;
import dev.penstock.stack.ChangeSetListing;
import dev.penstock.stack.ChangeSetRequest;
import dev.penstock.stack.ChangeSetType;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.StackDefinition;
import dev.penstock.stack.StackExperience;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.StackWaves;
import dev.penstock.stack.TemplateSource;
import dev.penstock.stack.review.ResourceTimes;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plans look at every stack that a run would change, and leave nothing behind. */
@Timeout(60)
class PlannerTest {

    private static final String TEMPLATE = """
            Parameters:
              Size: {Type: Number, Default: 1, MaxValue: 9}
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Value: one}
            """;

    @TempDir
    private Path folder;

    private final FakeStacks stacks = new FakeStacks();
    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T15:00:00Z"));

    @AfterEach
    void close() {
        clock.close();
    }

    private static StackWaves.Target target(String name, String size) {
        return new StackWaves.Target(
                name, Optional.of(name), Optional.empty(), Optional.of("shop-" + name), Map.of("Size", size));
    }

    private static StackWaves.Wave wave(StackWaves.Target... targets) {
        return new StackWaves.Wave(List.of(targets), 1, 0, Duration.ofMinutes(5), List.of("errors"));
    }

    private List<PlannedStack> plan(Optional<StackWaves> waves) throws Exception {
        var planner = new Planner();
        var action = new CloudFormationAction(
                stacks,
                StackFiles.NONE,
                ChangeSetGate.OPEN,
                type -> false,
                name -> StackOptions.DEFAULT,
                Optional::of,
                StackExperience.NONE,
                (scope, names) -> List.of("errors is in ALARM"),
                name -> waves.map(StackWaves::forPlanning),
                planner.listener(stacks, new ResourceTimes(Durations.inMemory())));
        Pipeline pipeline = StackFixture.pipeline(
                "CHANGE_SET_REPLACE",
                Map.of("template.yml", TEMPLATE),
                Map.of("TemplatePath", "app::template.yml", "ChangeSetName", "penstock-plan-mine-1"));
        How how = new How.ByChangeSet("deploy", "penstock-plan-mine-1");
        List<StackTarget> planned = waves.map(all -> all.waves().stream()
                        .flatMap(wave -> wave.targets().stream())
                        .map(target ->
                                stackPlan(target.name(), target.stackName().orElse("shop"), how))
                        .toList())
                .orElse(List.of(stackPlan("", "shop", how)));
        try (var fixture = StackFixture.of(
                new InMemoryJournal(),
                clock,
                folder,
                new InMemoryArtifactStore(),
                List.of(action),
                List.of(stacks.stackReader(), stacks.changeSetReader()))) {
            var outcome = planner.plan(
                    new PlanPipeline(Optional.of(pipeline), List.copyOf(planned)),
                    fixture.engine,
                    StartRequest.by("ann"));
            return ((Planner.Outcome.Planned) outcome)
                    .all().stream().map(PlannedStack.class::cast).toList();
        }
    }

    private static StackTarget stackPlan(String target, String stack, How how) {
        return new StackTarget("Deploy", "deploy", target, Optional.empty(), stack, how);
    }

    private void left(String stack, String name, ChangeSetType type) {
        stacks.createChangeSet(
                AwsScope.OWN,
                new ChangeSetRequest(
                        stack,
                        name,
                        type,
                        StackDefinition.of(new TemplateSource.Body(TEMPLATE)),
                        "Made by Penstock for execution 1, intent 2",
                        false,
                        false,
                        ChangeSetRequest.OnStackFailure.ROLLBACK,
                        "token-" + name));
    }

    @Test
    void everyTargetOfEveryWaveIsLookedAtAndNothingStays() throws Exception {
        stacks.add("shop-paris", TEMPLATE, StackStatus.CREATE_COMPLETE);
        StackWaves waves = new StackWaves(
                List.of(wave(target("dublin", "2")), wave(target("atlantis", "99"), target("paris", "1"))),
                StackWaves.OnFailure.ROLL_BACK);

        List<PlannedStack> planned = plan(Optional.of(waves));

        assertThat(planned.get(0).finding())
                .isInstanceOfSatisfying(
                        Finding.Changes.class,
                        changes -> assertThat(changes.isNew()).isTrue());
        assertThat(planned.get(1).finding())
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.failure().message()).contains("at most 9"));
        assertThat(planned.get(2).finding()).isInstanceOf(Finding.NoChange.class);
        assertGone("shop-dublin");
        assertThat(stacks.changeSets(AwsScope.OWN, "shop-paris")).isEmpty();
    }

    @Test
    void whatAPlanThatWasKilledHasLeftIsRemovedByTheNext() throws Exception {
        left("shop", "penstock-plan-dead-1", ChangeSetType.CREATE);
        age();

        assertThat(plan(Optional.empty()).getFirst().finding())
                .isInstanceOfSatisfying(
                        Finding.Changes.class,
                        changes -> assertThat(changes.isNew()).isTrue());

        assertGone("shop");
    }

    /** Each look lets the deletion go on. */
    private void assertGone(String stack) {
        for (int look = 0; look < 5; look++) {
            stacks.find(AwsScope.OWN, stack);
        }
        assertThat(stacks.find(AwsScope.OWN, stack)).isEmpty();
    }

    @Test
    void whatOthersReviewStays() throws Exception {
        left("shop", "release", ChangeSetType.CREATE);
        age();

        plan(Optional.empty());

        assertThat(stacks.changeSets(AwsScope.OWN, "shop"))
                .extracting(ChangeSetListing::name)
                .containsExactly("release");
        assertThat(stacks.find(AwsScope.OWN, "shop").orElseThrow().status()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);
    }

    /** The stacks' own time is not the clock's, by which a plan tells what is old. */
    private void age() {
        Instant made = stacks.changeSets(AwsScope.OWN, "shop").getFirst().createdAt();
        assertThat(made).isBefore(clock.instant().minus(Duration.ofHours(2)));
    }
}
