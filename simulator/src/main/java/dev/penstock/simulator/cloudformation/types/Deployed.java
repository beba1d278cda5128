package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;

/**
 * A resource as a stack has it.
 *
 * @param type like {@code AWS::ECS::Service}
 * @param physicalId what {@code Ref} gives
 * @param properties as they were last asked for, everything in them known
 * @param attributes what {@code Fn::GetAtt} gives, by name
 */
public record Deployed(
        String type, String physicalId, JsonValue.Structure properties, JsonValue.Structure attributes) {}
