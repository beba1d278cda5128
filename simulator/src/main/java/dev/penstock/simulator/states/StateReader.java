package dev.penstock.simulator.states;

import static dev.penstock.simulator.states.MachineDefinition.list;
import static dev.penstock.simulator.states.MachineDefinition.schema;
import static dev.penstock.simulator.states.MachineDefinition.seconds;
import static dev.penstock.simulator.states.MachineDefinition.text;
import static dev.penstock.simulator.states.MachineDefinition.texts;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one state. What it does not know it refuses. */
final class StateReader {

    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final Pattern FUNCTION =
            Pattern.compile("arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?");

    private static final Set<String> EVERYWHERE = Set.of("Type", "Comment", "QueryLanguage");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "Pass", Set.of("Next", "End", "InputPath", "OutputPath", "Parameters", "Result", "ResultPath"),
            "Wait",
                    Set.of(
                            "Next",
                            "End",
                            "InputPath",
                            "OutputPath",
                            "Seconds",
                            "SecondsPath",
                            "Timestamp",
                            "TimestampPath"),
            "Succeed", Set.of("InputPath", "OutputPath"),
            "Fail", Set.of("Error", "Cause"),
            "Choice", Set.of("InputPath", "OutputPath", "Choices", "Default"),
            "Task",
                    Set.of(
                            "Next",
                            "End",
                            "InputPath",
                            "OutputPath",
                            "Parameters",
                            "ResultSelector",
                            "ResultPath",
                            "Resource",
                            "TimeoutSeconds",
                            "Retry",
                            "Catch"));

    private final Map<String, JsonValue> members;
    private final String place;

    StateReader(Map<String, JsonValue> members, String place) {
        this.members = members;
        this.place = place;
    }

    State read() {
        String type = text(members, "Type").orElseThrow(() -> schema("These fields are required: [Type]", place));
        Set<String> known = FIELDS.get(type);
        if (known == null) {
            throw StatesErrors.notSimulated("The state type " + type + " at " + place);
        }
        Set<String> unknown = new HashSet<>(members.keySet());
        unknown.removeAll(known);
        unknown.removeAll(EVERYWHERE);
        unknown.stream().sorted().findFirst().ifPresent(name -> {
            throw StatesErrors.notSimulated("The field '" + name + "' of " + type + " at " + place);
        });
        if (!text(members, "QueryLanguage").orElse("JSONPath").equals("JSONPath")) {
            throw StatesErrors.notSimulated("The query language at " + place);
        }
        return switch (type) {
            case "Pass" -> new State.Pass(data(), next(), Optional.ofNullable(members.get("Result")));
            case "Wait" -> new State.Wait(data(), next(), until());
            case "Succeed" -> new State.Succeed(data());
            case "Fail" ->
                new State.Fail(
                        data(),
                        text(members, "Error").orElse(""),
                        text(members, "Cause").orElse(""));
            case "Choice" -> choice();
            default -> task();
        };
    }

    private State.DataFlow data() {
        return new State.DataFlow(
                path("InputPath"),
                template("Parameters"),
                template("ResultSelector"),
                path("ResultPath"),
                path("OutputPath"));
    }

    /** Empty where it is {@code null}. */
    private String path(String name) {
        return path(members, name);
    }

    private String path(Map<String, JsonValue> of, String name) {
        if (of.get(name) instanceof JsonValue.Null) {
            return "";
        }
        String path = text(of, name).orElse("$");
        if (ReferencePath.of(path).isEmpty()) {
            throw StatesErrors.notSimulated("The path '" + path + "' at " + place + "/" + name);
        }
        return path;
    }

    private Optional<PayloadTemplate> template(String name) {
        Optional<PayloadTemplate> template =
                Optional.ofNullable(members.get(name)).map(PayloadTemplate::new);
        template.ifPresent(given -> given.check(place + "/" + name));
        return template;
    }

    private Optional<String> next() {
        boolean ends = members.get("End") instanceof JsonValue.Truth truth && truth.value();
        Optional<String> next = text(members, "Next");
        if (ends == next.isPresent()) {
            throw schema("A state must have either 'Next' or 'End'", place);
        }
        return next;
    }

    private State.Until until() {
        if (members.containsKey("SecondsPath")) {
            return new State.SecondsPath(path("SecondsPath"));
        }
        if (members.containsKey("TimestampPath")) {
            return new State.TimestampPath(path("TimestampPath"));
        }
        return text(members, "Timestamp")
                .<State.Until>map(State.Timestamp::new)
                .orElseGet(() -> new State.Seconds(seconds(members, "Seconds")
                        .orElseThrow(() -> schema(
                                "A wait state must have one of [Seconds, SecondsPath, Timestamp, TimestampPath]",
                                place))
                        .toSeconds()));
    }

    private State.Choice choice() {
        List<State.Branch> branches = list(members, "Choices").stream()
                .map(each -> {
                    if (!(each instanceof JsonValue.Structure rule)) {
                        throw schema("A choice rule must be an object", place);
                    }
                    return new State.Branch(
                            ChoiceRule.read(rule, place + "/Choices"),
                            text(rule.members(), "Next")
                                    .orElseThrow(
                                            () -> schema("These fields are required: [Next]", place + "/Choices")));
                })
                .toList();
        if (branches.isEmpty()) {
            throw schema("These fields are required: [Choices]", place);
        }
        return new State.Choice(data(), branches, text(members, "Default"));
    }

    private State.Task task() {
        String resource =
                text(members, "Resource").orElseThrow(() -> schema("These fields are required: [Resource]", place));
        State.Call call;
        if (resource.equals(INVOKE)) {
            checkInvocation();
            call = new State.InvokeCall();
        } else if (FUNCTION.matcher(resource).matches()) {
            call = new State.FunctionCall(resource);
        } else {
            throw StatesErrors.notSimulated("The resource " + resource + " at " + place);
        }
        return new State.Task(data(), next(), call, seconds(members, "TimeoutSeconds"), retriers(), catchers());
    }

    private void checkInvocation() {
        Map<String, JsonValue> parameters =
                members.get("Parameters") instanceof JsonValue.Structure given ? given.members() : Map.of();
        Set<String> names = new HashSet<>();
        parameters
                .keySet()
                .forEach(name -> names.add(name.endsWith(".$") ? name.substring(0, name.length() - 2) : name));
        if (!names.contains("FunctionName")) {
            throw schema("The field 'FunctionName' is required but was missing", place + "/Parameters");
        }
        names.removeAll(Set.of("FunctionName", "Payload", "Qualifier"));
        names.stream().sorted().findFirst().ifPresent(name -> {
            throw StatesErrors.notSimulated("The parameter '" + name + "' of " + INVOKE + " at " + place);
        });
    }

    private List<State.Retrier> retriers() {
        return list(members, "Retry").stream()
                .map(each -> {
                    Map<String, JsonValue> one = each instanceof JsonValue.Structure retrier
                            ? retrier.members()
                            : Map.<String, JsonValue>of();
                    if (text(one, "JitterStrategy").filter("FULL"::equals).isPresent()) {
                        throw StatesErrors.notSimulated("The jitter strategy FULL at " + place);
                    }
                    return new State.Retrier(
                            errors(one),
                            seconds(one, "IntervalSeconds").orElse(Duration.ofSeconds(1)),
                            one.get("MaxAttempts") instanceof JsonValue.Number number
                                    ? number.value().intValue()
                                    : 3,
                            one.get("BackoffRate") instanceof JsonValue.Number number
                                    ? number.value().doubleValue()
                                    : 2.0,
                            seconds(one, "MaxDelaySeconds"));
                })
                .toList();
    }

    private List<State.Catcher> catchers() {
        return list(members, "Catch").stream()
                .map(each -> {
                    Map<String, JsonValue> one = each instanceof JsonValue.Structure catcher
                            ? catcher.members()
                            : Map.<String, JsonValue>of();
                    return new State.Catcher(
                            errors(one),
                            text(one, "Next").orElseThrow(() -> schema("These fields are required: [Next]", place)),
                            path(one, "ResultPath"));
                })
                .toList();
    }

    private List<String> errors(Map<String, JsonValue> one) {
        List<String> errors = texts(one, "ErrorEquals");
        if (errors.isEmpty()) {
            throw schema("These fields are required: [ErrorEquals]", place);
        }
        return errors;
    }
}
