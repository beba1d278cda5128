package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;

/** Where a template is evaluated: the stack, its resources as they are, and what the region has beside it. */
public interface Environment {

    String account();

    String region();

    /** Like {@code aws}. */
    String partition();

    /** Like {@code amazonaws.com}. */
    String urlSuffix();

    String stackName();

    /** The stack's ARN. */
    String stackId();

    List<String> notificationArns();

    /** What {@code Ref} gives for a resource; empty when that is not known before the resource is made. */
    Optional<JsonValue> ref(String logicalId);

    /** What {@code Fn::GetAtt} gives; empty when that is not known before the resource is made. */
    Optional<JsonValue> attribute(String logicalId, String attribute);

    /** What a stack of the account and region exports under a name. */
    Optional<String> exported(String name);

    /**
     * The value that a dynamic reference stands for.
     *
     * @throws dev.penstock.simulator.wire.ServiceError as CloudFormation words it, when there is no such value
     */
    JsonValue dynamicReference(DynamicReference reference);

    /** The names of a region's availability zones, in order. */
    List<String> availabilityZones(String region);
}
