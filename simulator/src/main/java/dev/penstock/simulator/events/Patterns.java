package dev.penstock.simulator.events;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/** Holds events against patterns. Machines are kept by the text of their patterns, as matching by a fresh one costs most. */
final class Patterns {

    private static final int MOST_KEPT = 500;

    /**
     * How many ways wildcards may lead at once. EventBridge publishes no limit; it has been recorded to refuse a pattern of eleven.
     */
    private static final int MOST_COMPLEX = 10;

    private static final String RULE = "rule";

    private final Map<String, Machine> machines = new HashMap<>();

    /** @throws dev.penstock.simulator.wire.ServiceError when a pattern is not one */
    static void check(String pattern) {
        String wrong = JsonRuleCompiler.check(pattern);
        if (wrong != null) {
            throw EventErrors.pattern(wrong);
        }
        if (pattern.contains("wildcard") && isTooComplex(pattern)) {
            throw EventErrors.pattern("Rule is too complex - try using fewer wildcard characters or fewer repeating"
                    + " character sequences after a wildcard character");
        }
    }

    private static boolean isTooComplex(String pattern) {
        try {
            return compiled(pattern).evaluateComplexity(new MachineComplexityEvaluator(MOST_COMPLEX + 1))
                    > MOST_COMPLEX;
        } catch (IOException e) {
            throw EventErrors.pattern(String.valueOf(e.getMessage()));
        }
    }

    private static Machine compiled(String pattern) throws IOException {
        Machine machine = Machine.builder().build();
        machine.addRule(RULE, pattern);
        return machine;
    }

    /**
     * Whether an event matches a sound pattern.
     *
     * @param event JSON text
     */
    boolean match(String pattern, String event) {
        try {
            return machine(pattern).rulesForJSONEvent(event).contains(RULE);
        } catch (Exception e) {
            throw new IllegalStateException("the event cannot be matched: " + e.getMessage(), e);
        }
    }

    private Machine machine(String pattern) throws IOException {
        Machine known = machines.get(pattern);
        if (known == null) {
            known = compiled(pattern);
            if (machines.size() >= MOST_KEPT) {
                machines.clear();
            }
            machines.put(pattern, known);
        }
        return known;
    }
}
