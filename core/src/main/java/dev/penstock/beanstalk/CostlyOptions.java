package dev.penstock.beanstalk;

import dev.penstock.rollout.duration.CostlySetting;
import dev.penstock.rollout.duration.RolloutTime;
import dev.penstock.rollout.duration.RolloutTime.Alternative;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Names the options with which a version would come sooner, by what {@link RolloutForecast} says of the same environment with one of them
 * changed. Defaults: Elastic Beanstalk Developer Guide, "General options for all environments".
 */
final class CostlyOptions {

    private static final String COMMAND = "aws:elasticbeanstalk:command";
    private static final String PROCESS = "aws:elasticbeanstalk:environment:process:default";
    private static final String SPLITTING = "aws:elasticbeanstalk:trafficsplitting";

    private static final int QUICK_CHECK = 5;
    private static final int QUICK_DRAIN = 5;

    /** {@code EvaluationTime} is 3 minutes at least. */
    private static final int SHORTEST_EVALUATION = 3;

    private final Map<OptionName, String> options;
    private final Function<Map<OptionName, String>, Rollout> forecast;

    private CostlyOptions(Map<OptionName, String> options, Function<Map<OptionName, String>, Rollout> forecast) {
        this.options = options;
        this.forecast = forecast;
    }

    /**
     * The options that cost most, the worst first; three at most.
     *
     * @param forecast says how a change goes by other options
     */
    static List<CostlySetting> of(
            Map<OptionName, String> options, Function<Map<OptionName, String>, Rollout> forecast) {
        return new CostlyOptions(options, forecast).worst();
    }

    private List<CostlySetting> worst() {
        List<Alternative> all = new ArrayList<>();
        OptionName batch = new OptionName(COMMAND, "BatchSize");
        number(batch).ifPresent(size -> all.add(changed(batch, size, size * 2)));
        OptionName evaluation = new OptionName(SPLITTING, "EvaluationTime");
        number(evaluation)
                .ifPresent(
                        minutes -> all.add(changed(evaluation, minutes, Math.max(SHORTEST_EVALUATION, minutes / 2))));
        OptionName check = new OptionName(PROCESS, "HealthCheckInterval");
        all.add(changed(check, number(check).orElse(15), QUICK_CHECK));
        OptionName drain = new OptionName(PROCESS, "DeregistrationDelay");
        all.add(changed(drain, number(drain).orElse(20), QUICK_DRAIN));
        return RolloutTime.worst(forecast.apply(options).expected(), all);
    }

    private OptionalInt number(OptionName name) {
        return Optional.ofNullable(options.get(name))
                .map(String::strip)
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> OptionalInt.of(Integer.parseInt(value)))
                .orElse(OptionalInt.empty());
    }

    private Alternative changed(OptionName name, int value, int quicker) {
        Map<OptionName, String> others = new TreeMap<>(options);
        others.put(name, Integer.toString(quicker));
        Duration whole = forecast.apply(others).expected();
        return new Alternative(name.toString(), Integer.toString(value), Integer.toString(quicker), whole);
    }
}
