package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.stack.CloudFormationState.Asking;
import dev.penstock.stack.CloudFormationState.Beginning;
import dev.penstock.stack.CloudFormationState.Begun;
import dev.penstock.stack.CloudFormationState.Comparing;
import dev.penstock.stack.CloudFormationState.Executing;
import dev.penstock.stack.CloudFormationState.Following;
import dev.penstock.stack.CloudFormationState.InWaves;
import dev.penstock.stack.CloudFormationState.Looking;
import dev.penstock.stack.CloudFormationState.Past;
import dev.penstock.stack.CloudFormationState.Proposing;
import dev.penstock.stack.CloudFormationState.Weighing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * {@code Deploy/AWS/CloudFormation/1}: brings a stack to a template, or away.
 *
 * <ol>
 *   <li>Reads template, configuration and parameters, and refuses what cannot go well before anything is changed.
 *   <li>Looks how the stack is, and waits, brings it back, or stops, as {@link StackRoads} says.
 *   <li>Makes a change set. {@code CREATE_UPDATE} and {@code REPLACE_ON_FAILURE} go by one as well, so that what is judged is
 *       what is executed, and that there is nothing to change is known before the stack is touched.
 *   <li>Lets the {@linkplain ChangeSetGate gate} judge it, and executes exactly the change set that was judged.
 *   <li>Follows the operation that this began, and no other, to its end.
 * </ol>
 *
 * <p>It has succeeded if the operation with its own token came to the status that is wanted; that the stack is {@code
 * UPDATE_COMPLETE} proves nothing. {@code *_CLEANUP_IN_PROGRESS} counts as the end. A parameter without default that is not
 * given keeps the value that the stack has.
 */
public final class CloudFormationAction implements ActionProvider<CloudFormationConfiguration, CloudFormationState> {

    private static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CloudFormation", "1");

    /** "Quotas in AWS CodePipeline": CloudFormation deployment actions. */
    private static final Duration TIMEOUT = Duration.ofDays(3);

    private final Stacks stacks;
    private final Function<String, StackOptions> options;
    private final Function<String, Optional<String>> roles;
    private final StackInputs inputs;
    private final StackApproach approach;
    private final ChangeSetSteps changeSets;
    private final OperationFollower follower;
    private final StackDefinitions definitions;
    private final StackStopping stopping;
    private final Function<String, Optional<StackWaves>> waves;
    private final WaveDriver waveDriver;
    private final TargetSteps targetSteps;
    private final TargetAlarms targetAlarms;
    private final StackListener listener;

    /** The steps for one stack, as a deployment to several takes them. */
    private final class Steps implements OneStack {

        @Override
        public StepResult<CloudFormationState> step(
                ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state)
                throws IOException {
            return CloudFormationAction.this.told(context, configuration, state);
        }

        @Override
        public void abandon(
                ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state) {
            CloudFormationAction.this.abandon(context, configuration, state);
        }

        @Override
        public Optional<String> stopping(
                ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state) {
            return CloudFormationAction.this.stopping(context, configuration, state);
        }
    }

    /**
     * An action over a platform.
     *
     * @param files where artifacts go that templates refer to
     * @param gate judges change sets before they are executed
     * @param stateful whether resources of a type hold data, such as {@code AWS::RDS::DBInstance}
     * @param options by the action's name
     * @param roles what stands in for the role that an action names by {@code RoleArn}: another role, or none
     */
    public CloudFormationAction(
            Stacks stacks,
            StackFiles files,
            ChangeSetGate gate,
            Predicate<String> stateful,
            Function<String, StackOptions> options,
            Function<String, Optional<String>> roles) {
        this(
                stacks,
                files,
                gate,
                stateful,
                options,
                roles,
                StackExperience.NONE,
                (scope, names) -> List.of(),
                action -> Optional.empty(),
                StackListener.NONE);
    }

