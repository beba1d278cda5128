package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Deployed;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stack as it is.
 *
 * @param template the one that it was made with last, transforms applied
 * @param parameters those that it was made with last
 * @param resources what there is, by logical id
 * @param tags the stack's own
 */
public record DeployedStack(
        Template template, ParameterValues parameters, Map<String, Deployed> resources, Map<String, String> tags) {

    public DeployedStack {
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        tags = Map.copyOf(tags);
    }
}
