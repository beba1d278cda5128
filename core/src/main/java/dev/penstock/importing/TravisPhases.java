package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands of a job, by phase (Travis CI's documentation, "The Job Lifecycle"). */
final class TravisPhases {

    /** All phases, in the order in which they run. */
    static final List<String> NAMES = List.of(
            "before_install",
            "install",
            "before_script",
            "script",
            "after_success",
            "after_failure",
            "before_deploy",
            "after_deploy",
            "after_script");

    private final Map<String, List<TravisCommand>> commands = new LinkedHashMap<>();

    TravisPhases(Mapping root, TravisLanguage language, Notes notes) {
        for (String name : NAMES) {
            List<TravisCommand> found = new ArrayList<>();
            Nodes.present(root, name).ifPresent(node -> read(name, node, found, notes));
            commands.put(name, found);
        }
        if (!Nodes.present(root, "install").isPresent()) {
            usual("install", language.install(), root);
        }
        if (!Nodes.present(root, "script").isPresent()) {
            usual("script", language.script(), root);
        }
    }

    private void usual(String phase, List<String> lines, Mapping root) {
        List<TravisCommand> usual =
                lines.stream().map(line -> new TravisCommand(line, root.span())).toList();
        commands.put(phase, usual);
    }

    private static void read(String phase, SourceNode node, List<TravisCommand> found, Notes notes) {
        for (SourceNode item : Nodes.items(node)) {
            boolean skipped = item instanceof Scalar scalar && scalar.text().matches("skip|ignore|true|false");
            if (item instanceof Scalar scalar && !scalar.isNull() && !skipped) {
                found.add(new TravisCommand(scalar.text().strip(), scalar.span()));
            } else if (!skipped && !item.isNull()) {
                notes.loss(
                        item.span(),
                        "This item of '" + phase + "' is " + item.description() + " and no command, so it is left out.",
                        "Put a command with a colon and a space in quotes.");
            }
        }
    }

    /** Other commands for the same phases. */
    TravisPhases(Map<String, List<TravisCommand>> rewritten) {
        rewritten.forEach((phase, lines) -> commands.put(phase, List.copyOf(lines)));
    }

    List<TravisCommand> of(String phase) {
        return commands.getOrDefault(phase, List.of());
    }

    List<TravisCommand> all() {
        return commands.values().stream().flatMap(List::stream).toList();
    }
}
