package dev.penstock.simulator.pattern;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/** Holds events against patterns. Machines are kept by the text of their patterns, as matching by a fresh one costs most. */
public final class EventPatterns {

    private static final int MOST_KEPT = 500;

    /**
     * How many ways wildcards may lead at once. EventBridge publishes no limit; it has been recorded to refuse a pattern of eleven.
     */
    private static final int MOST_COMPLEX = 10;

    private static final String RULE = "rule";

    private final Map<String, Machine> machines = new HashMap<>();

    /** What is wrong with a pattern, in AWS's words; empty when nothing is. */
    public static Optional<String> wrong(String pattern) {
        String wrong = JsonRuleCompiler.check(pattern);
        if (wrong != null) {
            return Optional.of(wrong);
        }
        try {
            boolean complex = pattern.contains("wildcard")
                    && compiled(pattern).evaluateComplexity(new MachineComplexityEvaluator(MOST_COMPLEX + 1))
                            > MOST_COMPLEX;
            return complex
                    ? Optional.of("Rule is too complex - try using fewer wildcard characters or fewer repeating"
                            + " character sequences after a wildcard character")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether an event matches a sound pattern. One at a time.
     *
     * @param event JSON text
     * @throws IllegalStateException when the pattern or the event is none
     */
    public boolean match(String pattern, String event) {
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

    private static Machine compiled(String pattern) throws IOException {
        Machine machine = Machine.builder().build();
        machine.addRule(RULE, pattern);
        return machine;
    }
}
