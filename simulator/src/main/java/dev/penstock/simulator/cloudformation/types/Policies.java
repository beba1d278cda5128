package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * What a template says about how a resource is made and changed, and the signals that the resource was sent. Source: Template
 * Reference, "CreationPolicy attribute" and "UpdatePolicy attribute".
 *
 * @param update the {@code UpdatePolicy}; empty for none
 * @param signals those of the operation under way
 */
public record Policies(JsonValue.Structure update, List<Signal> signals) {

    /** The code of failures that CloudFormation itself finds by a policy: no handler's frame is put around their words. */
    public static final String FAILURE = "UpdatePolicy";

    private static final Policies NONE = new Policies(new JsonValue.Structure(Map.of()), List.of());

    public Policies {
        signals = List.copyOf(signals);
    }

    /**
     * A signal.
     *
     * @param uniqueId for groups of instances, the id of the instance that it speaks of
     */
    public record Signal(String uniqueId, boolean succeeded) {}

    /** Neither policies nor signals. */
    public static Policies none() {
        return NONE;
    }

    /** Whether there is something that resources of a type are changed by. */
    public static boolean matterTo(String type) {
        return type.equals(ScalingGroup.TYPE) || type.equals(LambdaAlias.TYPE);
    }

    /** One of the policies; empty when the template does not have it. */
    Properties policy(String name) {
        return Properties.of(update).part(name);
    }
}
