package dev.penstock.compose;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes out a service: all its short forms become long ones (Compose specification, 05-services, build, deploy). */
final class ServiceForms implements LongForms.Attributes {

    private static final Set<String> NAMES = Set.of(
            "annotations",
            "attach",
            "blkio_config",
            "build",
            "cap_add",
            "cap_drop",
            "cgroup",
            "cgroup_parent",
            "command",
            "configs",
            "container_name",
            "cpu_count",
            "cpu_percent",
            "cpu_period",
            "cpu_quota",
            "cpu_rt_period",
            "cpu_rt_runtime",
            "cpu_shares",
            "cpus",
            "cpuset",
            "credential_spec",
            "depends_on",
            "deploy",
            "develop",
            "device_cgroup_rules",
            "devices",
            "dns",
            "dns_opt",
            "dns_search",
            "domainname",
            "driver_opts",
            "entrypoint",
            "env_file",
            "environment",
            "expose",
            "extends",
            "external_links",
            "extra_hosts",
            "gpus",
            "group_add",
            "healthcheck",
            "hostname",
            "image",
            "init",
            "ipc",
            "isolation",
            "label_file",
            "labels",
            "links",
            "logging",
            "mac_address",
            "mem_limit",
            "mem_reservation",
            "mem_swappiness",
            "memswap_limit",
            "models",
            "network_mode",
            "networks",
            "oom_kill_disable",
            "oom_score_adj",
            "pid",
            "pids_limit",
            "platform",
            "ports",
            "post_start",
            "pre_start",
            "pre_stop",
            "privileged",
            "profiles",
            "provider",
            "pull_policy",
            "pull_refresh_after",
            "read_only",
            "restart",
            "runtime",
            "scale",
            "secrets",
            "security_opt",
            "shm_size",
            "stdin_open",
            "stop_grace_period",
            "stop_signal",
            "storage_opt",
            "sysctls",
            "tmpfs",
            "tty",
            "ulimits",
            "use_api_socket",
            "user",
            "userns_mode",
            "uts",
            "volumes",
            "volumes_from",
            "working_dir");

    private static final List<String> CONDITIONS =
            List.of("service_started", "service_healthy", "service_completed_successfully");

    /** With {@code every_} and a duration besides (Compose specification, 05-services, "pull_policy"). */
    private static final List<String> PULL_POLICIES =
            List.of("always", "never", "missing", "if_not_present", "build", "refresh", "daily", "weekly");

    private final LongForms forms;
    private final PortForms ports;
    private final MountForms mounts;
    private final Paths paths;

    ServiceForms(Problems problems, Paths paths) {
        this.forms = new LongForms(problems);
        this.ports = new PortForms(problems, forms);
        this.mounts = new MountForms(problems, forms, paths);
        this.paths = paths;
    }

    SourceNode service(SourceNode node, String path) {
        return forms.fields(node, path, this);
    }

    @Override
    public Set<String> names() {
        return NAMES;
    }

    @Override
    public SourceNode form(String name, SourceNode value, String path) {
        return switch (name) {
            case "annotations", "environment", "labels", "sysctls", "driver_opts", "storage_opt" ->
                emptyForNull(name, forms.keyValues(value, path));
            case "cap_add",
                    "cap_drop",
                    "device_cgroup_rules",
                    "dns_opt",
                    "external_links",
                    "links",
                    "profiles",
                    "security_opt",
                    "volumes_from" -> forms.texts(value, path);
            case "dns", "dns_search", "label_file", "tmpfs" -> forms.textOrTexts(value, path);
            case "expose", "group_add" -> forms.textsOrNumbers(value, path);
            case "blkio_config" -> new DeployForms(forms).blockDevices(value, path);
            case "cgroup" -> forms.word(value, path, List.of("host", "private"));
            case "develop" -> new BuildForms(forms, paths).develop(value, path);
            case "command", "entrypoint" -> forms.command(value, path);
            case "build" -> new BuildForms(forms, paths).build(value, path);
            case "configs" -> forms.list(value, path, (item, at) -> mounts.files(item, at, false));
            case "secrets" -> forms.list(value, path, (item, at) -> mounts.files(item, at, true));
            case "depends_on" ->
                forms.named(value, path, span -> dependency(new Mapping(span, List.of())), this::dependsOn);
            case "deploy" -> new DeployForms(forms).deploy(value, path);
            case "devices" -> forms.list(value, path, (item, at) -> List.of(device(item, at)));
            case "env_file" -> envFiles(value, path);
            case "extra_hosts" -> forms.extraHosts(value, path);
            case "healthcheck" -> new DeployForms(forms).healthcheck(value, path);
            case "logging" -> logging(value, path);
            case "mem_limit", "mem_reservation", "memswap_limit", "shm_size" -> forms.bytes(value, path);
            case "mem_swappiness" -> forms.textOrNumber(value, path);
            case "networks" -> forms.named(value, path, Nodes::nothing, (inner, at) -> inner);
            case "ports" -> forms.list(value, path, ports::ports);
            case "stop_grace_period" -> forms.duration(value, path);
            case "ulimits" -> forms.named(value, path, Nodes::nothing, this::ulimit);
            case "volumes" -> forms.list(value, path, mounts::volumes);
            case "attach",
                    "init",
                    "oom_kill_disable",
                    "privileged",
                    "read_only",
                    "stdin_open",
                    "tty",
                    "use_api_socket" -> forms.bool(value, path);
            case "cpu_quota" -> forms.number(value, path);
            case "cpu_period", "cpu_rt_period", "cpu_rt_runtime" -> numberOrDuration(value, path);
            case "credential_spec" -> credentials(value, path);
            case "post_start", "pre_start", "pre_stop" -> forms.list(value, path, this::hook);
            case "cpu_count", "cpu_percent", "cpu_shares", "cpus", "oom_score_adj", "pids_limit", "scale" ->
                forms.number(value, path);
            case "pull_policy" -> pullPolicy(value, path);
            case "cgroup_parent",
                    "container_name",
                    "cpuset",
                    "domainname",
                    "hostname",
                    "image",
                    "ipc",
                    "isolation",
                    "mac_address",
                    "network_mode",
                    "pid",
                    "platform",
                    "restart",
                    "runtime",
                    "stop_signal",
                    "user",
                    "userns_mode",
                    "uts",
                    "working_dir" -> forms.text(value, path);
            default -> value;
        };
    }

