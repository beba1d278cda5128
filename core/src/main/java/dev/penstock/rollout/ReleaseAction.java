package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.Instruction;
import dev.penstock.action.StepResult;
import dev.penstock.calendar.ReleaseCalendar;
import dev.penstock.engine.StateCodec;
import dev.penstock.engine.StateCodecs;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleaseState.GoingBack;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.ReleaseState.Planning;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Releases to a target by a strategy: the action for targets of every kind.
 *
 * <p>It makes a plan when it begins, has the target carry out one step after the other, and looks in between: whether shares of
 * requests are what was set, whether the new version is well, and what the verdict says. When something is wrong it has the target
 * bring back what ran before, and the action ends as rolled back; when somebody else has taken the target over, it leaves it alone.
 *
 * @param <C> the target's configuration
 * @param <T> the target's states
 */
public final class ReleaseAction<C, T> implements ActionProvider<ReleaseAction.Configuration<C>, ReleaseState> {

    /** Time in which its calendar does not let it go on is no time of the release; the engine's time-out has to have room for it. */
    private static final Duration FOR_THE_CALENDAR = Duration.ofDays(366);

    /** CodePipeline's time for approvals ("Quotas in AWS CodePipeline"). */
    private static final Duration FOR_PEOPLE = Duration.ofDays(7);

    private final ReleaseTarget<C, T> target;
    private final StateCodecs<T> codecs;
    private final Function<String, Optional<ReleaseSettings>> settings;
    private final Strategies strategies;
    private final BakeJudge judge;
    private final Function<String, ReleaseCalendar> calendars;
    private final Function<String, Optional<ReleaseGraph>> graphs;
    private final RevisionGate gate;

    /**
     * An action for a target.
     *
     * @param settings of releases, by the action's name; where there are none, the target's usual ones hold
     * @param judge of bakes that are judged
     */
    public ReleaseAction(
            ReleaseTarget<C, T> target,
            Function<String, Optional<ReleaseSettings>> settings,
            Strategies strategies,
            BakeJudge judge) {
        this(target, settings, strategies, judge, action -> ReleaseCalendar.ALWAYS);
    }

    /**
     * An action for a target that is released at certain times only.
     *
     * @param settings of releases, by the action's name; where there are none, the target's usual ones hold
     * @param judge of bakes that are judged
     * @param calendars when it may be released, by the action's name
     */
    public ReleaseAction(
            ReleaseTarget<C, T> target,
            Function<String, Optional<ReleaseSettings>> settings,
            Strategies strategies,
            BakeJudge judge,
            Function<String, ReleaseCalendar> calendars) {
        this(target, settings, strategies, judge, calendars, action -> Optional.empty());
    }

    /**
     * An action for a target that may be released together with others.
     *
     * @param settings of releases, by the action's name; where there are none, the target's usual ones hold
     * @param judge of bakes that are judged
     * @param calendars when it may be released, by the action's name
     * @param graphs what it is released together with, by the action's name; absent if it is released by itself
     */
    public ReleaseAction(
            ReleaseTarget<C, T> target,
            Function<String, Optional<ReleaseSettings>> settings,
            Strategies strategies,
            BakeJudge judge,
            Function<String, ReleaseCalendar> calendars,
            Function<String, Optional<ReleaseGraph>> graphs) {
        this(target, settings, strategies, judge, calendars, graphs, RevisionGate.OPEN);
    }

    /**
     * An action for a target whose revisions may not everywhere run.
     *
     * @param settings of releases, by the action's name; where there are none, the target's usual ones hold
     * @param judge of bakes that are judged
     * @param calendars when it may be released, by the action's name
     * @param graphs what it is released together with, by the action's name; absent if it is released by itself
     * @param gate is asked before a revision is released, and before one is brought back
     */
    public ReleaseAction(
            ReleaseTarget<C, T> target,
            Function<String, Optional<ReleaseSettings>> settings,
            Strategies strategies,
            BakeJudge judge,
            Function<String, ReleaseCalendar> calendars,
            Function<String, Optional<ReleaseGraph>> graphs,
            RevisionGate gate) {
        this.graphs = graphs;
        this.gate = gate;
        this.target = target;
        this.codecs = new StateCodecs<>(target.stateType());
        this.settings = settings;
        this.strategies = strategies;
        this.judge = judge;
        this.calendars = calendars;
    }

