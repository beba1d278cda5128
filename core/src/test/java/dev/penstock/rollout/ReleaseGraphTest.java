package dev.penstock.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.penstock.action.ActionContext;
import dev.penstock.action.Instruction;
import dev.penstock.action.Instruction.Kind;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.InstructionRefusedException;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Progress;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.ReleaseGraph.Member;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.rollout.BakeJudge.Judgement;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.verdict.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Actions of a stage that are released together move in order, and go back in reverse order when one of them fails. */
@Timeout(120)
final class ReleaseGraphTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final boolean WHOLLY = Boolean.getBoolean("penstock.everyCell");
    private static final int MOST_APPENDS = 45;
    private static final int GRAPHS = WHOLLY ? 1_000 : 24;

    /** A runner dies at every append, or at each third, which others are like. */
    private static final int EVERY = WHOLLY ? 1 : 3;

    /** Nothing is kept for its own sake, so that what is kept is kept for the others. */
    private static final ReleaseSettings AT_ONCE =
            ReleaseSettingsBuilder.of("blueGreen").keep(Duration.ZERO).build();

    /** Configuration and network first, then orders, then the shop that needs them. */
    private static final ReleaseGraph SHOP = new ReleaseGraph(
            List.of(
                    new Member("network", List.of(), false),
                    new Member("orders", List.of("network"), false),
                    new Member("shop", List.of("orders"), false)),
            List.of(),
            false);

    @TempDir
    private Path folder;

    private VirtualClock clock = new VirtualClock(NOON);
    private Shelves shelves = new Shelves(clock);
    private Map<String, ReleaseSettings> settings = Map.of();
    private Decision verdict = new Decision.Promote();
    private RevisionGate gate = RevisionGate.OPEN;
    private final List<Integer> budgets = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<ExecutionId, String> whenProgressed = (id, summary) -> {};

    private ReleaseAction<?, ?> releases(ReleaseGraph graph) {
        BakeJudge judge = (release, bake, arms, share) -> {
            budgets.add(bake.of());
            return new Judgement(bake.memory(), verdict, clock.instant().plusSeconds(10), "So it is.");
        };
        return new ReleaseAction<>(
                shelves,
                action -> Optional.of(settings.getOrDefault(action, AT_ONCE)),
                Strategies.builtIn(),
                judge,
                action -> ReleaseCalendar.ALWAYS,
                action -> graph.member(action).map(member -> graph),
                gate);
    }

    private Engine engine(ReleaseGraph graph, Journal over, String runner) {
        return Engine.builder(over)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder.resolve("work"))
                .providers(List.of(releases(graph)))
                .graphs((pipeline, stage) -> Optional.of(graph.in(stage)))
                .clock(clock)
                .runner(new RunnerId(runner))
                .signalInterval(Duration.ofMillis(10))
                .listener(new ExecutionListener() {
                    @Override
                    public void progressed(ExecutionId execution, ActionAttempt attempt, String summary) {
                        whenProgressed.accept(execution, attempt.action() + ": " + summary);
                    }
                })
                .build();
    }

    private static Pipeline pipeline(ReleaseGraph graph) {
        return pipeline(graph.members().stream().map(Member::action).toList());
    }

    private static Pipeline pipeline(List<String> actions) {
        return pipeline(actions, Map.of());
    }

    private static Pipeline pipeline(List<String> actions, Map<String, Integer> runOrders) {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Deploy",
                        actions.stream()
                                .map(name -> action(name, runOrders.getOrDefault(name, 1)))
                                .toList())),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static ActionDeclaration action(String name, int runOrder) {
        return new ActionDeclaration(
                name,
                FakeReleaseTarget.TYPE,
                runOrder,
                Map.of("Version", "new"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private ExecutionState released(ReleaseGraph graph) throws Exception {
        try (Engine engine = engine(graph, new InMemoryJournal(), "one")) {
            return engine.whenEnded(engine.start(pipeline(graph), StartRequest.by("ann")))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static ActionFailure failure(ExecutionState state, String action) {
        return state.stage("Deploy").orElseThrow().action(action).orElseThrow().phase()
                        instanceof ActionPhase.Failed(ActionFailure failure, var at)
                ? failure
                : fail(action + " has not failed: " + state);
    }

    private static String reason(ExecutionState state) {
        return state.progress() instanceof Progress.Ended ended ? ended.reason() : "";
    }

    private int at(String effect) {
        return shelves.effects().indexOf(effect);
    }

    @Test
    void eachMovesWhenThoseBeforeItHaveAndNoneGivesUpWhatRanBeforeUntilAllHave() throws Exception {
        assertThat(released(SHOP).outcome()).contains(Outcome.SUCCEEDED);

        assertThat(shelves.effects().subList(0, 9))
                .containsExactly(
                        "network: prepare",
                        "network: scale up",
                        "network: 100 % of requests",
                        "orders: prepare",
                        "orders: scale up",
                        "orders: 100 % of requests",
                        "shop: prepare",
                        "shop: scale up",
                        "shop: 100 % of requests");
        assertThat(shelves.effects().subList(9, 12))
                .containsExactlyInAnyOrder("network: finish", "orders: finish", "shop: finish");
    }

    @Test
    void thoseThatMovedGoBackInReverseOrderWhenALaterOneFails() throws Exception {
        shelves.of("shop").failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);

        ExecutionState state = released(SHOP);

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelves.effects().subList(8, 11))
                .containsExactly("shop: roll back", "orders: roll back", "network: roll back");
        assertThat(reason(state))
                .contains("action shop of stage Deploy: The step '100 % of requests' failed.")
                .contains("Taken back in reverse order: 'orders', 'network'.");
        assertThat(failure(state, "network").message())
                .contains("Taken back by the release graph")
                .contains("'shop' did not come through. The step '100 % of requests' failed.");
    }

    @Test
    void whatIsNotThereYetIsNotBegunAnyMore() throws Exception {
        shelves.of("orders").failAt(new ReleaseStep.Prepare(), Aftermath.UNTOUCHED);

        ExecutionState state = released(SHOP);

        assertThat(shelves.of("shop").effects()).isEmpty();
        assertThat(shelves.of("network").effects()).endsWith("roll back");
        assertThat(state.stage("Deploy").orElseThrow().action("shop")).isEmpty();
    }

    @Test
    void aWayBackThatIsDeniedTellsBothCausesAndTheOthersGoBack() throws Exception {
        shelves.of("shop").failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);
        shelves.of("orders").stick();

        ExecutionState state = released(SHOP);

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(shelves.of("network").effects()).endsWith("roll back");
        assertThat(failure(state, "orders").message())
                .contains("'shop' did not come through.")
                .contains("Bringing back what ran before failed, too: It is stuck.");
        assertThat(reason(state))
                .contains("Taken back in reverse order: 'network'.")
                .contains("Not taken back: 'orders'")
                .contains("It is stuck.");
    }

    @Test
    void aMemberWhoseOldRevisionMustNotComeBackIsLeftAndTheOthersGoBack() throws Exception {
        shelves.of("shop").failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);
        gate = new RevisionGate() {
            @Override
            public Optional<ActionFailure> refusal(ActionContext context, WayBackBy by) {
                return Optional.empty();
            }

            @Override
            public Optional<String> wayBackClosed(ActionContext context) {
                return Optional.of("Its database has moved on.")
                        .filter(why -> context.declaration().name().equals("orders"));
            }

            @Override
            public Map<String, String> record(ActionContext context) {
                return Map.of();
            }
        };

        ExecutionState state = released(SHOP);

        assertThat(shelves.of("orders").effects()).endsWith("let go").doesNotContain("roll back");
        assertThat(shelves.of("network").effects()).endsWith("roll back");
        assertThat(failure(state, "orders").code()).isEqualTo("PEN-SCHEMA-002");
        assertThat(failure(state, "orders").message())
                .contains("'shop' did not come through.", "Its database has moved on.");
    }

    @Test
    void aMemberThatSomebodyElseChangesIsLeftAloneAndTheOthersGoBack() throws Exception {
        shelves.before((action, step) -> {
            if (action.equals("shop") && step instanceof ReleaseStep.ScaleUp) {
                shelves.of("network")
                        .become(new Condition.Overtaken(new ActionFailure(
                                ActionFailure.Kind.SUPERSEDED,
                                "SHELF-3",
                                "Somebody else has put it there.",
                                List.of())));
            }
        });
        settings = Map.of(
                "shop",
                ReleaseSettingsBuilder.of("canary").bake(Duration.ofMinutes(30)).build());

        ExecutionState state = released(SHOP);

        assertThat(state.outcome()).contains(Outcome.SUPERSEDED);
        assertThat(shelves.of("network").effects()).endsWith("let go").doesNotContain("roll back");
        assertThat(at("shop: roll back")).isPositive().isLessThan(at("orders: roll back"));
    }

    @Test
    void whoeverTakesBackOneTakesBackAllInReverseOrder() throws Exception {
        var told = new AtomicBoolean();
        var engine = new AtomicReference<Engine>();
        settings = Map.of(
                "shop",
                ReleaseSettingsBuilder.of("canary").bake(Duration.ofMinutes(30)).build());
        whenProgressed = (id, summary) -> {
            if (summary.startsWith("shop: ") && summary.contains("bake") && !told.getAndSet(true)) {
                engine.get().instruct(id, Optional.empty(), new Instruction(Kind.ROLL_BACK, "bob", "prices are wrong"));
            }
        };
        ExecutionState state;
        try (Engine made = engine(SHOP, new InMemoryJournal(), "one")) {
            engine.set(made);
            state = made.whenEnded(made.start(pipeline(SHOP), StartRequest.by("ann")))
                    .get(20, TimeUnit.SECONDS);
        }

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelves.effects().stream().filter(each -> each.endsWith("roll back")))
                .containsExactly("shop: roll back", "orders: roll back", "network: roll back");
        assertThat(reason(state)).contains("was taken back by bob: prices are wrong");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopTakesBackWhatHasMovedAsNothingMoreBegins(boolean abandon) throws Exception {
        var told = new AtomicBoolean();
        var engine = new AtomicReference<Engine>();
        whenProgressed = (id, summary) -> {
            if (summary.startsWith("orders: ") && summary.contains("works on it") && !told.getAndSet(true)) {
                engine.get().send(id, new Signal.Stop(abandon, "dinner", "bob"));
            }
        };
        ExecutionState state;
        try (Engine made = engine(SHOP, new InMemoryJournal(), "one")) {
            engine.set(made);
            state = made.whenEnded(made.start(pipeline(SHOP), StartRequest.by("ann")))
                    .get(20, TimeUnit.SECONDS);
        }

        String how = abandon ? ": abandon" : ": roll back";
        assertThat(state.outcome()).contains(Outcome.STOPPED);
        assertThat(shelves.of("shop").effects()).isEmpty();
        assertThat(at("orders" + how)).isPositive().isLessThan(at("network" + how));
    }

    @Test
    void theVerdictsOfAllShareWhatMayBeDecidedWrongly() throws Exception {
        var graph = new ReleaseGraph(
                List.of(new Member("orders", List.of(), true), new Member("shop", List.of("orders"), true)),
                List.of(),
                false);
        ReleaseSettings judged = ReleaseSettings.of("canary").judgedByVerdict();
        settings = Map.of("orders", judged, "shop", judged);

        assertThat(released(graph).outcome()).contains(Outcome.SUCCEEDED);

        assertThat(budgets).isNotEmpty().containsOnly(2);
    }

    @Test
    void aSharedCanaryGivesEachItsPartBeforeAnyIsJudgedAndNoneAllBeforeAllAreProven() throws Exception {
        var graph = new ReleaseGraph(SHOP.members(), List.of(), true);
        ReleaseSettings canary = ReleaseSettings.of("canary").judgedByVerdict();
        settings = Map.of("orders", canary, "shop", canary);

        assertThat(released(graph).outcome()).contains(Outcome.SUCCEEDED);

        assertThat(at("network: 100 % of requests")).isLessThan(at("orders: prepare"));
        assertThat(at("orders: 10 % of requests")).isPositive().isLessThan(at("shop: prepare"));
        assertThat(at("shop: 10 % of requests")).isLessThan(at("orders: 100 % of requests"));
        assertThat(at("orders: 100 % of requests")).isLessThan(at("shop: 100 % of requests"));
        assertThat(at("shop: 100 % of requests")).isLessThan(at("network: finish"));
    }

    @Test
    void aSharedCanaryThatIsWorseAtOneTakesBackAll() throws Exception {
        var graph = new ReleaseGraph(SHOP.members(), List.of(), true);
        ReleaseSettings canary = ReleaseSettings.of("canary").judgedByVerdict();
        settings = Map.of("orders", canary, "shop", ReleaseSettings.of("canary"));
        verdict = new Decision.RollBack(new Decision.Cause.Score(10, 75, true));

        ExecutionState state = released(graph);

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelves.effects()).noneMatch(each -> each.equals("shop: 100 % of requests"));
        assertThat(Stream.of("network", "orders", "shop")
                        .map(name -> shelves.of(name).effects()))
                .allMatch(effects -> effects.getLast().equals("roll back"));
    }

    private static ReleaseGraph random(int seed) {
        var random = new Random(seed);
        int size = 2 + random.nextInt(6);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<String> after = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(3) == 0) {
                    after.add("m" + j);
                }
            }
            members.add(new Member("m" + i, after, false));
        }
        Collections.shuffle(members, random);
        return new ReleaseGraph(members, List.of(), false);
    }

    static Stream<Integer> seeds() {
        return IntStream.range(0, GRAPHS).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyGraphMovesInItsOrderAndGoesBackInReverse(int seed) throws Exception {
        ReleaseGraph graph = random(seed);
        var random = new Random(seed);
        Optional<String> failing = seed % 3 == 0
                ? Optional.empty()
                : Optional.of("m" + random.nextInt(graph.members().size()));
        List<ReleaseStep> steps = List.of(
                new ReleaseStep.Prepare(), new ReleaseStep.ScaleUp(Share.ALL), new ReleaseStep.Shift(Share.ALL));
        failing.ifPresent(name -> shelves.of(name).failAt(steps.get(seed % steps.size()), Aftermath.CHANGED));

        ExecutionState state = released(graph);

        assertThat(state.outcome())
                .as("%s", graph)
                .contains(failing.isPresent() ? Outcome.ROLLED_BACK : Outcome.SUCCEEDED);
        List<String> effects = shelves.effects();
        for (Member member : graph.members()) {
            int begun = effects.indexOf(member.action() + ": prepare");
            for (String before : member.after()) {
                if (begun >= 0) {
                    assertThat(effects.indexOf(before + ": 100 % of requests"))
                            .as("%s before %s in %s of %s", before, member, effects, graph)
                            .isBetween(0, begun);
                }
                int back = effects.indexOf(before + ": roll back");
                int own = effects.indexOf(member.action() + ": roll back");
                if (back >= 0 && own >= 0) {
                    assertThat(own)
                            .as("%s after %s in %s", before, member, effects)
                            .isLessThan(back);
                }
            }
            boolean hasChanged = effects.contains(member.action() + ": scale up");
            if (failing.isPresent() && hasChanged) {
                assertThat(effects).as("%s", graph).contains(member.action() + ": roll back");
            }
            if (failing.isPresent()) {
                assertThat(effects).doesNotContain(member.action() + ": finish");
            }
        }
        int last = graph.members().stream()
                .mapToInt(member -> effects.indexOf(member.action() + ": 100 % of requests"))
                .max()
                .orElseThrow();
        assertThat(effects.subList(0, Math.max(0, last))).noneMatch(each -> each.endsWith("finish"));
    }

    static Stream<Arguments> failures() {
        List<ReleaseStep> steps = List.of(
                new ReleaseStep.Prepare(), new ReleaseStep.ScaleUp(Share.ALL), new ReleaseStep.Shift(Share.ALL));
        return Stream.of("network", "orders", "shop")
                .flatMap(name -> steps.stream()
                        .flatMap(step -> Stream.of(Aftermath.CHANGED, Aftermath.RESTORED)
                                .map(then -> Arguments.of(name, step, then))));
    }

    @ParameterizedTest(name = "{0} fails at {1} and is {2}")
    @MethodSource("failures")
    void whicheverFailsWhereverNothingOfTheGraphIsLeft(String name, ReleaseStep step, Aftermath then) throws Exception {
        shelves.of(name).failAt(step, then);

        ExecutionState state = released(SHOP);

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        List<String> order = List.of("network", "orders", "shop");
        int failed = order.indexOf(name);
        List<String> back = new ArrayList<>();
        for (int i = then == Aftermath.CHANGED ? failed : failed - 1; i >= 0; i--) {
            back.add(order.get(i) + ": roll back");
        }
        assertThat(shelves.effects().stream().filter(each -> each.endsWith("roll back")))
                .containsExactlyElementsOf(back);
        order.subList(failed + 1, order.size())
                .forEach(later -> assertThat(shelves.of(later).effects()).isEmpty());
        assertThat(order).allSatisfy(each -> assertThat(shelves.of(each).live()).contains("old"));
    }

    @Test
    void whenOneFailsWhileTheOthersGiveUpWhatRanBeforeItIsToldWhichStay() throws Exception {
        shelves.of("shop").failAt(new ReleaseStep.Finish(), Aftermath.OUT_OF_HAND);

        ExecutionState state = released(SHOP);

        assertThat(state.outcome()).contains(Outcome.FAILED);
        assertThat(reason(state)).contains("action shop of stage Deploy: The step 'finish' failed.");
        assertThat(List.of("network", "orders")).allSatisfy(name -> {
            // All of them give it up at the same time: one is through already, another is not.
            boolean stays = shelves.of(name).effects().getLast().equals("finish");
            assertThat(reason(state)).containsPattern(stays ? "'" + name + "' stays as it is" : "Taken back.*'" + name);
        });
    }

    @Test
    void aRetryReleasesAllThatWentBackOnceMore() throws Exception {
        shelves.of("shop").failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);
        try (Engine engine = engine(SHOP, new InMemoryJournal(), "one")) {
            ExecutionId id = engine.start(pipeline(SHOP), StartRequest.by("ann"));
            assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.ROLLED_BACK);
            shelves.of("shop").failAt(new ReleaseStep.Test(), Aftermath.CHANGED);
            int before = shelves.effects().size();

            engine.send(id, new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "ann"));
            engine.resume(id);

            assertThat(engine.whenEnded(id).get(20, TimeUnit.SECONDS).outcome()).contains(Outcome.SUCCEEDED);
            assertThat(shelves.effects().subList(before, before + 3))
                    .containsExactly("network: prepare", "network: scale up", "network: 100 % of requests");
            assertThat(List.of("network", "orders", "shop"))
                    .allSatisfy(name -> assertThat(shelves.of(name).live()).contains("new"));
        }
    }

    @Test
    void aCheckThatFailsTakesBackWhatItChecks() throws Exception {
        var graph = new ReleaseGraph(
                List.of(new Member("orders", List.of(), false), new Member("shop", List.of("orders"), false)),
                List.of(),
                false);
        Pipeline checked = pipeline(List.of("orders", "shop", "smoke"), Map.of("smoke", 2));
        shelves.of("smoke").failAt(new ReleaseStep.Prepare(), Aftermath.UNTOUCHED);
        ExecutionState state;
        try (Engine engine = engine(graph, new InMemoryJournal(), "one")) {
            state = engine.whenEnded(engine.start(checked, StartRequest.by("ann")))
                    .get(20, TimeUnit.SECONDS);
        }

        assertThat(state.outcome()).contains(Outcome.ROLLED_BACK);
        assertThat(shelves.effects().stream().filter(each -> each.endsWith("roll back")))
                .containsExactly("shop: roll back", "orders: roll back");
        assertThat(reason(state)).contains("action smoke of stage Deploy: The step 'prepare' failed.");
    }

    @Test
    void thoseThatDoNotDependOnEachOtherGoAtOnce() throws Exception {
        var graph = new ReleaseGraph(
                List.of(
                        new Member("a", List.of(), false),
                        new Member("b", List.of(), false),
                        new Member("c", List.of("a", "b"), false)),
                List.of(),
                false);

        released(graph);

        assertThat(at("b: prepare")).isLessThan(at("a: 100 % of requests"));
        assertThat(at("a: prepare")).isLessThan(at("b: 100 % of requests"));
    }

    static Stream<RunnerDeath> deaths() {
        return RunnerDeath.between(1, MOST_APPENDS).filter(death -> death.append() % EVERY == 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void aRunnerMayDieAtEachAppendOnTheWay(RunnerDeath death) throws Exception {
        Optional<ExecutionState> state =
                death.survived(pipeline(SHOP), (over, name) -> engine(SHOP, over, name), () -> {});

        if (state.isPresent()) {
            assertThat(state.get().outcome()).contains(Outcome.SUCCEEDED);
            assertThat(shelves.effects()).doesNotHaveDuplicates().hasSize(12);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void aRunnerMayDieAtEachAppendOnTheWayBack(RunnerDeath death) throws Exception {
        shelves.of("shop").failAt(new ReleaseStep.Shift(Share.ALL), Aftermath.CHANGED);

        Optional<ExecutionState> state =
                death.survived(pipeline(SHOP), (over, name) -> engine(SHOP, over, name), () -> {});

        if (state.isPresent()) {
            assertThat(state.get().outcome()).contains(Outcome.ROLLED_BACK);
            assertThat(shelves.effects().stream().filter(each -> each.endsWith("roll back")))
                    .containsExactly("shop: roll back", "orders: roll back", "network: roll back");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deaths")
    void whatIsTakenBackWhileNoRunnerLivesIsTakenBackByTheNext(RunnerDeath death) throws Exception {
        Optional<ExecutionState> state = death.survived(
                pipeline(SHOP),
                (over, name) -> {
                    Engine engine = engine(SHOP, over, name);
                    if (name.equals("two")) {
                        takeBack(engine, over);
                    }
                    return engine;
                },
                () -> {});

        if (state.isEmpty()) {
            return;
        }
        List<String> finished = Stream.of("network", "orders", "shop")
                .filter(name -> shelves.of(name).effects().contains("finish"))
                .toList();
        Outcome expected =
                finished.size() == 3 ? Outcome.SUCCEEDED : finished.isEmpty() ? Outcome.ROLLED_BACK : Outcome.FAILED;
        assertThat(state.get().outcome()).as("%s", shelves.effects()).contains(expected);
        assertThat(finished)
                .as("what was given up is not gone back to")
                .allSatisfy(name -> assertThat(shelves.of(name).effects()).doesNotContain("roll back"));
        List<String> back = shelves.effects().stream()
                .filter(each -> each.endsWith("roll back"))
                .toList();
        assertThat(back)
                .isEqualTo(Stream.of("shop", "orders", "network")
                        .map(name -> name + ": roll back")
                        .filter(back::contains)
                        .toList());
    }

    private static void takeBack(Engine engine, Journal over) {
        ExecutionId id = over.list(ExecutionQuery.newest(1)).getFirst().id();
        try {
            engine.instruct(id, Optional.empty(), new Instruction(Kind.ROLL_BACK, "bob", "from another machine"));
        } catch (InstructionRefusedException e) {
            // It had come to its end.
        }
    }

    @Test
    void whatCannotBeTakenBackIsRefusedAsAMemberAndMayStandInTheStage() {
        Pipeline pipeline = new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Deploy",
                        List.of(
                                ActionDeclaration.of("ask", new ManualApprovalAction().type(), Map.of()),
                                action("orders", 1),
                                action("shop", 2)))),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
        var wrong = new ReleaseGraph(
                List.of(new Member("ask", List.of(), false), new Member("orders", List.of(), false)), List.of(), false);
        var right = new ReleaseGraph(
                List.of(new Member("shop", List.of(), false), new Member("orders", List.of(), false)),
                List.of(),
                false);

        assertThat(obstacles(pipeline, wrong)).singleElement().satisfies(obstacle -> {
            assertThat(obstacle.path()).isEqualTo("/stages/0/actions/0");
            assertThat(obstacle.message())
                    .isEqualTo("The action 'ask' is of the release graph of its stage, and an action of type"
                            + " Approval/AWS/Manual/1 that has succeeded cannot be taken back.");
        });
        assertThat(obstacles(pipeline, right)).isEmpty();
    }

    private List<Preflight.Obstacle> obstacles(Pipeline pipeline, ReleaseGraph graph) {
        return new Preflight(
                        List.of(new ManualApprovalAction(), releases(graph)),
                        (all, stage) -> Optional.of(graph.in(stage)))
                .check(pipeline).stream()
                        .filter(obstacle -> !obstacle.path().contains("Artifacts"))
                        .toList();
    }

    @Test
    void whatLetsThePipelineGoOnByItselfIsRefusedAsAMember() {
        settings = Map.of(
                "orders", ReleaseSettingsBuilder.of("blueGreen").goOnAtTraffic().build());

        assertThat(obstacles(pipeline(List.of("orders", "shop")), SHOP))
                .singleElement()
                .extracting(Preflight.Obstacle::message)
                .asString()
                .contains("'goOn: traffic' counts for nothing");
    }
}
