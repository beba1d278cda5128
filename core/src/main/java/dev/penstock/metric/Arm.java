package dev.penstock.metric;

import java.util.Collections;
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

    public Arm {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** A label; absent if it has none of that name. */
    public Optional<String> label(String name) {
        return Optional.ofNullable(labels.get(name));
    }
}
