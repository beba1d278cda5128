package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.Project;
import dev.penstock.cli.project.RunTarget;
import dev.penstock.cli.run.Definition;
import dev.penstock.cli.run.RunLabels;
import dev.penstock.cli.run.Runner;
import dev.penstock.cli.wiring.Wiring;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.settings.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a pipeline's releases cannot be carried out: strategies that their targets cannot do, and settings that do not fit them. The
 * targets say so themselves; nothing is connected to for that.
 */
final class ReleaseRefusals {

    private final Surroundings surroundings;

    ReleaseRefusals(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What is to be said of the releases of a definition; nothing if its settings have none.
     *
     * @param file the definition; complete
     * @param shown how problems name it
     * @throws IOException if a file that is there cannot be read
     */
    List<Problem> of(Path file, String shown, Definition.Options options) throws IOException {
        if (!(Definition.read(file, shown, options) instanceof Definition.Accepted accepted)) {
            return List.of();
        }
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
        try (Runner runner = Wiring.open(Plans.of(
                Project.ofDefinition(file),
                RunTarget.AWS,
                accepted.settings(),
                accepted.definition().pipeline(),
                labels,
                surroundings))) {
            return runner.preflight().problems(accepted.definition()).stream()
                    .filter(problem -> released.contains(problem.field()))
                    .toList();
        }
    }

    /** Paths of the actions that settings say a strategy for. */
    private static List<String> released(Pipeline pipeline, RunSettings settings) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < pipeline.stages().size(); i++) {
            StageDeclaration stage = pipeline.stages().get(i);
            for (int j = 0; j < stage.actions().size(); j++) {
                if (settings.deploymentOf(stage.actions().get(j).name())
                        .release()
                        .isPresent()) {
                    paths.add("/stages/" + i + "/actions/" + j);
                }
            }
        }
        return paths;
    }
}
