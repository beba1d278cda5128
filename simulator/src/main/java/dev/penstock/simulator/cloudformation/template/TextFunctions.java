package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that give text. */
final class TextFunctions {

    /** More than any template has, so that functions inside of functions do not multiply what is written once. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private final Resolver resolver;

    TextFunctions(Resolver resolver) {
        this.resolver = resolver;
    }

    Resolved sub(FunctionArguments.Sub sub) {
        Gathering parts = new Gathering();
        StringBuilder text = new StringBuilder();
        Map<String, Resolved> own = new HashMap<>();
        sub.names().forEach((name, value) -> own.put(name, resolver.resolve(value)));
        for (SubText part : SubText.parse(sub.text())) {
            switch (part) {
                case SubText.Literal literal -> text.append(literal.text());
                case SubText.Variable variable ->
                    text.append(parts.add(variable(variable.name(), own))
                            .map(value -> scalar(variable.name(), value))
                            .orElse(""));
            }
            checkLength(text.length());
        }
        return parts.of(new JsonValue.Text(text.toString()));
    }

    private static void checkLength(int characters) {
        if (characters > MOST_CHARACTERS) {
            throw TemplateErrors.function("a value has more than " + MOST_CHARACTERS + " characters");
        }
    }

    private Resolved variable(String name, Map<String, Resolved> own) {
        Resolved given = own.get(name);
        if (given != null) {
            return given;
        }
        int dot = name.indexOf('.');
        return dot < 0 ? resolver.ref(name) : resolver.attribute(name.substring(0, dot), name.substring(dot + 1));
    }

    private static String scalar(String name, JsonValue value) {
        if (!JsonTexts.isScalar(value)) {
            throw TemplateErrors.function("variable " + name + " in Fn::Sub expression does not resolve to a string");
        }
        return JsonTexts.scalar(value);
    }

    Resolved join(JsonValue argument) {
        if (!(argument instanceof JsonValue.Array array && array.elements().size() == 2)) {
            throw FunctionArguments.join();
        }
        Resolved delimiter = resolver.resolve(array.elements().get(0));
        if (!(delimiter instanceof Resolved.Known(JsonValue.Text between))) {
            throw FunctionArguments.join();
        }
        return switch (array.elements().get(1)) {
            case JsonValue.Array written -> joined(between.value(), written.elements());
            case JsonValue list -> joinedList(between.value(), resolver.resolve(list));
        };
    }

    private Resolved joinedList(String between, Resolved list) {
        return switch (list) {
            case Resolved.Known(JsonValue.Array known) -> joined(between, known.elements());
            // CloudFormation takes what it does not know yet for something else than a list, and says so.
            case Resolved.Unknown later
            when !(later.partly() instanceof JsonValue.Array) ->
                later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY))
                        .because(FunctionArguments.join().message());
            case Resolved.Unknown later -> later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY));
            case Resolved.Known other -> throw FunctionArguments.join();
            case Resolved.NoValue nothing -> throw FunctionArguments.join();
        };
    }

    private Resolved joined(String between, List<JsonValue> elements) {
        Gathering parts = new Gathering();
        List<String> texts = new ArrayList<>();
        int length = 0;
        for (JsonValue element : elements) {
            Optional<JsonValue> part = parts.add(resolver.resolve(element));
            if (part.isPresent()) {
                if (!JsonTexts.isScalar(part.get())) {
                    throw FunctionArguments.join();
                }
                texts.add(JsonTexts.scalar(part.get()));
                length += texts.getLast().length() + between.length();
                checkLength(length);
            }
        }
        return parts.isUnknown() ? parts.later() : parts.of(new JsonValue.Text(String.join(between, texts)));
    }

    Resolved base64(JsonValue argument) {
        return switch (resolver.resolve(argument)) {
            case Resolved.Known(JsonValue value)
            when JsonTexts.isScalar(value) ->
                new Resolved.Known(new JsonValue.Text(Base64.getEncoder()
                        .encodeToString(JsonTexts.scalar(value).getBytes(StandardCharsets.UTF_8))));
            case Resolved.Unknown later -> later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY));
            case Resolved.Known other ->
                throw TemplateErrors.function("every Fn::Base64 object must have a String-typed value.");
            case Resolved.NoValue nothing ->
                throw TemplateErrors.function("every Fn::Base64 object must have a String-typed value.");
        };
    }

    Resolved toJsonString(JsonValue argument) {
        return switch (resolver.resolve(argument)) {
            case Resolved.Known known -> new Resolved.Known(new JsonValue.Text(JsonTexts.of(known.value())));
            case Resolved.Unknown later -> later.as(new JsonValue.Text(JsonTexts.of(later.partly())));
            case Resolved.NoValue nothing -> nothing;
        };
    }
}
