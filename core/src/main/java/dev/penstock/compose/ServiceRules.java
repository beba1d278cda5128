package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.math.BigDecimal;
import java.util.Optional;

/** What of a service excludes each other (Compose specification, 05-services). */
final class ServiceRules {

    private final Entry entry;
    private final String path;
    private final Problems problems;

    ServiceRules(Entry entry, String path, Problems problems) {
        this.entry = entry;
        this.path = path;
        this.problems = problems;
    }

    void check() {
        SourceNode service = entry.value();
        Mapping build = Nodes.mapping(service, "build");
        if (Nodes.child(build, "dockerfile").isPresent()
                && Nodes.child(build, "dockerfile_inline").isPresent()) {
            conflict("/build/dockerfile_inline", "names a Dockerfile and has one written in it", "Keep one of both.");
        }
        Optional<String> platform = Nodes.childText(service, "platform");
        var platforms = Nodes.items(Nodes.child(build, "platforms").orElse(build));
        boolean without = platforms.stream()
                .noneMatch(each ->
                        each instanceof SourceNode.Scalar text && text.text().equals(platform.orElse("")));
        if (platform.isPresent() && !platforms.isEmpty() && without) {
            conflict("/platform", "runs on " + platform.get() + ", and is not built for it", "Add it to 'platforms'.");
        }
        if (Nodes.child(service, "network_mode").isPresent()
                && !Nodes.mapping(service, "networks").entries().isEmpty()) {
            conflict("/network_mode", "has a 'network_mode', and 'networks' besides", "Keep one of both.");
        }
        amounts(service);
    }

    private void amounts(SourceNode service) {
        Mapping deploy = Nodes.mapping(service, "deploy");
        Mapping limits = Nodes.mapping(Nodes.mapping(deploy, "resources"), "limits");
        Mapping reservations = Nodes.mapping(Nodes.mapping(deploy, "resources"), "reservations");
        same("scale", deploy, "replicas", "deploy.replicas");
        same("cpus", limits, "cpus", "deploy.resources.limits.cpus");
        same("mem_limit", limits, "memory", "deploy.resources.limits.memory");
        same("pids_limit", limits, "pids", "deploy.resources.limits.pids");
        same("mem_reservation", reservations, "memory", "deploy.resources.reservations.memory");
        String many = Nodes.childText(service, "scale")
                .or(() -> Nodes.childText(deploy, "replicas"))
                .orElse("1");
        if (Nodes.child(service, "container_name").isPresent() && many.matches("[0-9]{2,}|[2-9]")) {
            conflict(
                    "/container_name",
                    "runs " + many + " times, and no two containers can be called '"
                            + Nodes.childText(service, "container_name").orElse("") + "'",
                    "Remove 'container_name'.");
        }
    }

    /** Two ways to say one thing must say the same. */
    private void same(String name, Mapping other, String otherName, String shown) {
        Optional<BigDecimal> left = number(entry.value(), name);
        Optional<BigDecimal> right = number(other, otherName);
        boolean differ = left.isPresent()
                && right.isPresent()
                && left.get().signum() != 0
                && left.get().compareTo(right.get()) != 0;
        if (differ) {
            conflict(
                    "/" + name, "says one thing by '" + name + "' and another by '" + shown + "'", "Keep one of both.");
        }
    }

    private static Optional<BigDecimal> number(SourceNode node, String name) {
        return Nodes.childText(node, name)
                .filter(text -> text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?"))
                .map(BigDecimal::new);
    }

    private void conflict(String field, String what, String hint) {
        String name = field.substring(1).split("/", 2)[0];
        problems.report(
                ProblemType.COMPOSE_FIELD_TYPE,
                Nodes.child(entry.value(), name).orElse(entry.value()).span(),
                path + field,
                "'" + entry.name() + "' " + what + ".",
                hint);
    }
}
