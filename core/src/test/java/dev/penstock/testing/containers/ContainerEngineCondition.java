package dev.penstock.testing.containers;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides what becomes of a {@link RequiresContainerEngine} test on this machine. */
final class ContainerEngineCondition implements ExecutionCondition {

    /** Set to {@code true}, a missing engine is a failure. */
    static final String REQUIRE = "PENSTOCK_REQUIRE_CONTAINERS";

    private final Map<String, String> environment;
    private final Supplier<ContainerEngine> engine;

    /** Used by JUnit. */
    ContainerEngineCondition() {
        this(System.getenv(), ContainerEngine::ofThisMachine);
    }

    ContainerEngineCondition(Map<String, String> environment, Supplier<ContainerEngine> engine) {
        this.environment = Map.copyOf(environment);
        this.engine = engine;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ConditionEvaluationResult result = evaluate(context.getDisplayName());
        if (result.isDisabled()) {
            // Surefire shows a skip without its reason, so the reason goes to the build's output as well.
            System.err.println("Skipped: " + context.getDisplayName() + ": "
                    + result.getReason().orElse(""));
        }
        return result;
    }

    ConditionEvaluationResult evaluate(String test) {
        return switch (engine.get()) {
            case ContainerEngine.Answering(var address) ->
                ConditionEvaluationResult.enabled("a container engine answers at " + address);
            case ContainerEngine.Absent(var reason) -> {
                if ("true".equals(environment.get(REQUIRE))) {
                    throw new ExtensionConfigurationException(test + " needs a container engine, and " + REQUIRE
                            + "=true forbids skipping it: " + reason);
                }
                yield ConditionEvaluationResult.disabled("no container engine: " + reason);
            }
        };
    }
}
