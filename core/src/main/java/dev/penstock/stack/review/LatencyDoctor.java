package dev.penstock.stack.review;

import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.document.SourceNode;
import dev.penstock.stack.ChangeSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Names the settings that cost most of the time in which a change set rolls out: those of services that get new tasks, of their
 * target groups and task definitions ({@code latency-settings.tsv}, with sources), how many batches there are, and how long the
 * stack is monitored. What is written with functions other than a {@code Ref} to a parameter is not judged.
 */
public final class LatencyDoctor {

    /** So many are named. */
    private static final int NAMED = 3;

    /** Less is not worth a change. */
    private static final Duration WORTH_NAMING = Duration.ofSeconds(10);

    /** From asking for a Fargate task to its process: 30 to 90 seconds, as users of Fargate report. */
    private static final int START = 45;

    /** Minutes in which an alarm of one-minute periods has looked five times. */
    private static final int MONITORED = 5;

    private static final String SERVICE = "AWS::ECS::Service";
    private static final String TASKS = "AWS::ECS::TaskDefinition";

    /** A row of the table. */
    private record Setting(
            String name,
            String type,
            String path,
            int unit,
            OptionalInt usual,
            int better,
            String howOften,
            String source) {}

    private static final class Lazy {
        static final List<Setting> SETTINGS = settings();
    }

    private final TemplateMap template;
    private final ChangeSet changes;
    private final List<Advice> found = new ArrayList<>();

    private LatencyDoctor(TemplateMap template, ChangeSet changes) {
        this.template = template;
        this.changes = changes;
    }

