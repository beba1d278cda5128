package dev.penstock.taskdefinition;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.taskdefinition.ContainerDefinition.Dependency;
import dev.penstock.taskdefinition.ContainerDefinition.HealthCheck;
import dev.penstock.taskdefinition.ContainerDefinition.LogConfiguration;
import dev.penstock.taskdefinition.ContainerDefinition.MountPoint;
import dev.penstock.taskdefinition.ContainerDefinition.PortMapping;
import dev.penstock.taskdefinition.ContainerDefinition.ProcessSettings;
import dev.penstock.taskdefinition.ContainerDefinition.Resources;
import dev.penstock.taskdefinition.ContainerDefinition.VolumeFrom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads container definitions and volumes: of a task definition, or of a {@code Dockerrun.aws.json} version 2, which has the
 * same (Elastic Beanstalk Developer Guide, multicontainer Docker configuration).
 */
public final class ContainerDefinitionReader {

    /** Fields of a container definition that are kept as JSON (ECS API, {@code ContainerDefinition}). */
    private static final List<String> KEPT = List.of(
            "credentialSpecs",
            "disableNetworking",
            "dnsSearchDomains",
            "dnsServers",
            "dockerLabels",
            "dockerSecurityOptions",
            "extraHosts",
            "firelensConfiguration",
            "interactive",
            "linuxParameters",
            "pseudoTerminal",
            "repositoryCredentials",
            "resourceRequirements",
            "restartPolicy",
            "startTimeout",
            "stopTimeout",
            "systemControls",
            "ulimits",
            "versionConsistency");

    private static final List<String> KEPT_OF_PORTS = List.of("appProtocol", "containerPortRange", "name");

    /** Fields of a volume that are kept as JSON (ECS API, {@code Volume}). */
    private static final List<String> KEPT_OF_VOLUMES = List.of(
            "configuredAtLaunch",
            "dockerVolumeConfiguration",
            "efsVolumeConfiguration",
            "fsxWindowsFileServerVolumeConfiguration",
            "s3filesVolumeConfiguration");

    private final FieldContext context;
    private final ProblemType values;

    /**
     * A reader.
     *
     * @param context how mappings are taken apart, and where problems go
     * @param values the type of problem when a value is not possible
     */
    public ContainerDefinitionReader(FieldContext context, ProblemType values) {
        this.context = context;
        this.values = values;
    }

    /** Reads a container definition; what is wrong with it has been reported, and then it is not to be used. */
    public ContainerDefinition container(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        var container = new ContainerDefinition(
                fields.requireText("name"),
                fields.requireText("image"),
                new Resources(
                        atLeast(0, fields, "cpu"),
                        atLeast(4, fields, "memory"),
                        atLeast(4, fields, "memoryReservation")),
                process(fields),
                pairs(fields, "environment", "value"),
                fields.list("environmentFiles", (item, at) -> {
                    Fields file = Fields.of(item, at, context);
                    String arn = file.requireText("value");
                    file.ignore("type").end();
                    return arn;
                }),
                pairs(fields, "secrets", "valueFrom"),
                fields.list("portMappings", this::portMapping),
                fields.list("mountPoints", this::mountPoint),
                fields.list("volumesFrom", this::volumeFrom),
                fields.texts("links"),
                fields.text("hostname"),
                fields.bool("essential"),
                fields.list("dependsOn", this::dependency),
                fields.mapping("healthCheck").map(this::healthCheck),
                fields.mapping("logConfiguration").map(this::logConfiguration),
                kept(fields, KEPT));
        fields.end();
        return container;
    }

    private static ProcessSettings process(Fields fields) {
        return new ProcessSettings(
                fields.texts("entryPoint"),
                fields.texts("command"),
                fields.text("workingDirectory"),
                fields.text("user"),
                fields.bool("privileged").orElse(false),
                fields.bool("readonlyRootFilesystem").orElse(false));
    }

