package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.settings.RunSettings;

/** Puts plans together: the command line says more than the settings. */
final class Plans {

    private Plans() {}

    static RunPlan of(
            JournalChoice journals,
            RunTarget target,
            RunSettings settings,
            Pipeline pipeline,
            RunLabels labels,
            Surroundings surroundings) {
        return new RunPlan(
                journals.project(),
                target,
                pipeline,
                labels.freezeOverride().map(settings::overridingFreezes).orElse(settings),
                labels.region().or(settings::region),
                labels.profile().or(settings::profile),
                labels.simulator(),
                labels.plugins(),
                surroundings.environment(),
                journals);
    }
}
