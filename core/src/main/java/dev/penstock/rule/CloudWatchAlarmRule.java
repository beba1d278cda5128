package dev.penstock.rule;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.alarm.AlarmSight;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ConditionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code Rule/AWS/CloudWatchAlarm/1}: holds as soon as an alarm is in one of some states, for which it waits so long as it may.
 *
 * <p>Where the rule does not say which states, they are {@code OK} before a stage is entered, {@code OK} and {@code INSUFFICIENT_DATA} before
 * it is left, and {@code ALARM} when it has failed.
 */
public final class CloudWatchAlarmRule
        implements ActionProvider<CloudWatchAlarmRule.Configuration, CloudWatchAlarmRule.State> {

    private static final int LONGEST_WAIT = 86_400;
    private static final Duration FOR_THE_LAST_LOOK = Duration.ofMinutes(5);

    /**
     * The configuration.
     *
     * @param alarm its name
     * @param states in which the rule holds; not empty
     * @param waitTime how long it waits for one of them; zero for the first look alone
     * @param timeout after what time it does not hold in any case
     */
    public record Configuration(String alarm, Set<AlarmSight.State> states, Duration waitTime, Duration timeout) {

        /** With states that nobody changes. */
        public Configuration {
            states = Set.copyOf(states);
        }
    }

    /**
     * The state.
     *
     * @param until how long it waits; absent before the first look
     */
    public record State(Optional<Instant> until) {}

    @Override
    public ActionTypeId type() {
        return Rules.type("CloudWatchAlarm");
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Configuration configure(ConfigurationReader configuration) {
        String alarm = configuration.required("AlarmName");
        Duration waitTime = Duration.ofMinutes(configuration.integer("WaitTime", 0, 0, LONGEST_WAIT));
        Duration needed = waitTime.plus(FOR_THE_LAST_LOOK);
        Duration usual = Rules.timeout(configuration);
        return new Configuration(
                alarm,
                states(configuration),
                waitTime,
                Rules.ownTimeout(configuration).orElse(needed.compareTo(usual) > 0 ? needed : usual));
    }

    private static Set<AlarmSight.State> states(ConfigurationReader configuration) {
        Optional<String> written = configuration.optional("AlarmStates");
        if (written.isEmpty() || !configuration.isKnown("AlarmStates")) {
            return unlessSaid(Rules.kind(configuration));
        }
        Set<AlarmSight.State> states = EnumSet.noneOf(AlarmSight.State.class);
        List<String> strange = new ArrayList<>();
        for (String word : written.get().strip().split("[,\\s]+", -1)) {
            Optional<AlarmSight.State> state = Arrays.stream(AlarmSight.State.values())
                    .filter(each ->
                            each != AlarmSight.State.NOT_THERE && each.name().equals(word))
                    .findFirst();
            state.ifPresentOrElse(states::add, () -> strange.add(word));
        }
        if (!strange.isEmpty() || states.isEmpty()) {
            configuration.problem(
                    "AlarmStates",
                    "'" + written.get() + "' does not name states of alarms.",
                    "Name some of ALARM, OK and INSUFFICIENT_DATA, divided by commas.");
            return unlessSaid(Rules.kind(configuration));
        }
        return states;
    }

    private static Set<AlarmSight.State> unlessSaid(ConditionKind kind) {
        return switch (kind) {
            case BEFORE_ENTRY -> Set.of(AlarmSight.State.OK);
            case ON_SUCCESS -> Set.of(AlarmSight.State.OK, AlarmSight.State.INSUFFICIENT_DATA);
            case ON_FAILURE -> Set.of(AlarmSight.State.ALARM);
        };
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Configuration configuration) {
        return new State(Optional.empty());
    }

    @Override
    public Duration timeout(Configuration configuration) {
        return configuration.timeout();
    }

    @Override
    public StepResult<State> step(ActionContext context, Configuration configuration, State state) {
        ResourceId resource = new ResourceId(AlarmSight.KIND, context.scope(), configuration.alarm());
        Optional<AlarmSight> seen = context.observation(resource)
                .filter(AlarmSight.class::isInstance)
                .map(AlarmSight.class::cast);
        if (seen.isEmpty()) {
            // Nothing is said of an alarm that was not looked at, whatever time it is.
            return new StepResult.Await<>(
                    state, new Wait.ForResource(resource), "looks at the alarm " + configuration.alarm());
        }
        AlarmSight.State found = seen.get().state();
        if (found == AlarmSight.State.NOT_THERE) {
            return Rules.unknown("PEN-RULE-004", "There is no alarm '" + configuration.alarm() + "'.");
        }
        String is = "the alarm " + configuration.alarm() + " is in " + found;
        if (configuration.states().contains(found)) {
            return Rules.holds(is);
        }
        Instant until = state.until().orElseGet(() -> context.now().plus(configuration.waitTime()));
        if (!context.now().isBefore(until)) {
            return Rules.doesNotHold(
                    "PEN-RULE-003",
                    "The alarm '" + configuration.alarm() + "' is in " + found + ", and was to be in "
                            + words(configuration.states())
                            + (configuration.waitTime().isZero()
                                    ? "."
                                    : " within " + configuration.waitTime().toMinutes() + " minutes."),
                    List.of());
        }
        return new StepResult.Await<>(
                new State(Optional.of(until)),
                new Wait.ForAnyResource(List.of(resource), Optional.of(until)),
                is + ", waits for " + words(configuration.states()));
    }

    private static String words(Set<AlarmSight.State> states) {
        return states.stream().sorted().map(Enum::name).collect(Collectors.joining(" or "));
    }
}
