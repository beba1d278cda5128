package dev.penstock.simulator.beanstalk;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.ValidationMessage;
import software.amazon.awssdk.services.elasticbeanstalk.model.ValidationSeverity;

/** Whether settings are ones that an environment can have. */
final class OptionRules {

    private static final String COMMAND = "aws:elasticbeanstalk:command";
    private static final String ROLLING = "aws:autoscaling:updatepolicy:rollingupdate";
    private static final String GROUP = "aws:autoscaling:asg";

    private OptionRules() {}

    /** All that is wrong. */
    static List<ValidationMessage> faults(Settings settings, String solutionStack) {
        List<ValidationMessage> faults = new ArrayList<>();
        settings.values().forEach((key, value) -> {
            Optional<OptionDefinition> definition = OptionCatalog.find(key);
            if (definition.isEmpty()) {
                faults.add(error(key, "Unknown or duplicate option specification"));
            } else {
                definition.get().fault(value).ifPresent(why -> faults.add(error(key, why)));
            }
        });
        together(settings, faults);
        return faults;
    }

    private static void together(Settings settings, List<ValidationMessage> faults) {
        int least = settings.number(GROUP, "MinSize", 1);
        int most = settings.number(GROUP, "MaxSize", 4);
        if (least > most) {
            faults.add(error(
                    OptionKey.of(GROUP, "MinSize"),
                    "MinSize value (" + least + ") must be less than or equal to MaxSize value (" + most + ")"));
        }
        String policy = settings.effective(COMMAND, "DeploymentPolicy");
        String update = settings.effective(ROLLING, "RollingUpdateType");
        boolean enhanced = settings.effective("aws:elasticbeanstalk:healthreporting:system", "SystemType")
                .equals("enhanced");
        if (update.equals("Immutable") != policy.equals("Immutable")
                && update.equals("Immutable")
                && settings.value(COMMAND, "DeploymentPolicy").isPresent()) {
            faults.add(error(
                    OptionKey.of(ROLLING, "RollingUpdateType"),
                    "To enable immutable config and application deployments together, you must set both the"
                            + " DeploymentPolicy option (aws:elasticbeanstalk:command namespace) and the RollingUpdateType"
                            + " option (aws:autoscaling:updatepolicy:rollingupdate namespace) to Immutable."));
        }
        if ((policy.equals("Immutable") || policy.equals("TrafficSplitting")) && !enhanced) {
            faults.add(error(
                    OptionKey.of(COMMAND, "DeploymentPolicy"),
                    policy + " deployments require enhanced health reporting. Set SystemType in the"
                            + " aws:elasticbeanstalk:healthreporting:system namespace to enhanced."));
        }
        if (policy.equals("TrafficSplitting")
                && (!settings.effective("aws:elasticbeanstalk:environment", "LoadBalancerType")
                                .equals("application")
                        || settings.effective("aws:elasticbeanstalk:environment", "EnvironmentType")
                                .equals("SingleInstance"))) {
            faults.add(error(
                    OptionKey.of(COMMAND, "DeploymentPolicy"),
                    "The TrafficSplitting deployment policy requires an Application Load Balancer."));
        }
        SharedBalancer.faults(settings).forEach((key, why) -> faults.add(error(key, why)));
        batch(settings, most, faults);
        duration(settings, "Timeout", Duration.ofMinutes(5), faults);
        duration(settings, "PauseTime", Duration.ZERO, faults);
    }

    private static void batch(Settings settings, int most, List<ValidationMessage> faults) {
        int size = settings.number(COMMAND, "BatchSize", 100);
        boolean fixed = settings.effective(COMMAND, "BatchSizeType").equals("Fixed");
        if (!fixed && size > 100) {
            faults.add(error(OptionKey.of(COMMAND, "BatchSize"), "Value is greater than maximum allowed value: 100"));
        }
        if (fixed && settings.value(COMMAND, "BatchSize").isPresent() && size > most) {
            faults.add(
                    error(OptionKey.of(COMMAND, "BatchSize"), "Value is greater than maximum allowed value: " + most));
        }
    }

    private static void duration(Settings settings, String name, Duration least, List<ValidationMessage> faults) {
        settings.value(ROLLING, name).filter(value -> !value.isEmpty()).ifPresent(value -> {
            try {
                Duration length = Duration.parse(value);
                if (length.compareTo(least) < 0 || length.compareTo(Duration.ofHours(1)) > 0) {
                    faults.add(error(OptionKey.of(ROLLING, name), "Value must be between " + least + " and PT1H"));
                }
            } catch (DateTimeParseException e) {
                faults.add(error(OptionKey.of(ROLLING, name), "Value is not a valid ISO8601 duration"));
            }
        });
    }

    private static ValidationMessage error(OptionKey key, String why) {
        return ValidationMessage.builder()
                .message(why)
                .severity(ValidationSeverity.ERROR)
                .namespace(key.namespace())
                .optionName(key.name().name())
                .build();
    }

    /** Refuses settings with the first thing that is wrong with them. */
    static void require(Settings settings, String solutionStack) {
        faults(settings, solutionStack).stream().findFirst().ifPresent(fault -> {
            String value = settings.value(fault.namespace(), fault.optionName()).orElse("");
            throw BeanstalkErrors.configuration("Invalid option "
                    + (fault.message().startsWith("Unknown") ? "specification" : "value: '" + value + "'")
                    + " (Namespace: '" + fault.namespace() + "', OptionName: '" + fault.optionName() + "'): "
                    + fault.message());
        });
    }
}
