package dev.penstock.runner.validation;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.settings.RunSettings;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What of a pipeline's releases cannot be carried out: strategies that their targets cannot do, and settings that do not fit them. The
 * targets say so themselves; nothing is connected to for that.
 */
final class ReleaseRefusals {

    private final RunRequest.Place place;

    ReleaseRefusals(RunRequest.Place place) {
        this.place = place;
    }

    /**
     * What is to be said of a definition's settings and of its releases.
     *
     * @param file the definition; complete
     * @param shown how problems name it
     * @throws IOException if a file that is there cannot be read
     */
    Found of(Path file, String shown, Definition.Options options) throws IOException {
        Definition definition = Definition.read(file, shown, options);
        List<Problem> refusals =
                definition instanceof Definition.Accepted accepted ? refusals(file, accepted) : List.of();
        return new Found(refusals, settings(definition, shown, refusals));
    }

    /**
     * What was found.
     *
     * @param refusals of releases, with their places in the settings or the definition
     * @param settings what else is wrong with the settings beside the definition; absent if nothing is wrong with them
     */
    record Found(List<Problem> refusals, Optional<Validator.Report> settings) {}

    private static Optional<Validator.Report> settings(Definition definition, String shown, List<Problem> refusals) {
        return definition.sources().stream()
                .filter(source -> !source.file().equals(shown))
                .map(source -> new Validator.Report(
                        source,
                        Optional.empty(),
                        definition.problems().stream()
                                .filter(problem -> problem.span().file().equals(source.file()))
                                .toList()))
                .filter(report ->
                        !report.problems().isEmpty() || refusals.stream().anyMatch(isIn(report)))
                .findFirst();
    }

    private static Predicate<Problem> isIn(Validator.Report report) {
        return problem -> problem.span().file().equals(report.source().file());
    }

    private List<Problem> refusals(Path file, Definition.Accepted accepted) throws IOException {
        List<String> released = released(accepted.definition().pipeline(), accepted.settings());
        if (released.isEmpty()) {
            return List.of();
        }
        var labels = new RunLabels(
                file,
                accepted.settingsFile(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        try (Runner runner = Wiring.open(RunPlan.of(
                JournalChoice.ofProject(Project.ofDefinition(file)),
                RunTarget.AWS,
                accepted.settings(),
                accepted.definition().pipeline(),
                labels,
                place.environment()))) {
            return runner
                    .preflight()
                    .withSettings(accepted.settingsLocations())
                    .problems(accepted.definition())
                    .stream()
                    .filter(problem -> released.contains(problem.field())
                            || problem.span()
                                    .file()
                                    .equals(accepted.settingsLocations().file()))
                    .toList();
        }
    }

    /** Paths of the actions that settings say a strategy for, or what they are released together with. */
    private static List<String> released(Pipeline pipeline, RunSettings settings) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < pipeline.stages().size(); i++) {
            StageDeclaration stage = pipeline.stages().get(i);
            for (int j = 0; j < stage.actions().size(); j++) {
                String name = stage.actions().get(j).name();
                if (settings.deploymentOf(name).release().isPresent()
                        || settings.graphOf(name).isPresent()) {
                    paths.add("/stages/" + i + "/actions/" + j);
                }
            }
        }
        return paths;
    }
}
