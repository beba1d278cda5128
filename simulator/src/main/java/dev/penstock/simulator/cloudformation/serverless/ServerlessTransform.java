package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes out a template of AWS SAM. All that is wrong with its resources is told at once, as the transform does. */
public final class ServerlessTransform {

    /** The transform's name. */
    public static final String NAME = "AWS::Serverless-2016-10-31";

    private static final String PREFIX = "AWS::Serverless::";

    private final JsonValue.Structure document;
    private final Globals globals;
    private final Written written;
    private final Apis apis;
    private final Functions functions;
    private final List<String> problems = new ArrayList<>();

    private ServerlessTransform(JsonValue.Structure document, UnaryOperator<JsonValue> known) {
        this.document = document;
        this.globals = new Globals(document);
        this.written = new Written(known);
        this.apis = new Apis(written, globals);
        this.functions = new Functions(written, apis);
    }

    /**
     * The template with nothing of AWS SAM left in it.
     *
     * @param known works out what can be told before anything is made, and returns anything else as it is
     * @throws ServiceError ValidationError, with every resource that is wrong, in the transform's words
     */
    public static JsonValue.Structure apply(JsonValue.Structure document, UnaryOperator<JsonValue> known) {
        return new ServerlessTransform(document, known).apply();
    }

    private JsonValue.Structure apply() {
        globals.problem().ifPresent(problems::add);
        List<Declared> own = new ArrayList<>();
        Members.of(Optional.ofNullable(document.members().get("Resources"))).forEach((id, value) -> {
            if (value instanceof JsonValue.Structure resource
                    && resource.members().get("Type") instanceof JsonValue.Text(String type)
                    && type.startsWith(PREFIX)) {
                own.add(Declared.of(id, resource, globals));
            } else {
                written.resources().put(id, value);
            }
        });
        // Functions name APIs and layers, so these come first.
        own.forEach(resource -> guarded(() -> declare(resource)));
        own.stream()
                .filter(resource -> resource.type().equals(PREFIX + "Function"))
                .forEach(function -> guarded(() -> functions.write(function)));
        guarded(apis::write);
        if (!problems.isEmpty()) {
            throw ServiceError.client(
                    "ValidationError",
                    "Transform " + NAME + " failed with: Invalid Serverless Application Specification document."
                            + " Number of errors found: " + problems.size() + ". " + String.join(" ", problems));
        }
        Map<String, JsonValue> sections = new LinkedHashMap<>(document.members());
        sections.remove("Globals");
        sections.put("Resources", new JsonValue.Structure(written.resources()));
        sections.replaceAll((name, section) -> written.references().led(section));
        return new JsonValue.Structure(sections);
    }

    private void declare(Declared resource) {
        switch (resource.type().substring(PREFIX.length())) {
            case "Function" -> {}
            case "Api" -> apis.declare(resource, Apis.Kind.REST);
            case "HttpApi" -> apis.declare(resource, Apis.Kind.HTTP);
            case "SimpleTable" -> SmallResources.table(resource, written);
            case "LayerVersion" -> SmallResources.layer(resource, written);
            case "Application" -> SmallResources.application(resource, written);
            default -> throw resource.invalid("Resources of type " + resource.type() + " are not simulated.");
        }
    }

    private void guarded(Runnable writes) {
        try {
            writes.run();
        } catch (InvalidResource e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }
}
