package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates functions. Source: Template Reference, "Intrinsic function reference". */
final class Resolver {

    /** How much is refused. */
    enum Strictness {
        /** What is not there yet is unknown: as change sets see it. */
        PREVIEW,
        /** What is not there is a mistake: as an operation on a resource sees it. */
        WHOLE
    }

    private final Scope scope;
    private final Strictness strictness;
    private final TextFunctions texts;
    private final ListFunctions lists;

    Resolver(Scope scope, Strictness strictness) {
        this.scope = scope;
        this.strictness = strictness;
        this.texts = new TextFunctions(this);
        this.lists = new ListFunctions(this);
    }

    Scope scope() {
        return scope;
    }

    Resolved resolve(JsonValue value) {
        Optional<FunctionCall> call = FunctionCall.of(value);
        if (call.isPresent()) {
            return call(call.get());
        }
        return switch (value) {
            case JsonValue.Structure structure -> structure(structure);
            case JsonValue.Array array -> array(array);
            case JsonValue.Text text -> new Resolved.Known(text);
            case JsonValue.Number number -> new Resolved.Known(number);
            case JsonValue.Truth truth -> new Resolved.Known(truth);
            case JsonValue.Null nothing -> new Resolved.NoValue();
        };
    }

    private Resolved structure(JsonValue.Structure structure) {
        Gathering parts = new Gathering();
        Map<String, JsonValue> members = new LinkedHashMap<>();
        structure
                .members()
                .forEach((name, member) ->
                        parts.add(resolve(member)).ifPresent(resolved -> members.put(name, resolved)));
        return parts.of(new JsonValue.Structure(members));
    }

    private Resolved array(JsonValue.Array array) {
        Gathering parts = new Gathering();
        List<JsonValue> elements = new ArrayList<>();
        array.elements().forEach(element -> parts.add(resolve(element)).ifPresent(elements::add));
        return parts.of(new JsonValue.Array(elements));
    }

    private Resolved call(FunctionCall call) {
        JsonValue argument = call.argument();
        return switch (call.name()) {
            case "Ref" -> ref(FunctionArguments.ref(argument));
            case "Fn::GetAtt" -> getAtt(FunctionArguments.getAtt(argument));
            case "Fn::If" -> choice(FunctionArguments.choice(argument));
            case "Fn::Sub" -> texts.sub(FunctionArguments.sub(argument));
            case "Fn::Join" -> texts.join(argument);
            case "Fn::Base64" -> texts.base64(argument);
            case "Fn::ToJsonString" -> texts.toJsonString(argument);
            case "Fn::Split" -> lists.split(argument);
            case "Fn::Select" -> lists.select(argument);
            case "Fn::GetAZs" -> lists.availabilityZones(argument);
            case "Fn::Cidr" -> lists.cidr(argument);
            case "Fn::Length" -> lists.length(argument);
            case "Fn::FindInMap" -> new MappingLookup(this).find(argument);
            case "Fn::ImportValue" -> imported(argument);
            case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" ->
                new Resolved.Known(new JsonValue.Truth(
                        scope.conditions().test(new JsonValue.Structure(Map.of(call.name(), argument)))));
            default -> {
                call.checkKnown();
                throw TemplateErrors.function(call.name() + " can only be used in the Rules section");
            }
        };
    }

    /** What a name stands for. */
    Resolved ref(String name) {
        if (name.equals(PseudoParameters.NO_VALUE)) {
            return new Resolved.NoValue();
        }
        Optional<ParameterValue> parameter = scope.parameters().of(name);
        if (strictness == Strictness.PREVIEW
                && parameter.filter(ParameterValue::isUnknown).isPresent()) {
            return Resolved.Unknown.of(Set.of());
        }
        Optional<JsonValue> value =
                PseudoParameters.value(name, scope.environment()).or(() -> parameter.map(ParameterValue::reference));
        if (value.isPresent()) {
            return new Resolved.Known(value.get());
        }
        checkIsResource(name);
        return scope.environment()
                .ref(name)
                .<Resolved>map(Resolved.Known::new)
                .orElseGet(() -> Resolved.Unknown.of(new Reference.Resource(name)));
    }

    Resolved attribute(String logicalId, String attribute) {
        checkIsResource(logicalId);
        return scope.environment()
                .attribute(logicalId, attribute)
                .<Resolved>map(Resolved.Known::new)
                .orElseGet(() -> Resolved.Unknown.of(new Reference.Attribute(logicalId, attribute)));
    }

    private void checkIsResource(String name) {
        if (!scope.isResource(name)) {
            throw TemplateErrors.unresolved(Set.of(name), "Resources");
        }
    }

    private Resolved getAtt(FunctionArguments.GetAtt getAtt) {
        return switch (resolve(getAtt.attribute())) {
            case Resolved.Known known -> attribute(getAtt.logicalId(), JsonTexts.scalar(known.value()));
            case Resolved.Unknown unknown -> unknown;
            case Resolved.NoValue nothing -> throw emptyAttribute();
        };
    }

    private static RuntimeException emptyAttribute() {
        FunctionArguments.getAtt(new JsonValue.Null());
        return new IllegalStateException("an empty attribute is refused");
    }

    private Resolved choice(FunctionArguments.If choice) {
        boolean holds = scope.conditions().holds(choice.condition(), "Fn::If");
        return resolve(holds ? choice.then() : choice.otherwise());
    }

    private Resolved imported(JsonValue argument) {
        return switch (resolve(argument)) {
            case Resolved.Known(JsonValue.Text name) -> exported(name.value());
            case Resolved.Known other ->
                throw TemplateErrors.function("every Fn::ImportValue object must have a single String value.");
            case Resolved.Unknown unknown ->
                throw TemplateErrors.function(
                        "the attribute in Fn::ImportValue must not depend on any resources, imported"
                                + " values, or Fn::GetAZs");
            case Resolved.NoValue nothing ->
                throw TemplateErrors.function("every Fn::ImportValue object must have a single String value.");
        };
    }

    private Resolved exported(String name) {
        Optional<String> value = scope.environment().exported(name);
        if (value.isPresent()) {
            return new Resolved.Known(new JsonValue.Text(value.get()));
        }
        return switch (strictness) {
            case PREVIEW -> Resolved.Unknown.of(Set.of()).because("No export named " + name);
            case WHOLE -> throw TemplateErrors.validation("No export named " + name + " found.");
        };
    }
}