    /**
     * The same, to several stacks where that is said.
     *
     * @param experience how long resources take
     * @param alarms looked at between waves
     * @param waves by the action's name; absent for one stack
     * @param listener is told of each stack
     */
    public CloudFormationAction(
            Stacks stacks,
            StackFiles files,
            ChangeSetGate gate,
            Predicate<String> stateful,
            Function<String, StackOptions> options,
            Function<String, Optional<String>> roles,
            StackExperience experience,
            AlarmStates alarms,
            Function<String, Optional<StackWaves>> waves,
            StackListener listener) {
        this.listener = listener;
        this.waves = waves;
        this.targetSteps = new TargetSteps(new Steps(), stacks);
        this.targetAlarms = new TargetAlarms(alarms);
        this.waveDriver = new WaveDriver(targetSteps, targetAlarms);
        this.roles = roles;
        this.stacks = stacks;
        this.options = options;
        this.inputs = new StackInputs(files);
        this.approach = new StackApproach(stacks, stateful);
        this.definitions = new StackDefinitions(stacks, files, inputs);
        this.changeSets = new ChangeSetSteps(stacks, files, inputs, gate);
        this.stopping = new StackStopping(stacks, changeSets);
        this.follower = new OperationFollower(stacks, inputs, experience);
    }

    /** What the same action needs that is led by a strategy. */
    TargetSteps targetSteps() {
        return targetSteps;
    }

    TargetAlarms targetAlarms() {
        return targetAlarms;
    }

    Stacks stacks() {
        return stacks;
    }

    /** Whether settings leave what an action has done as it is when somebody abandons it. */
    boolean isLeftWhenStopped(ActionContext context) {
        return options.apply(context.declaration().name()).whenStopped() == StackOptions.WhenStopped.LEAVE;
    }

    /** Updates a stack by one call, without a change set. */
    void update(ActionContext context, CloudFormationConfiguration configuration, String stack, String token)
            throws IOException, StackFailure {
        StackOptions own = options.apply(context.declaration().name());
        stacks.update(
                context.scope(),
                stack,
                definitions.of(context, configuration, own, ChangeSetType.UPDATE),
                Optional.empty(),
                token);
    }

