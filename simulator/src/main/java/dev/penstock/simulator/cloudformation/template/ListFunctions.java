package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The functions that give lists, and those that take something out of one. */
final class ListFunctions {

    private final Resolver resolver;

    ListFunctions(Resolver resolver) {
        this.resolver = resolver;
    }

    Resolved split(JsonValue argument) {
        if (!(argument instanceof JsonValue.Array array && array.elements().size() == 2)) {
            throw FunctionArguments.split();
        }
        Resolved delimiter = resolver.resolve(array.elements().get(0));
        if (!(delimiter instanceof Resolved.Known(JsonValue.Text between))
                || between.value().isEmpty()) {
            throw FunctionArguments.split();
        }
        return switch (resolver.resolve(array.elements().get(1))) {
            case Resolved.Known(JsonValue value)
            when JsonTexts.isScalar(value) ->
                new Resolved.Known(new JsonValue.Array(parts(JsonTexts.scalar(value), between.value())));
            case Resolved.Unknown later -> later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY));
            case Resolved.Known other -> throw FunctionArguments.split();
            case Resolved.NoValue nothing -> throw FunctionArguments.split();
        };
    }

    private static List<JsonValue> parts(String text, String delimiter) {
        List<JsonValue> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
            parts.add(new JsonValue.Text(text.substring(from, at)));
            from = at + delimiter.length();
        }
        parts.add(new JsonValue.Text(text.substring(from)));
        return parts;
    }

    Resolved select(JsonValue argument) {
        if (!(argument instanceof JsonValue.Array array && array.elements().size() == 2)) {
            throw FunctionArguments.select();
        }
        Resolved first = resolver.resolve(array.elements().get(0));
        if (!(first instanceof Resolved.Known(JsonValue index) && JsonTexts.isScalar(index))) {
            throw FunctionArguments.select();
        }
        OptionalInt position = Numbers.index(JsonTexts.scalar(index));
        if (position.isEmpty()) {
            throw FunctionArguments.select();
        }
        if (array.elements().get(1) instanceof JsonValue.Array written) {
            return element(written.elements(), position.getAsInt());
        }
        return switch (resolver.resolve(array.elements().get(1))) {
            case Resolved.Known(JsonValue.Array list) -> element(list.elements(), position.getAsInt());
            case Resolved.Unknown later -> later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY));
            case Resolved.Known other -> throw FunctionArguments.select();
            case Resolved.NoValue nothing -> throw FunctionArguments.select();
        };
    }

    private Resolved element(List<JsonValue> elements, int index) {
        if (index >= elements.size()) {
            throw FunctionArguments.select();
        }
        return resolver.resolve(elements.get(index));
    }

    Resolved availabilityZones(JsonValue argument) {
        return switch (resolver.resolve(argument)) {
            case Resolved.Known(JsonValue.Text region) -> new Resolved.Known(zones(region.value()));
            case Resolved.Unknown later -> later;
            case Resolved.Known other ->
                throw TemplateErrors.function("every Fn::GetAZs object must have a String-typed value.");
            case Resolved.NoValue nothing -> new Resolved.Known(zones(""));
        };
    }

    private JsonValue zones(String region) {
        Environment environment = resolver.scope().environment();
        List<String> names = environment.availabilityZones(region.isEmpty() ? environment.region() : region);
        return new JsonValue.Array(
                names.stream().<JsonValue>map(JsonValue.Text::new).toList());
    }

    Resolved cidr(JsonValue argument) {
        if (!(argument instanceof JsonValue.Array array)
                || array.elements().size() < 2
                || array.elements().size() > 3) {
            throw FunctionArguments.cidr();
        }
        return switch (resolver.resolve(array)) {
            case Resolved.Known(JsonValue.Array known) -> new Resolved.Known(CidrBlocks.of(known.elements()));
            case Resolved.Unknown later -> later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY));
            case Resolved.Known other -> throw FunctionArguments.cidr();
            case Resolved.NoValue nothing -> throw FunctionArguments.cidr();
        };
    }

    Resolved length(JsonValue argument) {
        return switch (resolver.resolve(argument)) {
            case Resolved.Known(JsonValue.Array list) ->
                new Resolved.Known(
                        new JsonValue.Number(BigDecimal.valueOf(list.elements().size())));
            case Resolved.Unknown later -> later.as(new JsonValue.Text(Resolved.KNOWN_AFTER_APPLY));
            case Resolved.Known other ->
                throw TemplateErrors.function("Fn::Length only accepts an array or a function that returns one.");
            case Resolved.NoValue nothing ->
                throw TemplateErrors.function("Fn::Length only accepts an array or a function that returns one.");
        };
    }
}