    /**
     * What an action is configured with.
     *
     * @param target the target's part
     * @param release how it is released
     * @param calendar when it may be
     * @param graph the release graph that it is a member of; absent if it is released by itself
     */
    public record Configuration<C>(
            C target, ReleaseSettings release, ReleaseCalendar calendar, Optional<ReleaseGraph> graph) {}

    private static ReleasePlan grouped(ReleasePlan plan, Optional<ReleaseGraph> graph) {
        return graph.map(known -> plan.inGraph(known.shared())).orElse(plan);
    }

    @Override
    public ActionTypeId type() {
        return target.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return target.artifacts();
    }

    @Override
    public Configuration<C> configure(ConfigurationReader configuration) {
        C own = target.configure(configuration);
        String name = configuration.declaration().name();
        Optional<ReleaseGraph> graph = graphs.apply(name);
        ReleaseSettings release = settings.apply(name)
                .orElseGet(() -> judge.judges(name) ? target.usual(own).judgedByVerdict() : target.usual(own));
        try {
            ReleasePlan plan = grouped(strategies.plan(TargetFacts.UNKNOWN, release), graph);
            Grouping.refusal(graph, release)
                    .ifPresent(refusal -> configuration.settingProblem("release", refusal.message(), refusal.hint()));
            refusal(TargetFacts.UNKNOWN, own, release, plan)
                    .ifPresent(refusal ->
                            configuration.settingProblem("release/strategy", refusal.message(), refusal.hint()));
        } catch (ReleaseSettingsException e) {
            configuration.settingProblem("release/" + e.field(), e.getMessage(), e.hint());
        }
        return new Configuration<>(own, release, calendars.apply(name), graph);
    }

    RevisionGate gate() {
        return gate;
    }

    /** With the target's usual settings, for an action that settings say nothing of. */
    Configuration<C> unreleased(C configuration) {
        return new Configuration<>(
                configuration, target.usual(configuration), ReleaseCalendar.ALWAYS, Optional.empty());
    }

    /** Why the target cannot do it, with the nearest strategy that it can do. */
    private Optional<Refusal> refusal(TargetFacts facts, C configuration, ReleaseSettings release, ReleasePlan plan) {
        Optional<Refusal> noTwin = plan.hasTwin() ? target.twinRefusal(configuration) : Optional.empty();
        if (noTwin.isPresent()) {
            return noTwin;
        }
        return target.refusal(configuration, plan).map(refusal -> {
            String nearest = strategies
                    .nearest(facts, release, other -> target.refusal(configuration, other))
                    .map(name -> "The strategy '" + name + "' is the nearest that it can do.")
                    .orElse("");
            return new Refusal(refusal.message(), (refusal.hint() + " " + nearest).strip());
        });
    }

    @Override
    public Class<ReleaseState> stateType() {
        return ReleaseState.class;
    }

    @Override
    public ReleaseState begin(Configuration<C> configuration) {
        return new Planning();
    }

    @Override
    public Set<Instruction.Kind> instructions(Configuration<C> configuration) {
        return EnumSet.allOf(Instruction.Kind.class);
    }

    /** The release goes back at its own time-out; the engine's comes later, when even that has not ended. */
    @Override
    public Duration timeout(Configuration<C> configuration) {
        Duration closed = configuration.calendar().isAlways() ? Duration.ZERO : FOR_THE_CALENDAR;
        return allowed(configuration).plus(closed).plus(WayBack.longest(target.timeout(configuration.target())));
    }

    private Duration allowed(Configuration<C> configuration) {
        ReleaseSettings release = configuration.release();
        if (release.timeout().isPresent()) {
            return release.timeout().get();
        }
        Duration work = target.timeout(configuration.target());
        try {
            Duration baking = strategies.plan(TargetFacts.UNKNOWN, release).baking();
            boolean asks = release.judged()
                    || configuration.graph().isPresent()
                    || !release.approvals().isEmpty()
                    || release.steps().stream().anyMatch(ReleaseSettings.Step::approve);
            return work.plus(baking).plus(asks ? FOR_PEOPLE : Duration.ZERO);
        } catch (ReleaseSettingsException e) {
            // Refused when the release was configured; whoever changed the settings since is told when it is planned.
            return work;
        }
    }

