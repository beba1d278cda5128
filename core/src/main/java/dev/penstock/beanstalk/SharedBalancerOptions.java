package dev.penstock.beanstalk;

import java.util.Map;
import java.util.Optional;

/**
 * Whether environments with some options stand behind a load balancer that they share ("Configuring a shared Application Load
 * Balancer", Elastic Beanstalk Developer Guide). Which load balancer an environment has is settled when it is made.
 */
public final class SharedBalancerOptions {

    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    private static final OptionName KIND = new OptionName(ENVIRONMENT, "EnvironmentType");
    private static final OptionName TYPE = new OptionName(ENVIRONMENT, "LoadBalancerType");
    private static final OptionName IS_SHARED = new OptionName(ENVIRONMENT, "LoadBalancerIsShared");
    private static final OptionName SHARED = new OptionName("aws:elbv2:loadbalancer", "SharedLoadBalancer");
    private static final String BY_NAMES =
            "Pairs that change their host names ('cname' under 'blueGreen') work with it.";

    private SharedBalancerOptions() {}

    /**
     * Why two environments with these options cannot share a load balancer, to follow their name, with what works instead; empty
     * if they can, as far as the options tell.
     *
     * @param options those that are set; what is not set does not speak against it
     */
    public static Optional<String> contradiction(Map<OptionName, String> options) {
        String type = options.getOrDefault(TYPE, "application");
        if ("SingleInstance".equals(options.get(KIND))) {
            return Optional.of("is a single instance, which no load balancer divides requests for. " + BY_NAMES);
        }
        if (!type.equals("application")) {
            return Optional.of("has a load balancer of type '" + type
                    + "', and only Application Load Balancers divide requests by weights. " + BY_NAMES);
        }
        return "false".equals(options.get(IS_SHARED))
                ? Optional.of(
                        "has a load balancer of its own. The policy TrafficSplitting divides requests there in one step;"
                                + " for more, make environments with 'LoadBalancerIsShared' and 'SharedLoadBalancer'. "
                                + BY_NAMES)
                : Optional.empty();
    }

    /** The same of all options that are in force, and for one load balancer. */
    static Optional<String> fault(Map<OptionName, String> options, String loadBalancer) {
        if (!options.containsKey(IS_SHARED) || !options.containsKey(TYPE)) {
            return Optional.of(
                    "has a load balancer of its own: 'LoadBalancerIsShared' is not true, or 'LoadBalancerType' is not"
                            + " 'application'. " + BY_NAMES);
        }
        Optional<String> contradiction = contradiction(options);
        if (contradiction.isPresent()) {
            return contradiction;
        }
        String shared = options.getOrDefault(SHARED, "");
        return shared.equals(loadBalancer)
                ? Optional.empty()
                : Optional.of("shares the load balancer '" + shared + "', and the rule is at '" + loadBalancer + "'.");
    }
}
