package dev.penstock.aws.beanstalk;

import dev.penstock.beanstalk.OptionName;
import java.util.HashMap;
import java.util.Map;

/** The ways in which a version comes to an environment: the columns of the matrix. */
enum MatrixPolicy {
    ALL_AT_ONCE("AllAtOnce", true),
    ROLLING("Rolling", true),
    ADDITIONAL_BATCH("RollingWithAdditionalBatch", true),
    IMMUTABLE("Immutable", false),
    TRAFFIC_SPLITTING("TrafficSplitting", false),
    /** A second environment, brought to the version all at once, takes the host name. */
    BLUE_GREEN("AllAtOnce", true);

    private static final String COMMAND = "aws:elasticbeanstalk:command";

    private final String option;
    private final boolean inPlace;

    MatrixPolicy(String option, boolean inPlace) {
        this.option = option;
        this.inPlace = inPlace;
    }

    /** Whether instances that run are told to change, so that a failure leaves some of them changed. */
    boolean isInPlace() {
        return inPlace;
    }

    /** What the documentation calls it. */
    String title() {
        return this == BLUE_GREEN ? "blue/green" : "`" + option + "`";
    }

    /** The options of an environment with two instances, which are gone through one by one. */
    Map<OptionName, String> options() {
        Map<OptionName, String> options = new HashMap<>(SimulatedBeanstalk.OPTIONS);
        options.put(new OptionName(COMMAND, "DeploymentPolicy"), option);
        options.put(new OptionName(COMMAND, "BatchSizeType"), "Fixed");
        options.put(new OptionName(COMMAND, "BatchSize"), "1");
        return options;
    }
}
