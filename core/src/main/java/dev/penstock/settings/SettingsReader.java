package dev.penstock.settings;

import dev.penstock.codedeploy.CodeDeployOptions;
import dev.penstock.codedeploy.WaitFor;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.ReleaseGraph.Member;
import dev.penstock.metric.VerdictSourcesReader;
import dev.penstock.pipeline.Locations;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads settings, {@code penstock.yml}: every key, its meaning and an example are in {@code docs/settings.md}. */
public final class SettingsReader {

    private static final Set<String> KEYS = Set.of(
            "region",
            "account",
            "profile",
            "sources",
            "artifacts",
            "builds",
            "images",
            "deployments",
            "release",
            "releaseGraphs",
            "roles",
            "parameters",
            "variables",
            "pollInterval",
            "journal",
            "evidence",
            "schemas",
            "simulate");

    private static final Map<String, SimulationSettings.Clock> CLOCKS =
            Map.of("machine", SimulationSettings.Clock.MACHINE, "simulator", SimulationSettings.Clock.SIMULATOR);

    private final Map<String, SourceSpan> spans = new HashMap<>();
    private final FieldContext context;
    private final SettingsValues values;
    private final Path folder;
    private ZoneId zone = ZoneOffset.UTC;

    private SettingsReader(Path folder, Problems problems) {
        this.folder = folder;
        this.context = new FieldContext(
                problems,
                ProblemType.SETTINGS_FIELD_MISSING,
                ProblemType.SETTINGS_FIELD_TYPE,
                ProblemType.SETTINGS_FIELD_UNKNOWN,
                FieldContext.Coercion.SCALAR_AS_TEXT,
                UnaryOperator.identity(),
                (path, node) -> spans.put(path, node.span()),
                node -> false);
        this.values = new SettingsValues(folder, problems);
    }

