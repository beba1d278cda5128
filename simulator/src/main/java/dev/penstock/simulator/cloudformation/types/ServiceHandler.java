package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/** What handlers have in common whose resources live in another simulated service. */
abstract class ServiceHandler implements ResourceHandler {

    private final String type;
    private final String service;

    /** @param service the signing name of the service that has the resources */
    ServiceHandler(String type, String service) {
        this.type = type;
        this.service = service;
    }

    final String type() {
        return type;
    }

    /** Asks the service. */
    final <R extends SdkPojo> R call(ResourceContext context, SdkPojo request, Class<R> answers) {
        return context.calls().call(context.caller(), service, request, answers);
    }

    /** Asks the service, and takes it that there is no such thing for an answer. */
    final <R extends SdkPojo> Optional<R> find(ResourceContext context, SdkPojo request, Class<R> answers) {
        return present(() -> call(context, request, answers));
    }

    /** Asks for something to go; what is gone already is gone. */
    final void remove(ResourceContext context, SdkPojo request, Class<? extends SdkPojo> answers) {
        present(() -> call(context, request, answers));
    }

    private static <R> Optional<R> present(Supplier<R> question) {
        try {
            return Optional.of(question.get());
        } catch (ServiceError e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether an error says that there is no such thing. */
    static boolean isGone(ServiceError error) {
        String code = error.code();
        return error.status() == 404
                || code.contains("NotFound")
                || code.contains("NoSuch")
                || code.contains("NonExistent")
                || code.contains("DoesNotExist");
    }

    /**
     * Fills a request's builder with properties.
     *
     * @throws ServiceError NotSimulated when the service's model does not have one of them
     */
    final <B extends SdkPojo> B fill(B builder, Properties properties) {
        List<String> unknown = PropertyShapes.read(properties.structure(), builder);
        if (!unknown.isEmpty()) {
            throw ServiceError.notSimulated(
                    "The property " + unknown.get(0) + " of " + type, "its properties that AWS SDK 2.40.2 knows");
        }
        return builder;
    }

    /** Fills a builder with those properties that its model has at the top. */
    final <B extends SdkPojo> B fillKnown(B builder, Properties properties) {
        Map<String, JsonValue> known = new LinkedHashMap<>();
        properties.members().forEach((name, value) -> {
            if (PropertyShapes.has(builder, name)) {
                known.put(name, value);
            }
        });
        return fill(builder, new Properties(known));
    }

    /** CloudFormation makes no resource that is there already, also where its service would answer with that one. */
    final Progress.Failed alreadyExists(String identifier) {
        return new Progress.Failed(
                "AlreadyExists",
                "Resource of type '" + type + "' with identifier '" + identifier + "' already exists.",
                "");
    }

    static Progress.Done done(String physicalId, String... attributes) {
        return new Progress.Done(physicalId, attributes(attributes));
    }

    static Progress.Done unchanged(Deployed resource) {
        return new Progress.Done(resource.physicalId(), resource.attributes());
    }

    static Progress.Working working(String physicalId, JsonValue.Structure attributes, long seconds) {
        return new Progress.Working(physicalId, attributes, Duration.ofSeconds(seconds));
    }

    /** Names and texts by turns. */
    static JsonValue.Structure attributes(String... namesAndValues) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], new JsonValue.Text(namesAndValues[i + 1]));
        }
        return new JsonValue.Structure(attributes);
    }

    static JsonValue.Array array(List<String> texts) {
        List<JsonValue> elements = new ArrayList<>();
        texts.forEach(text -> elements.add(new JsonValue.Text(text)));
        return new JsonValue.Array(elements);
    }

    static String attribute(Deployed resource, String name) {
        return Properties.of(resource.attributes()).text(name, "");
    }
}
