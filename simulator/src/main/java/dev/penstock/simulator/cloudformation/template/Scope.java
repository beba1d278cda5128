package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;

/** What the names in a value stand for. */
interface Scope {

    Environment environment();

    ParameterValues parameters();

    Conditions conditions();

    /** Map, key and attribute to the value. */
    Map<String, Map<String, Map<String, JsonValue>>> mappings();

    /** Whether there is a resource of that name. */
    boolean isResource(String name);
}