    /** Reads a volume. */
    public TaskVolume volume(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        Optional<Fields> host = fields.mapping("host");
        Optional<String> source = host.flatMap(of -> of.text("sourcePath"));
        host.ifPresent(Fields::end);
        var volume = new TaskVolume(fields.requireText("name"), source, kept(fields, KEPT_OF_VOLUMES));
        fields.end();
        return volume;
    }

    private PortMapping portMapping(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        if (!fields.has("containerPortRange")) {
            fields.requirePresent("containerPort");
        }
        OptionalInt container = between(1, 65535, fields, "containerPort");
        OptionalInt host = between(0, 65535, fields, "hostPort");
        String protocol = fields.text("protocol").orElse("tcp").toLowerCase(Locale.ROOT);
        if (!protocol.equals("tcp") && !protocol.equals("udp")) {
            report(fields, "protocol", "The protocol is '" + protocol + "'; it can be tcp or udp.");
        }
        var mapping = new PortMapping(container.orElse(0), host, protocol, kept(fields, KEPT_OF_PORTS));
        fields.end();
        return mapping;
    }

    private MountPoint mountPoint(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        var mount = new MountPoint(
                fields.requireText("sourceVolume"),
                fields.requireText("containerPath"),
                fields.bool("readOnly").orElse(false));
        fields.end();
        return mount;
    }

    private VolumeFrom volumeFrom(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        var from = new VolumeFrom(
                fields.requireText("sourceContainer"), fields.bool("readOnly").orElse(false));
        fields.end();
        return from;
    }

    private Dependency dependency(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        String name = fields.requireText("containerName");
        String word = fields.requireText("condition");
        List<String> words =
                Arrays.stream(Dependency.Condition.values()).map(Enum::name).toList();
        if (!word.isEmpty() && !words.contains(word)) {
            report(fields, "condition", "There is no condition '" + word + "'. " + DidYouMean.hint(word, words));
        }
        fields.end();
        return new Dependency(
                name, words.contains(word) ? Dependency.Condition.valueOf(word) : Dependency.Condition.START);
    }

    private HealthCheck healthCheck(Fields fields) {
        fields.requirePresent("command");
        var check = new HealthCheck(
                fields.texts("command"),
                between(5, 300, fields, "interval"),
                between(2, 120, fields, "timeout"),
                between(1, 10, fields, "retries"),
                between(0, 300, fields, "startPeriod"));
        fields.end();
        return check;
    }

    private LogConfiguration logConfiguration(Fields fields) {
        var log = new LogConfiguration(
                fields.requireText("logDriver"),
                fields.textMap("options"),
                pairs(fields, "secretOptions", "valueFrom"));
        fields.end();
        return log;
    }

    /** A list of objects with {@code name} and a value; of a name given twice the last counts. */
    private Map<String, String> pairs(Fields fields, String list, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        fields.list(list, (node, path) -> {
            Fields pair = Fields.of(node, path, context);
            String name = pair.requireText("name");
            pairs.put(name, pair.text(value).orElse(""));
            pair.end();
            return name;
        });
        return pairs;
    }

    private static Map<String, String> kept(Fields fields, List<String> names) {
        Map<String, String> kept = new LinkedHashMap<>();
        names.forEach(name -> fields.node(name).ifPresent(node -> kept.put(name, SourceNodeJson.text(node))));
        return kept;
    }

    private OptionalInt atLeast(int least, Fields fields, String name) {
        return between(least, Integer.MAX_VALUE, fields, name);
    }

    private OptionalInt between(int least, int most, Fields fields, String name) {
        OptionalInt value = fields.integer(name);
        if (value.isPresent() && (value.getAsInt() < least || value.getAsInt() > most)) {
            String range = most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
            report(fields, name, "'" + name + "' is " + value.getAsInt() + "; it can be " + range + ".");
        }
        return value;
    }

    private void report(Fields fields, String name, String message) {
        context.problems().report(values, fields.span(name), Fields.child(fields.path(), name), message);
    }
}