    /** A label without a value is empty; a variable without one is looked up in the environment. */
    private static SourceNode emptyForNull(String name, SourceNode values) {
        if (name.equals("environment") || !(values instanceof Mapping mapping)) {
            return values;
        }
        List<Entry> entries = mapping.entries().stream()
                .map(entry -> entry.value().isNull()
                        ? new Entry(entry.key(), Nodes.text(entry.value().span(), ""))
                        : entry)
                .toList();
        return new Mapping(mapping.span(), entries);
    }

    private SourceNode dependsOn(SourceNode node, String path) {
        if (node instanceof Mapping mapping && Nodes.child(mapping, "condition").isEmpty()) {
            forms.missing(mapping, path, "condition", "Write one of " + String.join(", ", CONDITIONS) + ".");
        }
        SourceNode fields = forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("condition", "required", "restart");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return name.equals("condition") ? forms.word(value, at, CONDITIONS) : forms.bool(value, at);
            }
        });
        return fields instanceof Mapping mapping ? dependency(mapping) : fields;
    }

    private static Mapping dependency(Mapping given) {
        SourceSpan span = given.span();
        return Nodes.withDefault(
                Nodes.withDefault(given, "condition", Nodes.text(span, "service_started")),
                "required",
                Nodes.bool(span, true));
    }

    private SourceNode numberOrDuration(SourceNode node, String path) {
        boolean duration = node instanceof Scalar scalar
                && Quantities.nanoseconds(scalar.text()).isPresent();
        return duration ? node : forms.number(node, path);
    }

    private SourceNode credentials(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("config", "file", "registry");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return forms.text(value, at);
            }
        });
    }

    /** A command that is run beside the start or stop of a container. */
    private List<SourceNode> hook(SourceNode node, String path) {
        if (!(node instanceof Mapping)) {
            forms.wrong(node, path, "a mapping with 'command'");
        }
        return List.of(node);
    }

    private SourceNode device(SourceNode node, String path) {
        if (node instanceof Mapping device) {
            return device;
        }
        if (!(forms.text(node, path) instanceof Scalar scalar) || scalar.isNull()) {
            return node;
        }
        List<String> parts = List.of(scalar.text().split(":", 3));
        List<Entry> entries = new ArrayList<>();
        entries.add(Nodes.entry("source", Nodes.text(scalar.span(), parts.getFirst())));
        entries.add(Nodes.entry("target", Nodes.text(scalar.span(), parts.get(Math.min(1, parts.size() - 1)))));
        entries.add(Nodes.entry("permissions", Nodes.text(scalar.span(), parts.size() == 3 ? parts.get(2) : "rwm")));
        return new Mapping(scalar.span(), entries);
    }

    private SourceNode envFiles(SourceNode node, String path) {
        SourceNode list = node instanceof Scalar ? new Sequence(node.span(), List.of(node)) : node;
        return forms.list(list, path, (item, at) -> {
            SourceNode file = item instanceof Scalar scalar && scalar.type() == ScalarType.STRING
                    ? new Mapping(scalar.span(), List.of(Nodes.entry("path", scalar)))
                    : item;
            if (!(file instanceof Mapping fields)
                    || Nodes.childText(fields, "path").isEmpty()) {
                forms.wrong(item, at, "the path of a file");
                return List.of();
            }
            String resolved = paths.resolve(Nodes.childText(fields, "path").orElseThrow());
            return List.of(Nodes.withDefault(
                    Nodes.with(fields, "path", Nodes.text(item.span(), resolved)),
                    "required",
                    Nodes.bool(item.span(), true)));
        });
    }

    private SourceNode pullPolicy(SourceNode node, String path) {
        boolean every = node instanceof Scalar scalar && scalar.text().matches("every_([0-9]+[wdhms])+");
        return every ? node : forms.word(node, path, PULL_POLICIES);
    }

    private SourceNode logging(SourceNode node, String path) {
        return forms.fields(node, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return Set.of("driver", "options");
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return name.equals("driver") ? forms.text(value, at) : forms.keyValues(value, at);
            }
        });
    }

    private SourceNode ulimit(SourceNode node, String path) {
        if (node instanceof Mapping limits) {
            for (String name : List.of("soft", "hard")) {
                if (Nodes.child(limits, name).isEmpty()) {
                    forms.missing(limits, path, name, "Write 'soft' and 'hard', or one number for both.");
                }
            }
            return forms.named(limits, path, Nodes::nothing, forms::number);
        }
        return forms.number(node, path);
    }
}
