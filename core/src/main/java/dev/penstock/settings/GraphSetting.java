package dev.penstock.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which actions of a stage are released together.
 *
 * @param after by the name of each action, in the order written, those that it comes after beside what its run order says
 * @param isShared whether all that divide requests are canaries at the same time
 */
public record GraphSetting(Map<String, List<String>> after, boolean isShared) {

    public GraphSetting {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        after.forEach((action, others) -> copy.put(action, List.copyOf(others)));
        after = Collections.unmodifiableMap(copy);
    }
}
