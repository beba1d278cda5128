package dev.penstock.engine;

import dev.penstock.execution.Trigger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an execution is to be started.
 *
 * @param trigger what starts it
 * @param variables values of pipeline-level variables; those that are left out take their default
 * @param labels what the runner needs to go on with it elsewhere, and {@linkplain dev.penstock.action.SourceRevisionOverride
 *     the commits of its sources}; kept with the execution, not looked at by the engine beyond that,
 *     never secret
 */
public record StartRequest(Trigger trigger, Map<String, String> variables, Map<String, String> labels) {

    public StartRequest {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Somebody starts it, with the defaults of all variables. */
    public static StartRequest by(String who) {
        return new StartRequest(Trigger.startedBy(who), Map.of(), Map.of());
    }
}
