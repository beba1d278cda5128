package dev.penstock.metric;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One side of a release.
 *
 * @param name in words, such as {@code task definition web:7}
 * @param labels by which its requests can be counted; the names that this class has as constants are known to the sources that come
 *     with Penstock, others can be put into queries as well
 */
public record Arm(String name, Map<String, String> labels) {

    /** The ARN of the target group that its requests go to. */
    public static final String TARGET_GROUP = "targetGroup";

    /** The ARN of the load balancer that its requests come from. */
    public static final String LOAD_BALANCER = "loadBalancer";

    /** The name of its environment of Elastic Beanstalk. */
    public static final String ENVIRONMENT = "environment";

    /** The label of its application version in Elastic Beanstalk. */
    public static final String VERSION_LABEL = "versionLabel";

    /** The name of its Lambda function. */
    public static final String FUNCTION_NAME = "functionName";

    /** The alias of its Lambda function that requests come by. */
    public static final String FUNCTION_ALIAS = "functionAlias";

    /** The version of its Lambda function. */
    public static final String FUNCTION_VERSION = "functionVersion";

    /** The name of its ECS cluster. */
    public static final String CLUSTER = "cluster";

    /** The name of its ECS service. */
    public static final String SERVICE = "service";

    /** The ARN of its ECS service revision. */
    public static final String SERVICE_REVISION = "serviceRevision";

    /** The ARN of its ECS task definition. */
    public static final String TASK_DEFINITION = "taskDefinition";

    /** The name of its CloudFormation stack. */
    public static final String STACK = "stack";

    /** How a load balancer's metrics name its target group: the end of its ARN. Made of {@link #TARGET_GROUP}. */
    public static final String TARGET_GROUP_DIMENSION = "targetGroupDimension";

    /** How a load balancer's metrics name the load balancer: the end of its ARN. Made of {@link #LOAD_BALANCER}. */
    public static final String LOAD_BALANCER_DIMENSION = "loadBalancerDimension";

    /** The names of all labels that have a constant here. Those of a platform's own have a dot in them, such as {@code acme.pool}. */
    public static final List<String> KNOWN = List.of(
            TARGET_GROUP,
            LOAD_BALANCER,
            ENVIRONMENT,
            VERSION_LABEL,
            FUNCTION_NAME,
            FUNCTION_ALIAS,
            FUNCTION_VERSION,
            CLUSTER,
            SERVICE,
            SERVICE_REVISION,
            TASK_DEFINITION,
            STACK,
            TARGET_GROUP_DIMENSION,
            LOAD_BALANCER_DIMENSION);

    public Arm {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** A label, or one that is made of another; absent if it has none of that name. */
    public Optional<String> label(String name) {
        return switch (name) {
            case TARGET_GROUP_DIMENSION ->
                Optional.ofNullable(labels.get(TARGET_GROUP)).map(Arm::targetGroupDimension);
            case LOAD_BALANCER_DIMENSION ->
                Optional.ofNullable(labels.get(LOAD_BALANCER)).map(Arm::loadBalancerDimension);
            default -> Optional.ofNullable(labels.get(name));
        };
    }

    /** The same with one more label, or another value for it. */
    public Arm with(String label, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(label, value);
        return new Arm(name, more);
    }

    /** {@code targetgroup/web/0123456789abcdef}. Source: ELB User Guide, "Metric dimensions for Application Load Balancers". */
    private static String targetGroupDimension(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** {@code app/front/0123456789abcdef}: what follows {@code loadbalancer/}. Source: the same. */
    private static String loadBalancerDimension(String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        return resource.startsWith("loadbalancer/") ? resource.substring("loadbalancer/".length()) : resource;
    }
}