    /**
     * Reads a settings file.
     *
     * @param folder the folder that the file is in, to which its paths are relative
     */
    public static SettingsReading read(SourceText source, Path folder) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, problems);
        if (document.isEmpty()) {
            return new SettingsReading.Refused(problems.list());
        }
        return read(document.get(), folder, problems);
    }

    /** Reads settings whose document is parsed already. */
    public static SettingsReading read(SourceNode document, Path folder, Problems problems) {
        SettingsReader reader = new SettingsReader(folder, problems);
        RunSettings settings = reader.settings(document);
        return problems.hasErrors()
                ? new SettingsReading.Refused(problems.list())
                : new SettingsReading.Accepted(
                        settings, new Locations(document.span().file(), reader.spans), problems.list());
    }

    /** Whether a document looks like settings: a mapping most of whose keys are ours, and one that only settings have. */
    public static boolean recognises(SourceNode document) {
        if (!(document instanceof SourceNode.Mapping root)) {
            return false;
        }
        long known = root.entries().stream()
                .filter(entry -> KEYS.contains(entry.name()))
                .count();
        boolean distinct = root.has("sources") || root.has("simulate") || root.has("builds") || root.has("images");
        return distinct && known * 2 > root.entries().size();
    }

    private RunSettings settings(SourceNode document) {
        Fields fields = Fields.of(document, "", context);
        Optional<Fields> artifacts = fields.mapping("artifacts");
        CalendarSettings calendar =
                fields.mapping("release").map(this::calendar).orElse(CalendarSettings.none());
        RunSettings settings = new RunSettings(
                fields.text("region"),
                fields.text("account").map(account -> values.account(account, fields.span("account"))),
                fields.text("profile"),
                byName(fields, "sources", this::source),
                artifacts.flatMap(this::artifactDirectory),
                artifacts.flatMap(this::artifactBucket),
                byName(fields, "builds", this::build),
                byName(fields, "images", this::image),
                byName(fields, "deployments", this::deployment),
                calendar,
                roles(fields),
                fields.textMap("parameters"),
                fields.textMap("variables"),
                fields.text("pollInterval").flatMap(text -> values.interval(text, fields.span("pollInterval"))),
                fields.mapping("simulate").map(this::simulation).orElse(SimulationSettings.none()),
                new JournalSettings(context, folder).read(fields),
                byName(fields, "releaseGraphs", this::graph),
                fields.mapping("evidence").flatMap(SettingsReader::evidenceKey),
                byName(fields, "schemas", new SchemaSettings(context)::schema));
        artifacts.ifPresent(Fields::end);
        fields.end();
        return settings;
    }

    private GraphSetting graph(Fields fields) {
        fields.requirePresent("actions");
        Map<String, List<String>> after = new LinkedHashMap<>();
        byName(fields, "actions", action -> action.texts("after")).forEach(after::put);
        List<Member> members = new ArrayList<>();
        after.forEach((name, others) -> members.add(new Member(name, others, false)));
        List<String> cycle = ReleaseGraph.cycle(members);
        if (!cycle.isEmpty()) {
            String at = Fields.child(Fields.child(Fields.child(fields.path(), "actions"), cycle.getFirst()), "after");
            context.problems()
                    .report(
                            ProblemType.SETTINGS_GRAPH,
                            spans.getOrDefault(at, fields.span("actions")),
                            at,
                            "These come after each other, so that none could begin: '" + String.join("' after '", cycle)
                                    + "'.",
                            "Leave one of the 'after' away.");
            after.replaceAll((name, others) -> List.of());
        }
        Optional<Boolean> shared = StackSettings.word(context, fields, "canary", Map.of("each", false, "shared", true));
        return new GraphSetting(after, shared.orElse(false));
    }

    private static Optional<String> evidenceKey(Fields fields) {
        Optional<String> key = Optional.of(fields.requireText("key")).filter(text -> !text.isEmpty());
        fields.end();
        return key;
    }

    private interface Element<T> {
        T read(Fields fields);
    }

    /** Mappings under names that the user chooses. */
    private <T> Map<String, T> byName(Fields parent, String field, Element<T> element) {
        Map<String, T> elements = new LinkedHashMap<>();
        parent.entries(field).forEach((name, node) -> {
            String path = Fields.child(Fields.child(parent.path(), field), name);
            Fields fields = Fields.of(node, path, context);
            elements.put(name, element.read(fields));
            fields.end();
        });
        return elements;
    }

    /** For all releases; deployments that name no zone of their own have its. */
    private CalendarSettings calendar(Fields fields) {
        var reader = new CalendarSettingsReader(context, zone);
        zone = reader.zone(fields);
        CalendarSettings calendar = reader.read(fields, zone);
        fields.end();
        return calendar;
    }

    /** Its members are AWS's: what this program does not know is AWS's to judge. */
    private DeploymentSetting deployment(Fields fields) {
        fields.entries("deploymentConfiguration"); // reports what is no mapping
        Optional<Fields> release = fields.mapping("release");
        // Before the rest, which tells what it does not know.
        CalendarSettings calendar =
                release.map(new CalendarSettingsReader(context, zone)::read).orElse(CalendarSettings.none());
        return new DeploymentSetting(
                fields.node("deploymentConfiguration")
                        .filter(SourceNode.Mapping.class::isInstance)
                        .map(SourceNodeJson::text),
                fields.mapping("stack")
                        .map(new StackSettings(context, values)::read)
                        .orElse(StackSetting.none()),
                fields.mapping("environment")
                        .map(new EnvironmentSettings(context, values)::read)
                        .orElse(EnvironmentSetting.none()),
                fields.mapping("codeDeploy").map(this::codeDeploy).orElse(CodeDeploySetting.none()),
                fields.mapping("function").map(SettingsReader::function).orElse(FunctionSetting.none()),
                fields.mapping("taskSets").flatMap(new TaskSetSettings(context)::read),
                release.map(new ReleaseSettingsReader(context, values)::read),
                calendar,
                fields.mapping("verdict").flatMap(new VerdictSourcesReader(context)::read),
                fields.mapping("schema").flatMap(new SchemaSettings(context)::revision));
    }

    /** The event is the function's own: whatever it holds is right. */
    private static FunctionSetting function(Fields fields) {
        fields.entries("testEvent"); // reports what is no mapping
        FunctionSetting setting = new FunctionSetting(fields.node("testEvent")
                .filter(SourceNode.Mapping.class::isInstance)
                .map(SourceNodeJson::text));
        fields.end();
        return setting;
    }

    private CodeDeploySetting codeDeploy(Fields fields) {
        List<String> named = fields.texts("alarms");
        Optional<List<String>> alarms = fields.has("alarms") ? Optional.of(named) : Optional.empty();
        if (alarms.isPresent() && alarms.get().size() > CodeDeployOptions.MOST_ALARMS) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_VALUE,
                            fields.span("alarms"),
                            Fields.child(fields.path(), "alarms"),
                            "There are " + alarms.get().size() + " alarms.",
                            "CodeDeploy takes at most " + CodeDeployOptions.MOST_ALARMS + ".");
        }
        var setting = new CodeDeploySetting(
                StackSettings.word(context, fields, "waitFor", Map.of("traffic", WaitFor.TRAFFIC, "end", WaitFor.END)),
                fields.text("deploymentConfiguration"),
                alarms);
        fields.end();
        return setting;
    }

    private SourceSetting source(Fields fields) {
        Optional<String> directory = fields.text("directory");
        Optional<String> git = fields.text("git");
        SourceSetting.Git repository = new SourceSetting.Git(
                values.gitUrl(git.orElse(""), fields.span("git")),
                values.reference(fields),
                fields.mapping("credentials").map(values::credentials));
        if (directory.isPresent() == git.isPresent()) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            fields.span(),
                            fields.path(),
                            "A source is either a directory or a git repository.",
                            "Write 'directory: PATH' or 'git: URL'.");
        }
        if (directory.isPresent()
                && git.isEmpty()
                && (repository.reference().isPresent()
                        || repository.credentials().isPresent())) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            fields.span(),
                            fields.path(),
                            "branch, tag, commit and credentials belong to a git repository, and this is a directory.",
                            "Remove them, or write 'git: URL' in place of the directory.");
        }
        return git.isPresent()
                ? repository
                : new SourceSetting.Directory(values.path(directory.orElse("."), fields.span("directory")));
    }

    private Optional<Path> artifactDirectory(Fields fields) {
        if (!fields.has("bucket")) {
            fields.requirePresent("directory");
        }
        return fields.text("directory").map(text -> values.path(text, fields.span("directory")));
    }

    private Optional<BucketSetting> artifactBucket(Fields fields) {
        Optional<String> prefix = fields.text("prefix");
        boolean shared = fields.bool("shared").orElse(false);
        if (shared && fields.has("directory")) {
            context.problems()
                    .report(
                            ProblemType.SETTINGS_CHOICE,
                            fields.span("directory"),
                            fields.path(),
                            "Artifacts are kept in one place, and shared ones are in the bucket.",
                            "Remove directory, or shared.");
        }
        if (shared) {
            fields.requirePresent("bucket");
        }
        return fields.text("bucket")
                .map(name -> new BucketSetting(values.bucket(name, fields), prefix.orElse(""), shared));
    }

    private BuildSetting build(Fields fields) {
        return new BuildSetting(
                values.buildLocation(fields),
                fields.text("buildspec"),
                fields.textMap("environment"),
                fields.bool("awsEnvironment"),
                fields.text("project"));
    }

    private ImageSetting image(Fields fields) {
        return new ImageSetting(
                fields.text("dockerfile"),
                fields.text("context"),
                fields.text("platform").map(platform -> values.platform(platform, fields.span("platform"))),
                fields.text("containerName"),
                values.builder(fields));
    }

    private Map<String, RoleSetting> roles(Fields fields) {
        Map<String, RoleSetting> roles = new LinkedHashMap<>();
        fields.textMap("roles").forEach((arn, value) -> {
            String path = Fields.child("/roles", arn);
            SourceSpan span = spans.getOrDefault(path, fields.span("roles"));
            roles.put(arn, values.role(value, span, path));
        });
        return roles;
    }

    /** By the secret's name, the variables that hold its members. */
    private static Map<String, Map<String, String>> secrets(Fields fields) {
        Map<String, Map<String, String>> secrets = new LinkedHashMap<>();
        fields.mapping("secrets").ifPresent(named -> {
            for (String name : fields.entries("secrets").keySet()) {
                secrets.put(name, named.textMap(name));
            }
            named.end();
        });
        return secrets;
    }

    private SimulationSettings simulation(Fields fields) {
        SimulationSettings simulation = new SimulationSettings(
                fields.integer("seed"),
                StackSettings.word(context, fields, "clock", CLOCKS).orElse(SimulationSettings.Clock.MACHINE),
                byName(
                        fields,
                        "services",
                        service -> new SimulationSettings.Service(
                                values.range(service, "desiredCount", 1, 1000),
                                service.text("containerName"),
                                values.range(service, "containerPort", 1, 65_535),
                                values.range(service, "requestsPerMinute", 1, 60_000_000))),
                values.images(fields),
                secrets(fields));
        fields.end();
        return simulation;
    }
}
