package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds in a whole project: everything that is referred to exists, and every service has something to run. */
final class ProjectRules {

    private final Mapping document;
    private final Problems problems;
    private final List<String> declared;

    /**
     * Rules for a document.
     *
     * @param declared all services of the files, those of profiles that are not active included
     */
    ProjectRules(Mapping document, List<String> declared, Problems problems) {
        this.document = document;
        this.declared = declared;
        this.problems = problems;
    }

    void check() {
        for (Entry entry : Nodes.mapping(document, "services").entries()) {
            String path = "/services/" + entry.name();
            boolean runs = List.of("image", "build", "provider").stream()
                    .anyMatch(name -> Nodes.child(entry.value(), name).isPresent());
            if (!runs) {
                problems.report(
                        ProblemType.COMPOSE_FIELD_MISSING,
                        entry.key().span(),
                        path,
                        "The service '" + entry.name() + "' has neither 'image' nor 'build'.",
                        "Name the image, or the folder to build it from. A file that only overrides another is read with it.");
            }
            new ServiceRules(entry, path, problems).check();
            dependencies(entry, path);
            names(path, "networks", Nodes.mapping(entry.value(), "networks").entries());
            mounts(entry.value(), path, "volumes");
            mounts(entry.value(), path, "secrets");
            mounts(entry.value(), path, "configs");
        }
        cycles();
    }

    private void dependencies(Entry service, String path) {
        List<String> active = names("services");
        for (Entry dependency : Nodes.mapping(service.value(), "depends_on").entries()) {
            boolean required = !Nodes.childText(dependency.value(), "required")
                    .orElse("true")
                    .equals("false");
            if (!active.contains(dependency.name()) && (required || !declared.contains(dependency.name()))) {
                boolean inactive = declared.contains(dependency.name());
                missing(
                        dependency.key().span(),
                        path + "/depends_on",
                        "service",
                        dependency.name(),
                        inactive ? List.of() : active,
                        inactive ? " that is active: its profile is not" : "");
            }
        }
    }

    private void names(String path, String section, List<Entry> used) {
        List<String> known = names(section);
        for (Entry entry : used) {
            if (!known.contains(entry.name()) && !entry.name().equals("default")) {
                missing(entry.key().span(), path + "/" + section, singular(section), entry.name(), known, "");
            }
        }
    }

    private void mounts(SourceNode service, String path, String section) {
        List<String> known = names(section);
        for (SourceNode mount : Nodes.items(Nodes.child(service, section).orElse(service))) {
            boolean volume = !section.equals("volumes")
                    || Nodes.childText(mount, "type").orElse("").equals("volume");
            Optional<String> source = Nodes.childText(mount, "source");
            if (volume && source.isPresent() && !known.contains(source.get())) {
                missing(mount.span(), path + "/" + section, singular(section), source.get(), known, "");
            }
        }
    }

    private List<String> names(String section) {
        return Nodes.mapping(document, section).entries().stream()
                .map(Entry::name)
                .toList();
    }

    private static String singular(String section) {
        return section.substring(0, section.length() - 1);
    }

    private void missing(SourceSpan span, String path, String what, String name, List<String> known, String more) {
        String hint = known.isEmpty() ? "Declare it, or leave the reference out." : DidYouMean.hint(name, known);
        problems.report(
                ProblemType.COMPOSE_REFERENCE,
                span,
                path,
                "There is no " + what + " '" + name + "'" + more + ".",
                hint);
    }

    private void cycles() {
        List<String> done = new ArrayList<>();
        for (Entry entry : Nodes.mapping(document, "services").entries()) {
            if (visit(entry.name(), new ArrayList<>(), done)) {
                return;
            }
        }
    }

    private boolean visit(String name, List<String> trail, List<String> done) {
        if (trail.contains(name)) {
            trail.add(name);
            List<String> circle = trail.subList(trail.indexOf(name), trail.size());
            Mapping services = Nodes.mapping(document, "services");
            problems.report(
                    ProblemType.COMPOSE_CYCLE,
                    services.get(name).map(SourceNode::span).orElse(services.span()),
                    "/services/" + name + "/depends_on",
                    "Services wait for each other: " + String.join(" → ", circle) + ".");
            return true;
        }
        if (done.contains(name)) {
            return false;
        }
        trail.add(name);
        Mapping dependsOn = Nodes.mapping(Nodes.mapping(Nodes.mapping(document, "services"), name), "depends_on");
        for (Entry dependency : dependsOn.entries()) {
            if (visit(dependency.name(), trail, done)) {
                return true;
            }
        }
        trail.removeLast();
        done.add(name);
        return false;
    }
}