    /** The stacks that settings name for an action. */
    Optional<StackWaves> wavesOf(String action) {
        return waves.apply(action);
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 10, 0, 1);
    }

    @Override
    public CloudFormationConfiguration configure(ConfigurationReader configuration) {
        return CloudFormationKeys.read(configuration, roles);
    }

    @Override
    public Class<CloudFormationState> stateType() {
        return CloudFormationState.class;
    }

    @Override
    public CloudFormationState begin(CloudFormationConfiguration configuration) {
        return new Begun();
    }

    @Override
    public Duration timeout(CloudFormationConfiguration configuration) {
        return TIMEOUT;
    }

    @Override
    public StepResult<CloudFormationState> step(
            ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state)
            throws IOException, InterruptedException {
        Optional<StackWaves> settings = waves.apply(context.declaration().name());
        boolean begins = state instanceof Begun && settings.isPresent();
        if (!begins && !(state instanceof InWaves)) {
            return told(context, configuration, state);
        }
        InWaves now = state instanceof InWaves inWaves ? inWaves : WaveDriver.begin(settings.orElseThrow());
        try {
            return waveDriver.step(context, configuration, several(settings, now), now);
        } catch (StackFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    /** What was begun goes on as it was begun. */
    private static StackWaves several(Optional<StackWaves> settings, InWaves now) throws StackFailure {
        Optional<StackWaves> plan = now.plan();
        if (plan.isPresent()) {
            return WavePlan.of(plan.get(), settings, now.targets());
        }
        boolean all = now.targets().stream()
                .allMatch(target ->
                        settings.filter(waves -> waves.has(target.name())).isPresent());
        if (!all) {
            throw new StackFailure(
                    "PEN-STACK-031",
                    "The deployment was begun to several stacks, and the settings do not name all of them any more. Give them"
                            + " back their 'waves' to go on.");
        }
        return settings.orElseThrow();
    }

    /** One step for one stack, of which the listener is told. */
    private StepResult<CloudFormationState> told(
            ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state)
            throws IOException {
        String target = context instanceof TargetContext of ? of.target() : "";
        if (state instanceof Begun) {
            listener.begins(context, target, configuration.stack());
        }
        try {
            StepResult<CloudFormationState> result = one(context, configuration, state);
            switch (result) {
                case StepResult.Succeed<CloudFormationState> ignored ->
                    listener.ended(context, target, configuration.stack(), Optional.empty());
                case StepResult.Fail<CloudFormationState>(var failure) ->
                    listener.ended(context, target, configuration.stack(), Optional.of(failure));
                case StepResult.Next<CloudFormationState> ignored -> {}
                case StepResult.Await<CloudFormationState> ignored -> {}
                case StepResult.Pass<CloudFormationState> ignored -> {}
            }
            return result;
        } catch (RemoteCallException e) {
            if (!e.kind().isWorthAskingAgain()) {
                listener.ended(context, target, configuration.stack(), Optional.of(StackEnd.refused(e)));
            }
            throw e;
        }
    }

    private StepResult<CloudFormationState> one(
            ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state)
            throws IOException {
        StackOptions chosen = options.apply(context.declaration().name());
        try {
            return switch (state) {
                case Begun() -> begun(context, configuration, chosen);
                case Looking looking -> approach.look(context, configuration, chosen, looking);
                case Comparing comparing -> approach.compare(context, configuration, chosen, comparing);
                case Beginning beginning -> approach.begin(context, configuration, beginning);
                case Proposing proposing -> changeSets.propose(context, configuration, chosen, proposing);
                case Weighing weighing -> changeSets.weigh(context, configuration, weighing);
                case Asking asking -> changeSets.ask(context, configuration, asking);
                case Executing executing -> changeSets.execute(context, configuration, chosen, executing);
                case Following following ->
                    follower.follow(
                            context,
                            configuration,
                            following,
                            stack -> new StackResult(stacks, inputs)
                                    .deployed(
                                            context,
                                            configuration,
                                            chosen.mode(),
                                            following.operation(),
                                            following.past(),
                                            stack));
                case InWaves inWaves -> throw new IllegalStateException("one target is not several");
            };
        } catch (StackFailure e) {
            return new StepResult.Fail<>(e.failure());
        }
    }

    private StepResult<CloudFormationState> begun(
            ActionContext context, CloudFormationConfiguration configuration, StackOptions chosen)
            throws IOException, StackFailure {
        if (chosen.policyDuringUpdate().isPresent() && configuration.goal() == StackGoal.EXECUTE) {
            throw new StackFailure(
                    "PEN-STACK-032",
                    "The settings ask for another stack policy during the update, and a change set cannot be executed under"
                            + " one: CloudFormation takes it with an update only. Use the ActionMode CREATE_UPDATE, which"
                            + " reviews a change set as well, or leave 'policyDuringUpdate' away. Nothing was changed.");
        }
        if (configuration.template().isPresent() && configuration.goal() != StackGoal.EXECUTE) {
            inputs.read(context, configuration);
        }
        return new StepResult.Next<>(new Looking(Past.NOTHING, ""), "looks at the stack");
    }

    @Override
    public void abandon(ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state) {
        boolean leave = isLeftWhenStopped(context);
        switch (state) {
            case Begun ignored -> {}
            case Looking ignored -> {}
            case Comparing ignored -> {}
            case Beginning ignored -> {}
            case Proposing proposing -> changeSets.takeBack(context, configuration, proposing);
            case Weighing weighing -> changeSets.takeBack(context, configuration, weighing.proposal());
            case Asking asking -> changeSets.takeBack(context, configuration, asking.proposal());
            case Executing executing -> stopping.stop(context, configuration, executing.proposal(), leave);
            case Following following -> stopping.stop(context, following.operation(), leave);
            case InWaves inWaves ->
                begun(context, inWaves)
                        .ifPresent(several -> waveDriver.abandon(context, configuration, several, inWaves));
        }
    }

    private Optional<StackWaves> begun(ActionContext context, InWaves inWaves) {
        return inWaves.plan()
                .map(WavePlan::ofNames)
                .or(() -> waves.apply(context.declaration().name()));
    }

    /** A cancelled update goes back, and that takes its time: until then the stack is not free for anything else. */
    @Override
    public Optional<String> stopping(
            ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state) {
        if (isLeftWhenStopped(context)) {
            return Optional.empty();
        }
        return switch (state) {
            case Begun ignored -> Optional.empty();
            case Looking ignored -> Optional.empty();
            case Comparing ignored -> Optional.empty();
            case Beginning ignored -> Optional.empty();
            case Proposing ignored -> Optional.empty();
            case Weighing ignored -> Optional.empty();
            case Asking ignored -> Optional.empty();
            case Executing executing ->
                changeSets
                        .begun(context, configuration, executing.proposal())
                        .flatMap(operation -> stopping.goingOn(context, operation));
            case Following following -> stopping.goingOn(context, following.operation());
            case InWaves inWaves ->
                begun(context, inWaves)
                        .flatMap(several -> waveDriver.stopping(context, configuration, several, inWaves));
        };
    }
}
