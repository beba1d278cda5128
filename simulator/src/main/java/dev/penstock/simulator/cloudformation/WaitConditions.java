package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackStore.SignalRow;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Progress;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.ResourceHandler;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code AWS::CloudFormation::WaitCondition}: made when it has been signalled often enough. Source: Template Reference,
 * AWS::CloudFormation::WaitCondition; texts as users have published them.
 */
final class WaitConditions implements ResourceHandler {

    static final String TYPE = "AWS::CloudFormation::WaitCondition";

    private static final String BEGAN = "Began";
    private static final String HANDLE = "Handle";

    private final StackStore store;

    WaitConditions(StackStore store) {
        this.store = store;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        String id = context.stackId() + "/" + context.logicalId() + "/" + context.randomSuffix();
        if (!properties.members().containsKey(HANDLE)) {
            // Without a handle it is a creation policy that says what is waited for.
            return new Progress.Done(id, new JsonValue.Structure(Map.of()));
        }
        Map<String, JsonValue> attributes = new LinkedHashMap<>(properties.members());
        attributes.put(BEGAN, new JsonValue.Text(context.now().toString()));
        return new Progress.Working(id, new JsonValue.Structure(attributes), Duration.ZERO);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return new Progress.Failed("NotUpdatable", "Update to resource type " + TYPE + " is unsupported.", "");
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        store.clearSignals(context.stackId(), context.logicalId());
        return new Progress.Done(resource.physicalId(), resource.attributes());
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        Map<String, JsonValue> settings = resource.attributes().members();
        int count = number(settings.get("Count"), 1);
        Instant end = Instant.parse(text(settings.get(BEGAN), context.now().toString()))
                .plusSeconds(number(settings.get("Timeout"), 43_200));
        List<SignalRow> signals = new ArrayList<>(store.signalsOf(context.stackId(), context.logicalId()));
        WaitHandles.at(text(settings.get(HANDLE), ""))
                .ifPresent(handle -> signals.addAll(store.signalsOf(handle.stackId(), handle.logicalId())));
        Optional<SignalRow> failure =
                signals.stream().filter(s -> s.status().equals("FAILURE")).findFirst();
        if (failure.isPresent()) {
            return new Progress.Failed(
                    "GeneralServiceException",
                    "WaitCondition received failed message: '" + failure.get().reason() + "' for uniqueId: "
                            + failure.get().uniqueId(),
                    resource.physicalId());
        }
        if (signals.size() >= count) {
            Map<String, JsonValue> data = new LinkedHashMap<>();
            signals.forEach(s -> data.put(s.uniqueId(), new JsonValue.Text(s.data())));
            JsonValue value = new JsonValue.Text(JsonTexts.of(new JsonValue.Structure(data)));
            return new Progress.Done(resource.physicalId(), new JsonValue.Structure(Map.of("Data", value)));
        }
        // A signal wakes it.
        return context.now().isBefore(end)
                ? new Progress.Working(
                        resource.physicalId(), resource.attributes(), Duration.between(context.now(), end))
                : new Progress.Failed(
                        "NotStabilized",
                        "WaitCondition timed out. Received " + signals.size() + " conditions when expecting " + count,
                        resource.physicalId());
    }

    private static int number(@Nullable JsonValue value, int otherwise) {
        try {
            return value == null ? otherwise : new BigDecimal(Differences.text(value)).intValue();
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String text(@Nullable JsonValue value, String otherwise) {
        return value == null ? otherwise : Differences.text(value);
    }

    /** {@code AWS::CloudFormation::WaitConditionHandle}: Ref is the address to which signals are put. */
    static final class Handle implements ResourceHandler {

        static final String TYPE = "AWS::CloudFormation::WaitConditionHandle";

        private final StackStore store;

        Handle(StackStore store) {
            this.store = store;
        }

        @Override
        public Progress create(ResourceContext context, JsonValue.Structure properties) {
            String url = WaitHandles.address(
                    context.stackId(),
                    context.logicalId(),
                    context.caller().region(),
                    context.now(),
                    context.randomSuffix() + "%3D");
            return new Progress.Done(url, new JsonValue.Structure(Map.of()));
        }

        @Override
        public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
            return new Progress.Done(before.physicalId(), before.attributes());
        }

        @Override
        public Progress delete(ResourceContext context, Deployed resource) {
            store.clearSignals(context.stackId(), context.logicalId());
            return new Progress.Done(resource.physicalId(), resource.attributes());
        }
    }
}
