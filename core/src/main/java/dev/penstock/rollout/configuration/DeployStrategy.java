package dev.penstock.rollout.configuration;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code DeployStrategy} of CodePipeline's deploy action for Lambda: {@code AllAtOnce}, {@code Canary10Percent5Minutes}, {@code
 * Linear10PercentEvery1Minute}, with any percentage and any number of minutes.
 *
 * @param name as it was written
 * @param routing what it means
 */
public record DeployStrategy(String name, TrafficRouting routing) {

    private static final String ALL_AT_ONCE = "AllAtOnce";

    private static final Pattern CANARY = Pattern.compile("Canary([0-9]+)Percent([0-9]+)Minutes?");
    private static final Pattern LINEAR = Pattern.compile("Linear([0-9]+)PercentEvery([0-9]+)Minutes?");
    private static final Pattern PREDEFINED = Pattern.compile("CodeDeployDefault\\.(?:Lambda|ECS)?(.+)");
    private static final int MOST_DIGITS = 6;
    private static final String FORMS =
            "Write AllAtOnce, Canary10Percent5Minutes or Linear10PercentEvery1Minute, with the numbers that you want.";

    /** What the action does when nothing is said. */
    public static final DeployStrategy STANDARD = new DeployStrategy(ALL_AT_ONCE, new TrafficRouting.AllAtOnce());

    /** Reads a name. */
    public static NameReading<DeployStrategy> read(String name) {
        if (name.equals(ALL_AT_ONCE)) {
            return new NameReading.Known<>(STANDARD);
        }
        Matcher canary = CANARY.matcher(name);
        if (canary.matches()) {
            return numbered(name, canary, true);
        }
        Matcher linear = LINEAR.matcher(name);
        if (linear.matches()) {
            return numbered(name, linear, false);
        }
        Matcher predefined = PREDEFINED.matcher(name);
        if (predefined.matches() && read(predefined.group(1)) instanceof NameReading.Known<DeployStrategy>(var meant)) {
            return new NameReading.Refused<>(
                    "'" + name + "' is the name of a configuration of CodeDeploy.",
                    "Here it is called '" + meant.name() + "'.");
        }
        return new NameReading.Refused<>("'" + name + "' is no way of moving traffic.", FORMS);
    }

    private static NameReading<DeployStrategy> numbered(String name, Matcher matcher, boolean canary) {
        int percent = number(matcher.group(1));
        int minutes = number(matcher.group(2));
        if (percent < 1 || percent > TrafficRouting.LARGEST_INCREMENT) {
            return new NameReading.Refused<>(
                    "'" + name + "' moves " + matcher.group(1) + " per cent at once.",
                    "One step moves 1 to 99 per cent; AllAtOnce moves everything.");
        }
        if (minutes < 1) {
            return new NameReading.Refused<>(
                    "'" + name + "' leaves no time between its steps.", "Leave a minute at least.");
        }
        int pauses = canary ? 1 : TrafficRouting.TimeBasedLinear.pauses(percent);
        Duration interval = Duration.ofMinutes(minutes);
        if (interval.multipliedBy(pauses).compareTo(TrafficRouting.LONGEST) > 0) {
            long most = TrafficRouting.LONGEST.toMinutes() / pauses;
            return new NameReading.Refused<>(
                    "'" + name + "' takes longer than two days.",
                    "With " + percent + " per cent there can be " + most + " minutes between two steps at most.");
        }
        return new NameReading.Known<>(new DeployStrategy(
                name,
                canary
                        ? new TrafficRouting.TimeBasedCanary(percent, interval)
                        : new TrafficRouting.TimeBasedLinear(percent, interval)));
    }

    /** A number that is too long is too large as well. */
    private static int number(String digits) {
        return digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