    private static List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        Tables.read(
                "latency-settings.tsv",
                columns -> settings.add(new Setting(
                        columns[0],
                        columns[1],
                        columns[2],
                        Integer.parseInt(columns[3]),
                        columns[4].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(columns[4])),
                        Integer.parseInt(columns[5]),
                        columns[6],
                        columns[7])));
        return List.copyOf(settings);
    }

    /**
     * The settings that cost most, the worst first; at most three.
     *
     * @param template of the stack
     */
    public static List<Advice> examine(ChangeSetReview review, ChangeSet changes, TemplateMap template) {
        return new LatencyDoctor(template, changes).examine(review);
    }

    private List<Advice> examine(ChangeSetReview review) {
        Set<String> changed = new HashSet<>();
        review.changes().forEach(change -> changed.add(change.path()));
        for (String service : template.resources()) {
            boolean rollsOut = template.type(service).filter(SERVICE::equals).isPresent()
                    && review.changes().stream()
                            .filter(change -> change.effect() != ReviewedChange.Effect.ADD)
                            .anyMatch(change -> change.path().equals(service) || makesTasks(change, service));
            if (rollsOut) {
                service(service);
            }
        }
        if (!changed.isEmpty()) {
            monitoring();
        }
        return found.stream()
                .filter(advice -> advice.gain().compareTo(WORTH_NAMING) >= 0)
                .sorted(Comparator.comparing(Advice::gain).reversed())
                .limit(NAMED)
                .toList();
    }

    private boolean makesTasks(ReviewedChange change, String service) {
        return change.type().equals(TASKS)
                && template.dependencies().getOrDefault(service, Set.of()).contains(change.path());
    }

    private void service(String service) {
        int batches = batches(service);
        Set<String> parts = new HashSet<>(template.dependencies().getOrDefault(service, Set.of()));
        parts.add(service);
        int eachBatch = START;
        for (Setting setting : Lazy.SETTINGS) {
            for (String part : parts) {
                if (template.type(part).filter(setting.type()::equals).isPresent()) {
                    eachBatch += judge(setting, part, batches, service);
                }
            }
        }
        if (batches > 1) {
            found.add(new Advice(
                    "tasks are replaced in " + batches + " batches, as maximumPercent is",
                    service,
                    place(service, "DeploymentConfiguration/MaximumPercent"),
                    percent(service, "MaximumPercent", 200) + "",
                    "200",
                    Duration.ofSeconds((long) (batches - 1) * eachBatch),
                    "Amazon ECS Developer Guide, Deploy Amazon ECS services by replacing tasks"));
        }
    }

    /** Looks at one setting, and says how many seconds it costs in each batch. */
    private int judge(Setting setting, String resource, int batches, String service) {
        OptionalInt value = value(setting, resource);
        if (value.isEmpty()) {
            return 0;
        }
        int times = switch (setting.howOften()) {
            case "batch" -> batches;
            case "step" -> steps(service);
            default -> 1;
        };
        int gained = (value.getAsInt() - setting.better()) * setting.unit() * times;
        String unit = setting.unit() == 60 ? " min" : " s";
        if (gained > 0) {
            found.add(new Advice(
                    setting.name(),
                    resource,
                    place(resource, setting.path().replaceAll("\\[.*", "").replace("*", "0")),
                    value.getAsInt() + unit,
                    setting.better() + unit,
                    Duration.ofSeconds(gained),
                    setting.source()));
        }
        return setting.howOften().equals("batch") ? value.getAsInt() * setting.unit() : 0;
    }

    private String place(String resource, String path) {
        return template.property(resource, path).map(Object::toString).orElse("");
    }

    /** What it is; absent where it costs nothing or cannot be told. */
    private OptionalInt value(Setting setting, String resource) {
        int bracket = setting.path().indexOf('[');
        if (bracket >= 0) {
            String list = setting.path().substring(0, bracket);
            return attribute(
                    resource,
                    list,
                    setting.path().substring(bracket + 1, setting.path().length() - 1),
                    setting);
        }
        int star = setting.path().indexOf("/*/");
        if (star < 0) {
            return number(resource, setting.path(), setting.usual());
        }
        String list = setting.path().substring(0, star);
        String rest = setting.path().substring(star + 3);
        String parent = rest.substring(0, rest.lastIndexOf('/'));
        int slowest = -1;
        for (int i = 0; template.value(resource, list + "/" + i).isPresent(); i++) {
            if (template.value(resource, list + "/" + i + "/" + parent).isPresent()) {
                slowest = Math.max(
                        slowest,
                        number(resource, list + "/" + i + "/" + rest, setting.usual())
                                .orElse(-1));
            }
        }
        return slowest < 0 ? OptionalInt.empty() : OptionalInt.of(slowest);
    }

    private OptionalInt attribute(String resource, String list, String key, Setting setting) {
        for (int i = 0; template.value(resource, list + "/" + i).isPresent(); i++) {
            String at = list + "/" + i;
            boolean isIt = template.value(resource, at + "/Key")
                    .flatMap(this::text)
                    .filter(key::equals)
                    .isPresent();
            if (isIt) {
                return number(resource, at + "/Value", OptionalInt.empty());
            }
        }
        return setting.usual();
    }

    private OptionalInt number(String resource, String path, OptionalInt usual) {
        Optional<SourceNode> node = template.value(resource, path);
        if (node.isEmpty()) {
            return usual;
        }
        Optional<String> text = node.flatMap(this::text);
        boolean isNumber = text.filter(digits -> digits.matches("[0-9]{1,6}")).isPresent();
        return isNumber ? OptionalInt.of(Integer.parseInt(text.orElseThrow())) : OptionalInt.empty();
    }

    /** A value as it is written, or that of the parameter that it refers to. */
    private Optional<String> text(SourceNode node) {
        if (node instanceof SourceNode.Scalar scalar) {
            return Optional.of(scalar.text());
        }
        if (node instanceof SourceNode.Mapping mapping
                && mapping.get("Ref").orElse(mapping) instanceof SourceNode.Scalar name) {
            return Optional.ofNullable(changes.parameters().get(name.text()));
        }
        return Optional.empty();
    }

    /** How often tasks are started and others drained: once if as many again may run beside them. */
    private int batches(String service) {
        int desired = number(service, "DesiredCount", OptionalInt.of(1)).orElse(1);
        int most = desired * percent(service, "MaximumPercent", 200) / 100;
        int least = (desired * percent(service, "MinimumHealthyPercent", 100) + 99) / 100;
        int atOnce = most - least;
        boolean isStuck = desired < 1 || atOnce < 1; // then ECS starts nothing, and that is not a matter of time
        return isStuck ? 1 : (desired + atOnce - 1) / atOnce;
    }

    private int percent(String service, String name, int usual) {
        return number(service, "DeploymentConfiguration/" + name, OptionalInt.of(usual))
                .orElse(usual);
    }

    private int steps(String service) {
        int percent = number(service, "DeploymentConfiguration/LinearConfiguration/StepPercent", OptionalInt.of(10))
                .orElse(10);
        return percent < 1 ? 1 : Math.max(1, (100 + percent - 1) / percent - 1);
    }

    private void monitoring() {
        int minutes = changes.rollback().monitoringMinutes();
        if (minutes > MONITORED) {
            found.add(new Advice(
                    "monitoringMinutes in the settings",
                    "",
                    "",
                    minutes + " min",
                    MONITORED + " min",
                    Duration.ofMinutes((long) minutes - MONITORED),
                    "AWS CloudFormation API Reference, RollbackConfiguration: MonitoringTimeInMinutes is waited for after all"
                            + " resources are in place"));
        }
    }
}