    @Override
    public StepResult<ReleaseState> step(ActionContext context, Configuration<C> configuration, ReleaseState state)
            throws IOException, InterruptedException {
        StateCodec<T> codec = codecs.of(context.masker());
        return switch (state) {
            case Planning() -> plan(context, configuration, codec);
            case OnTheWay onTheWay ->
                new ReleaseRun<>(target, judge, gate, codec, context, configuration, onTheWay.plan(), onTheWay.step())
                        .goOn(onTheWay);
            case GoingBack goingBack ->
                new WayBack<>(
                                target,
                                codec,
                                configuration.target(),
                                new ReleaseContext(
                                        context, goingBack.plan(), configuration.release(), goingBack.step()))
                        .goOn(goingBack);
        };
    }

    private StepResult<ReleaseState> plan(ActionContext context, Configuration<C> configuration, StateCodec<T> codec)
            throws IOException, InterruptedException {
        Optional<ActionFailure> forbidden = gate.refusal(context, RevisionGate.WayBackBy.RELEASE);
        if (forbidden.isPresent()) {
            return new StepResult.Fail<>(forbidden.get());
        }
        TargetFacts facts = target.facts(context, configuration.target());
        ReleasePlan plan;
        try {
            plan = grouped(strategies.plan(facts, configuration.release()), context.graph());
        } catch (ReleaseSettingsException e) {
            return new StepResult.Fail<>(ReleaseEnd.notPlanned(new Refusal(e.getMessage(), e.hint())));
        }
        Optional<Refusal> refusal = refusal(facts, configuration.target(), configuration.release(), plan);
        if (refusal.isPresent()) {
            return new StepResult.Fail<>(ReleaseEnd.notPlanned(refusal.get()));
        }
        context.log("Strategy " + plan.strategy() + ": "
                + String.join(", ", plan.steps().stream().map(Object::toString).toList()) + ".");
        OnTheWay begun = new OnTheWay(
                plan,
                0,
                context.now(),
                codec.write(target.begin(configuration.target())),
                ReleaseState.Stay.BEGUN,
                Milestones.NONE,
                context.startedAt().plus(allowed(configuration)),
                new StoredVerdicts(List.of()),
                Optional.empty(),
                false);
        Told told = Told.of(Grouping.instructions(context, begun), begun, context.now());
        told.lines().forEach(context::log);
        if (told.rollBack().isPresent()) {
            return new StepResult.Fail<>(ReleaseEnd.takenBack(told.rollBack().get()));
        }
        return new StepResult.Next<>(told.on(), "planned: " + plan.strategy());
    }

    @Override
    public void abandon(ActionContext context, Configuration<C> configuration, ReleaseState state)
            throws IOException, InterruptedException {
        StateCodec<T> codec = codecs.of(context.masker());
        switch (state) {
            case Planning() -> {}
            case OnTheWay on -> {
                var release = new ReleaseContext(context, on.plan(), configuration.release(), on.step());
                Optional<String> closed = gate.wayBackClosed(context);
                if (closed.isEmpty()) {
                    target.abandon(release, configuration.target(), codec.read(on.target()));
                } else {
                    context.log("It is left as it is. " + closed.get());
                    target.letGo(release, configuration.target(), codec.read(on.target()));
                }
            }
            case GoingBack back ->
                target.abandon(
                        new ReleaseContext(context, back.plan(), configuration.release(), back.step()),
                        configuration.target(),
                        codec.read(back.target()));
        }
    }

    @Override
    public Optional<String> stopping(ActionContext context, Configuration<C> configuration, ReleaseState state)
            throws IOException, InterruptedException {
        StateCodec<T> codec = codecs.of(context.masker());
        return switch (state) {
            case Planning() -> Optional.empty();
            case OnTheWay on ->
                gate.wayBackClosed(context).isPresent()
                        ? Optional.empty()
                        : target.stopping(
                                new ReleaseContext(context, on.plan(), configuration.release(), on.step()),
                                configuration.target(),
                                codec.read(on.target()));
            case GoingBack back ->
                target.stopping(
                        new ReleaseContext(context, back.plan(), configuration.release(), back.step()),
                        configuration.target(),
                        codec.read(back.target()));
        };
    }
}
