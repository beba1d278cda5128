package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports, {@code [[HOST_IP:]PUBLISHED:]TARGET[/PROTOCOL]} with ranges (Compose specification, 05-services, "ports"). */
final class PortForms {

    private static final Pattern SHORT =
            Pattern.compile("(?:(\\[[^]]+]|[^:]*):)?(?:([0-9-]*):)?([0-9]+)(?:-([0-9]+))?");
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final Set<String> FIELDS =
            Set.of("name", "mode", "host_ip", "target", "published", "protocol", "app_protocol");

    private final Problems problems;
    private final LongForms forms;

    PortForms(Problems problems, LongForms forms) {
        this.problems = problems;
        this.forms = forms;
    }

    /** A port in its long form; a range of container ports gives several. */
    List<SourceNode> ports(SourceNode node, String path) {
        return forms.shortOrLong(node, path, "a port", this::longForm, this::shortForm);
    }

    private SourceNode longForm(Mapping mapping, String path) {
        SourceNode port = forms.fields(mapping, path, new LongForms.Attributes() {
            @Override
            public Set<String> names() {
                return FIELDS;
            }

            @Override
            public SourceNode form(String name, SourceNode value, String at) {
                return name.equals("target") ? forms.number(value, at) : forms.textOrNumber(value, at);
            }
        });
        if (Nodes.child(port, "target").isEmpty()) {
            problems.report(
                    ProblemType.COMPOSE_FIELD_MISSING, mapping.span(), path + "/target", "'target' is missing here.");
        }
        return port instanceof Mapping fields ? defaults(fields) : port;
    }

    private static Mapping defaults(Mapping port) {
        return Nodes.withDefault(
                Nodes.withDefault(port, "mode", Nodes.text(port.span(), "ingress")),
                "protocol",
                Nodes.text(port.span(), "tcp"));
    }

    private List<SourceNode> shortForm(Scalar scalar, String path) {
        String text = Nodes.shown(scalar);
        int slash = text.lastIndexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
        Matcher matcher = SHORT.matcher(slash < 0 ? text : text.substring(0, slash));
        if (!matcher.matches() || !PROTOCOLS.contains(protocol)) {
            return refused(scalar, path);
        }
        String first = Optional.ofNullable(matcher.group(1)).orElse("");
        boolean onlyPublished = matcher.group(2) == null && first.matches("[0-9-]*");
        String published =
                onlyPublished ? first : Optional.ofNullable(matcher.group(2)).orElse("");
        String host = onlyPublished ? "" : first.replace("[", "").replace("]", "");
        if (!onlyPublished && (matcher.group(2) == null || !isAddress(host))) {
            return refused(scalar, path);
        }
        Optional<int[]> targets = range(matcher.group(3) + (matcher.group(4) == null ? "" : "-" + matcher.group(4)));
        Optional<int[]> hosts = published.isEmpty() ? targets : range(published);
        if (targets.isEmpty() || hosts.isEmpty()) {
            return refused(scalar, path);
        }
        int many = targets.get()[1] - targets.get()[0];
        boolean oneForMany = many == 0 && hosts.get()[1] > hosts.get()[0];
        if (!oneForMany && hosts.get()[1] - hosts.get()[0] != many) {
            return refused(scalar, path);
        }
        List<SourceNode> ports = new ArrayList<>();
        for (int i = 0; i <= many; i++) {
            String at = published.isEmpty() ? "" : oneForMany ? published : String.valueOf(hosts.get()[0] + i);
            ports.add(port(scalar, host, at, targets.get()[0] + i, protocol));
        }
        return ports;
    }

    private static SourceNode port(Scalar scalar, String host, String published, int target, String protocol) {
        List<Entry> entries = new ArrayList<>();
        entries.add(Nodes.entry("mode", Nodes.text(scalar.span(), "ingress")));
        if (!host.isEmpty()) {
            entries.add(Nodes.entry("host_ip", Nodes.text(scalar.span(), host)));
        }
        entries.add(Nodes.entry("target", Nodes.number(scalar.span(), target)));
        if (!published.isEmpty()) {
            entries.add(Nodes.entry("published", Nodes.text(scalar.span(), published)));
        }
        entries.add(Nodes.entry("protocol", Nodes.text(scalar.span(), protocol)));
        return new Mapping(scalar.span(), entries);
    }

    private static boolean isAddress(String host) {
        return host.isEmpty()
                || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                || host.matches("[0-9a-fA-F:.%]*:[0-9a-zA-Z:.%]*");
    }

    /** First and last port. */
    private static Optional<int[]> range(String text) {
        if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            return Optional.empty();
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int last = Integer.parseInt(dash < 0 ? text : text.substring(dash + 1));
        return first <= last && last <= 65535 ? Optional.of(new int[] {first, last}) : Optional.empty();
    }

    private List<SourceNode> refused(Scalar scalar, String path) {
        problems.report(
                ProblemType.COMPOSE_PORT,
                scalar.span(),
                path,
                "'" + scalar.text() + "' is not a port.",
                "Write \"HOST:CONTAINER\", such as \"8080:80\", in quotes; ranges have the same length on both sides.");
        return List.of();
    }
}
