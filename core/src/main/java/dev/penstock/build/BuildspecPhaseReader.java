package dev.penstock.build;

import dev.penstock.build.BuildspecPhase.OnFailure;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code phases}. */
final class BuildspecPhaseReader {

    private BuildspecPhaseReader() {}

    static List<BuildspecPhase> read(Fields root, boolean batch, BuildspecReader.Scope scope) {
        if (!batch) {
            root.requirePresent("phases");
        }
        List<BuildspecPhase> phases = new ArrayList<>();
        root.mapping("phases").ifPresent(fields -> {
            add(fields, "install", BuildPhaseType.INSTALL, scope, phases);
            add(fields, "pre_build", BuildPhaseType.PRE_BUILD, scope, phases);
            add(fields, "build", BuildPhaseType.BUILD, scope, phases);
            add(fields, "post_build", BuildPhaseType.POST_BUILD, scope, phases);
            fields.end();
        });
        return phases;
    }

    private static void add(
            Fields fields, String name, BuildPhaseType type, BuildspecReader.Scope scope, List<BuildspecPhase> phases) {
        Optional<Fields> phase = fields.mapping(name);
        if (phase.isEmpty()) {
            return;
        }
        Fields found = phase.get();
        OnFailure onFailure = onFailure(found, scope);
        scope.leaveOut(
                found, "run-as", "'run-as' has no effect: commands run as the user that the machine or image gives.");
        if (type == BuildPhaseType.INSTALL) {
            scope.leaveOut(
                    found,
                    "runtime-versions",
                    "'runtime-versions' has no effect: commands use what the machine or image has installed.");
        }
        phases.add(new BuildspecPhase(
                type, commands(found, "commands", scope), commands(found, "finally", scope), onFailure));
        found.end();
    }

    private static List<String> commands(Fields phase, String name, BuildspecReader.Scope scope) {
        Optional<SourceNode> node = phase.node(name);
        if (node.isEmpty() || node.get() instanceof SourceNode.Scalar) {
            return phase.text(name).map(List::of).orElse(List.of());
        }
        List<String> commands = new ArrayList<>();
        phase.list(name, (item, path) -> command(item, path, scope))
                .forEach(command -> command.ifPresent(commands::add));
        return commands;
    }

    private static Optional<String> command(SourceNode item, String path, BuildspecReader.Scope scope) {
        return switch (item) {
            case SourceNode.Scalar scalar when !scalar.isNull() -> Optional.of(scalar.text());
            case SourceNode.Scalar scalar -> {
                scope.problems()
                        .report(
                                ProblemType.BUILDSPEC_COMMAND,
                                scalar.span(),
                                path,
                                "This command is empty.",
                                "Remove it.");
                yield Optional.empty();
            }
            case SourceNode.Mapping mapping -> {
                scope.problems()
                        .report(
                                ProblemType.BUILDSPEC_COMMAND,
                                mapping.span(),
                                path,
                                "This command is not text: a colon and a space make it a mapping.",
                                "Put the whole command in single quotes, or after '- |' on a line of its own.");
                yield Optional.empty();
            }
            case SourceNode.Sequence sequence -> {
                scope.problems()
                        .report(
                                ProblemType.BUILDSPEC_COMMAND,
                                sequence.span(),
                                path,
                                "This command is not text, it is a list.",
                                "Write each command as an item of its own.");
                yield Optional.empty();
            }
        };
    }

    private static OnFailure onFailure(Fields phase, BuildspecReader.Scope scope) {
        Optional<String> text = phase.text("on-failure");
        if (text.isEmpty()) {
            return OnFailure.TRANSITION;
        }
        String word = text.get();
        if (word.equals("RETRY") || word.startsWith("RETRY-")) {
            scope.leaveOut(
                    phase,
                    "on-failure",
                    "'on-failure: RETRY' is taken as ABORT: a failed build is not begun again by itself.");
            return OnFailure.ABORT;
        }
        return switch (word) {
            case "ABORT" -> OnFailure.ABORT;
            case "CONTINUE" -> OnFailure.CONTINUE;
            default -> {
                scope.problems()
                        .report(
                                ProblemType.BUILDSPEC_WORD,
                                phase.span("on-failure"),
                                Fields.child(phase.path(), "on-failure"),
                                "'on-failure' is '" + word + "'.",
                                "It can be ABORT, CONTINUE or RETRY.");
                yield OnFailure.TRANSITION;
            }
        };
    }
}
