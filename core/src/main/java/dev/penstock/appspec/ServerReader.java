package dev.penstock.appspec;

import dev.penstock.appspec.AppSpec.FileCopy;
import dev.penstock.appspec.AppSpec.Script;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what is for servers: files that are copied, and scripts as hooks. */
final class ServerReader {

    /** In seconds, for all scripts of an event together. */
    private static final int LONGEST = 3600;

    private static final List<String> SYSTEMS = List.of("linux", "windows");
    private static final List<String> WHEN_THERE = List.of("DISALLOW", "OVERWRITE", "RETAIN");
    private static final Pattern ABSOLUTE = Pattern.compile("/.*|[A-Za-z]:.*|\\\\.*|[%$].*", Pattern.DOTALL);

    private final Problems problems;
    private final FieldContext context;

    ServerReader(Problems problems, FieldContext context) {
        this.problems = problems;
        this.context = context;
    }

    AppSpec read(Fields root) {
        String os = root.requireText("os");
        word(root, "os", SYSTEMS);
        root.text("file_exists_behavior");
        word(root, "file_exists_behavior", WHEN_THERE);
        List<FileCopy> files = new ArrayList<>();
        for (Fields file : root.list("files", (node, path) -> Fields.of(node, path, context))) {
            files.add(copy(file));
        }
        permissions(root, os);
        Map<String, List<Script>> scripts = scripts(root);
        return new AppSpec.Server(os, files, scripts);
    }

    private void word(Fields fields, String name, List<String> allowed) {
        fields.text(name)
                .filter(value -> !allowed.contains(value))
                .ifPresent(value -> problems.report(
                        ProblemType.APPSPEC_VALUE,
                        fields.span(name),
                        Fields.child(fields.path(), name),
                        "'" + name + "' is " + String.join(" or ", allowed) + ", not '" + value + "'.",
                        DidYouMean.hint(value, allowed)));
    }

    private FileCopy copy(Fields file) {
        var copy = new FileCopy(file.requireText("source"), file.requireText("destination"));
        file.end();
        if (!copy.destination().isEmpty()
                && !ABSOLUTE.matcher(copy.destination()).matches()) {
            problems.report(
                    ProblemType.APPSPEC_VALUE,
                    file.span("destination"),
                    Fields.child(file.path(), "destination"),
                    "'" + copy.destination() + "' is no absolute path.",
                    "Write the whole path on the server.");
        }
        return copy;
    }

    private void permissions(Fields root, String os) {
        for (Fields permission : root.list("permissions", (node, path) -> Fields.of(node, path, context))) {
            permission.requireText("object");
            permission
                    .ignore("pattern", "except", "owner", "group", "mode", "acls", "context", "type")
                    .end();
        }
        if (root.has("permissions") && os.equals("windows")) {
            problems.report(
                    ProblemType.APPSPEC_VALUE,
                    root.span("permissions"),
                    "/permissions",
                    "Permissions are for Linux; on Windows Server they have no effect.",
                    "Remove them, or write 'os: linux'.");
        }
    }

    private Map<String, List<Script>> scripts(Fields root) {
        Map<String, List<Script>> scripts = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Optional<Fields> hooks = root.mapping("hooks");
        if (hooks.isEmpty() || !(root.node("hooks").orElseThrow() instanceof SourceNode.Mapping mapping)) {
            return scripts;
        }
        for (SourceNode.Entry entry : mapping.entries()) {
            boolean known = new EventRule(problems).check(entry, "/hooks", LifecycleEvents.SERVER, seen);
            List<Script> listed = hooks.get().list(entry.name(), this::script);
            int together = listed.stream().mapToInt(Script::timeoutInSeconds).sum();
            boolean given = listed.stream().anyMatch(script -> script.timeoutInSeconds() != LONGEST);
            if (together > LONGEST && given) {
                problems.report(
                        ProblemType.APPSPEC_VALUE,
                        entry.key().span(),
                        Fields.child("/hooks", entry.name()),
                        "The time-outs of " + entry.name() + " are " + together + " s together; an event ends after "
                                + LONGEST + " s.",
                        "Lower them.");
            }
            if (known) {
                scripts.put(entry.name(), listed);
            }
        }
        return scripts;
    }

    private Script script(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, context);
        String location = fields.requireText("location");
        OptionalInt timeout = fields.integer("timeout");
        if (timeout.isPresent() && (timeout.getAsInt() < 1 || timeout.getAsInt() > LONGEST)) {
            problems.report(
                    ProblemType.APPSPEC_VALUE,
                    fields.span("timeout"),
                    Fields.child(path, "timeout"),
                    "The time-out is " + timeout.getAsInt() + " s.",
                    "It can be 1 to " + LONGEST + " s.");
        }
        var script = new Script(location, timeout.orElse(LONGEST), fields.text("runas"));
        fields.end();
        return script;
    }
}
