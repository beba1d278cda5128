package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.sqs.QueueAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Which actions on which resources an operation needs: the table {@code actions.txt}, which says how it is read. An
 * operation that is not in it needs the action of its own name on {@code *}.
 *
 * <p>Source: Service Authorization Reference, "Actions, resources, and condition keys".
 */
final class ActionTable {

    /**
     * What a caller must be allowed.
     *
     * @param action like {@code iam:PassRole}
     * @param resource its ARN, or {@code *}
     * @param context condition keys that belong to this action
     */
    record Required(String action, String resource, Map<String, List<String>> context) {}

    private record Line(
            String service,
            Optional<String> action,
            Optional<String> onlyWith,
            Optional<String> onlyWithout,
            boolean optional,
            List<String> resources,
            Map<String, String> context) {}

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(?<name>[A-Za-z.]+)(?<cut>\\^?)(\\|(?<otherwise>[^}]*))?}");

    /** Services whose actions have another prefix than their requests are signed for. */
    private static final Map<String, String> PREFIXES = Map.of("monitoring", "cloudwatch");

    private final Map<String, List<Line>> lines = new HashMap<>();

    ActionTable() {
        InputStream resource =
                Objects.requireNonNull(ActionTable.class.getResourceAsStream("actions.txt"), "actions.txt");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            in.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String text) {
        String[] words = text.strip().split("\\s+");
        Optional<String> action = Optional.empty();
        Optional<String> with = Optional.empty();
        Optional<String> without = Optional.empty();
        boolean optional = false;
        List<String> resources = new ArrayList<>();
        Map<String, String> context = new LinkedHashMap<>();
        for (String word : List.of(words).subList(2, words.length)) {
            int equals = word.indexOf('=');
            if (word.startsWith("do:")) {
                action = Optional.of(word.substring(3));
            } else if (word.startsWith("if:")) {
                with = Optional.of(word.substring(3));
            } else if (word.startsWith("unless:")) {
                without = Optional.of(word.substring(7));
            } else if (word.equals("opt")) {
                optional = true;
            } else if (equals > 0) {
                context.put(word.substring(0, equals), word.substring(equals + 1));
            } else {
                resources.add(word);
            }
        }
        Line line = new Line(words[0], action, with, without, optional, resources, context);
        for (String operation : words[1].split(",", -1)) {
            lines.computeIfAbsent(words[0] + " " + operation, k -> new ArrayList<>())
                    .add(line);
        }
    }

    /** What the caller of an operation must be allowed; all of it. */
    List<Required> required(Caller caller, String service, String operation, SdkPojo request) {
        List<Required> all = new ArrayList<>();
        String own = PREFIXES.getOrDefault(service, service) + ":" + operation;
        for (Line line : lines.getOrDefault(service + " " + operation, List.of())) {
            boolean left = line.onlyWith()
                            .filter(m -> RequestMembers.values(request, m).isEmpty())
                            .isPresent()
                    || line.onlyWithout()
                            .filter(m -> !RequestMembers.values(request, m).isEmpty())
                            .isPresent();
            if (!left) {
                String action = line.action().orElse(own);
                Map<String, List<String>> context = new LinkedHashMap<>();
                line.context().forEach((key, template) -> {
                    List<String> values = expand(service, template, caller, request);
                    if (!values.isEmpty()) {
                        context.put(key, values);
                    }
                });
                resources(line, caller, request).forEach(resource -> all.add(new Required(action, resource, context)));
            }
        }
        boolean known = lines.containsKey(service + " " + operation);
        return known ? all : List.of(new Required(own, "*", Map.of()));
    }

    private static List<String> resources(Line line, Caller caller, SdkPojo request) {
        List<String> found = new ArrayList<>();
        line.resources().forEach(template -> found.addAll(expand(line.service(), template, caller, request)));
        return found.isEmpty() && !line.optional() ? List.of("*") : found;
    }

    /** A template with the members of a request put in: one text for each value of the last placeholder's member. */
    private static List<String> expand(String service, String template, Caller caller, SdkPojo request) {
        List<String> done = List.of("");
        String text = template.startsWith("@") ? prefix(service, caller) + template.substring(1) : template;
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int at = 0;
        while (placeholder.find()) {
            String before = text.substring(at, placeholder.start());
            at = placeholder.end();
            boolean last = at == text.length();
            List<String> values = values(placeholder, caller, request);
            List<String> next = new ArrayList<>();
            for (String begun : done) {
                for (String value : values) {
                    boolean arn = value.startsWith("arn:");
                    next.add(
                            arn && last
                                    ? value
                                    : begun + before + (arn ? value.substring(value.lastIndexOf('/') + 1) : value));
                }
            }
            done = next;
        }
        String rest = text.substring(at);
        return done.stream().map(begun -> begun + rest).toList();
    }

    private static List<String> values(Matcher placeholder, Caller caller, SdkPojo request) {
        String name = placeholder.group("name");
        if (name.equals("account")) {
            return List.of(caller.account());
        }
        if (name.equals("region")) {
            return List.of(caller.region());
        }
        if (name.equals("secret")) {
            // An ARN takes the place of the whole; behind a name AWS has put six characters.
            return RequestMembers.values(request, "SecretId").stream()
                    .map(id -> id.startsWith("arn:") ? id : id + "-??????")
                    .toList();
        }
        if (name.equals("stack")) {
            // Behind a stack's name is an id of its own; an ARN has both.
            List<String> names = RequestMembers.values(request, "StackName");
            return names.isEmpty()
                    ? List.of("*/*")
                    : names.stream()
                            .map(id -> id.startsWith("arn:") ? id : id + "/*")
                            .toList();
        }
        List<String> values = RequestMembers.values(request, name);
        if (values.isEmpty() && placeholder.group("otherwise") != null) {
            return List.of(placeholder.group("otherwise"));
        }
        if (name.equals("QueueUrl")) {
            return values.stream()
                    .map(url -> QueueAddress.parse(caller, url)
                            .map(QueueAddress::arn)
                            .orElse("*"))
                    .toList();
        }
        if (name.equals("CopySource")) {
            return values.stream().map(ActionTable::copySource).toList();
        }
        return placeholder.group("cut").isEmpty()
                ? values
                : values.stream()
                        .map(value -> value.startsWith("arn:") ? value.substring(value.lastIndexOf('/') + 1) : value)
                        .map(value -> value.replaceFirst(":.*", ""))
                        .toList();
    }

    /** Bucket and key of an {@code x-amz-copy-source}. */
    private static String copySource(String header) {
        String path = header.replaceFirst("\\?versionId=.*", "");
        return URLDecoder.decode(path.startsWith("/") ? path.substring(1) : path, StandardCharsets.UTF_8);
    }

    private static String prefix(String service, Caller caller) {
        String name = PREFIXES.getOrDefault(service, service);
        return switch (name) {
            case "s3" -> "arn:aws:s3:::";
            case "iam", "sts" -> "arn:aws:" + name + "::" + caller.account() + ":";
            default -> "arn:aws:" + name + ":" + caller.region() + ":" + caller.account() + ":";
        };
    }
}
