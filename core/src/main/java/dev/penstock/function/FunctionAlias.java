package dev.penstock.function;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;

/**
 * An alias of a function as it is now.
 *
 * @param arn the alias's own
 * @param name its name
 * @param routing where it sends calls
 * @param revision names this state of it; empty where the platform tells none
 */
public record FunctionAlias(String arn, String name, AliasRouting routing, String revision) implements Observation {

    /** The kind of resource that is waited for. */
    public static final String KIND = "lambda-alias";

    private static final char SEPARATOR = '|';

    /** The alias as a resource that can be waited for. */
    public static ResourceId resource(AwsScope scope, FunctionName function, String alias) {
        return new ResourceId(KIND, scope, function.text() + SEPARATOR + alias);
    }

    /** The function of such a resource. */
    public static FunctionName function(ResourceId resource) {
        return new FunctionName(resource.id().substring(0, resource.id().indexOf(SEPARATOR)));
    }

    /** The alias of such a resource. */
    public static String alias(ResourceId resource) {
        return resource.id().substring(resource.id().indexOf(SEPARATOR) + 1);
    }
}
