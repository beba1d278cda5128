package dev.penstock.cli.command;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.execution.StoredVerdicts.StoredVerdict;
import dev.penstock.local.artifact.DirectoryArtifactStore;
import dev.penstock.rollout.RecordBundle;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunLabels;
import dev.penstock.settings.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts out the record that a verdict on a release rests on. */
@Command(
        name = "record",
        description = "Put out the record that the verdict on a release rests on.",
        footer = "'penstock verdict replay' gives the verdict again from it.")
final class VerdictRecordCommand extends ExecutionCommand {

    @Option(names = "--action", paramLabel = "NAME", description = "The action that released.")
    private @Nullable String action;

    @Option(names = "--step", paramLabel = "N", description = "The step of the release that was judged, from 1.")
    private @Nullable Integer step;

    @Option(names = "--save", paramLabel = "FILE", description = "Where to; the standard output unless said otherwise.")
    private @Nullable Path save;

    VerdictRecordCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** A verdict, and which action it is on. */
    private record Found(String action, StoredVerdict verdict) {

        @Override
        public String toString() {
            return action + " --step " + verdict.step();
        }
    }

    @Override
    ExitCode execute() throws IOException {
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(id(), any -> true, "Nothing was run in this project yet.");
            ExecutionState state = state(journals, found);
            List<Found> all = verdicts(state);
            List<Found> meant = all.stream()
                    .filter(each -> action == null || each.action().equals(action))
                    .filter(each -> step == null || each.verdict().step() == step)
                    .toList();
            if (meant.size() != 1) {
                throw notOne(found, all, meant);
            }
            String record =
                    RecordBundle.read(store(found, state), meant.getFirst().verdict());
            if (save == null) {
                surroundings().out().print(record);
            } else {
                Files.writeString(surroundings().resolve(save), record);
            }
        }
        return ExitCode.SUCCEEDED;
    }

    private static CommandFailure notOne(FoundExecution found, List<Found> all, List<Found> meant) {
        if (all.isEmpty()) {
            return new CommandFailure(
                    Refusal.STATE,
                    "No release of the " + named(found) + " was judged.",
                    "Verdicts that are not given yet are seen by 'penstock status'.");
        }
        String choices = all.stream().map(each -> "--action " + each).collect(Collectors.joining(", "));
        return new CommandFailure(
                Refusal.NAME,
                meant.isEmpty() ? "There is no such verdict." : "There are " + meant.size() + " verdicts.",
                "Name one of them: " + choices + ".");
    }

    private static List<Found> verdicts(ExecutionState state) {
        List<Found> all = new ArrayList<>();
        for (StageState stage : state.stages()) {
            for (ActionState each : stage.actions()) {
                Optional<StoredVerdicts> stored = switch (each.phase()) {
                    case ActionPhase.Succeeded succeeded -> succeeded.result().verdicts();
                    case ActionPhase.Failed failed -> failed.failure().verdicts();
                    case ActionPhase.Running ignored -> Optional.<StoredVerdicts>empty();
                    case ActionPhase.Waiting ignored -> Optional.<StoredVerdicts>empty();
                    case ActionPhase.Abandoned ignored -> Optional.<StoredVerdicts>empty();
                };
                stored.ifPresent(verdicts ->
                        verdicts.verdicts().forEach(verdict -> all.add(new Found(each.name(), verdict))));
            }
        }
        return all;
    }

    /** Where the execution's artifacts are, as the settings say that it was started with. */
    private ArtifactStore store(FoundExecution found, ExecutionState state) throws IOException {
        Optional<Path> directory = Definition.readSettings(
                        RunLabels.of(state.labels()).settings(), new ArrayList<>(), new ArrayList<>())
                .flatMap(RunSettings::artifactDirectory);
        return new DirectoryArtifactStore(directory.orElseGet(() -> project().artifacts(found.target())));
    }
}
