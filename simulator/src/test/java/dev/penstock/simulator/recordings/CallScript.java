package dev.penstock.simulator.recordings;

import dev.penstock.simulator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recorded test as data. Its steps are calls ({@code op}, {@code p}, {@code svc}: a service's name, {@code in}: a region,
 * {@code label}), waits in simulated milliseconds ({@code wait}), and labels of what the recorded test made of answers
 * ({@code label}, {@code of}). {@code ${3|Messages|0|Body}} in a parameter is a text of the fourth answer; {@code {"$template":
 * …}} a template that was recorded too. {@code {"$": [3, "Messages"]}} in what is compared is a part of an answer,
 * {@code {"$json": …}} the JSON that a text of it holds, {@code {"$error": [3, "GetObject"]}} an error as it is printed.
 *
 * @param test as recorded
 */
record CallScript(String test, List<Map<?, ?>> steps) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\d[^}]*)}");

    /** Makes a call; an error is an answer. */
    interface Caller {
        Tree call(String service, String region, String operation, Map<?, ?> parameters);
    }

    CallScript {
        steps = List.copyOf(steps);
    }

    /** The scripts of a resource beside this class, a line each. */
    static List<CallScript> read(String resource) {
        try (InputStream in = CallScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            List<CallScript> scripts = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && Json.tree(line.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> script) {
                    List<Map<?, ?>> steps = new ArrayList<>();
                    ((List<?>) required(script, "steps")).forEach(step -> steps.add((Map<?, ?>) step));
                    scripts.add(new CallScript(String.valueOf(script.get("test")), steps));
                }
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes through the steps. */
    void play(Caller caller, java.util.function.Consumer<Duration> waiting, Session session) {
        List<Tree> answers = new ArrayList<>();
        for (Map<?, ?> step : steps) {
            if (step.get("wait") instanceof Number millis) {
                waiting.accept(Duration.ofMillis(millis.longValue()));
            } else if (step.containsKey("op")) {
                Object parameters = step.containsKey("p") ? substituted(required(step, "p"), answers) : Map.of();
                String region = step.get("in") instanceof String named ? named : "us-east-1";
                answers.add(
                        caller.call(String.valueOf(step.get("svc")), region, String.valueOf(step.get("op")), (Map<?, ?>)
                                parameters));
                if (step.get("label") instanceof String label) {
                    session.matches(label, answers.getLast());
                }
            } else {
                session.matches(String.valueOf(step.get("label")), value(required(step, "of"), answers));
            }
        }
    }

    private static Object required(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + " in " + map);
        }
        return value;
    }

    private static Object substituted(Object value, List<Tree> answers) {
        return switch (value) {
            case Map<?, ?> map
            when map.get("$fill") instanceof List<?> fill ->
                String.valueOf(fill.getFirst()).repeat(Integer.parseInt(String.valueOf(fill.get(1))));
            case Map<?, ?> map when map.get("$template") instanceof String file -> Recordings.template(file);
            case Map<?, ?> map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach((name, item) -> all.put(String.valueOf(name), substituted(item, answers)));
                yield all;
            }
            case List<?> list ->
                list.stream().map(item -> substituted(item, answers)).toList();
            case String text -> {
                Matcher reference = REFERENCE.matcher(text);
                yield reference.replaceAll(match -> Matcher.quoteReplacement(text(
                        at(List.of((Object[]) match.group(1).split("\\|", -1)), answers))));
            }
            default -> value;
        };
    }

    private static Tree value(Object of, List<Tree> answers) {
        return switch (of) {
            case Map<?, ?> map when map.get("$") instanceof List<?> path -> at(path, answers);
            case Map<?, ?> map when map.get("$error") instanceof List<?> call -> printed(call, answers);
            case Map<?, ?> map
            when map.get("$json") instanceof List<?> path ->
                Tree.parse(text(at(path, answers))).orElse(new Tree.Nothing());
            case Map<?, ?> map -> {
                Map<String, Tree> members = new LinkedHashMap<>();
                map.forEach((name, item) -> members.put(String.valueOf(name), value(item, answers)));
                yield new Tree.Structure(members);
            }
            case List<?> list ->
                new Tree.Sequence(
                        list.stream().map(item -> value(item, answers)).toList());
            default -> Responses.of(of);
        };
    }

    /** An error as a client in Python prints it. */
    private static Tree printed(List<?> call, List<Tree> answers) {
        Object index = call.getFirst();
        return new Tree.Text("An error occurred (" + text(at(List.of(index, "Error", "Code"), answers))
                + ") when calling the " + call.get(1) + " operation: "
                + text(at(List.of(index, "Error", "Message"), answers)));
    }

    private static Tree at(List<?> path, List<Tree> answers) {
        Tree found = answers.get(Integer.parseInt(String.valueOf(path.getFirst())));
        for (Object step : path.subList(1, path.size())) {
            String name = String.valueOf(step);
            found = switch (found) {
                case Tree.Structure structure -> structure.member(name).orElse(new Tree.Nothing());
                case Tree.Sequence(List<Tree> items)
                when name.matches("[0-9]+") && Integer.parseInt(name) < items.size() ->
                    items.get(Integer.parseInt(name));
                default -> new Tree.Nothing();
            };
        }
        return found;
    }

    private static String text(Tree tree) {
        return tree instanceof Tree.Text(String value) ? value : "missing";
    }
}
