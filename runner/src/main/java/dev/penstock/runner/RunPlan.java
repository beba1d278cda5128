package dev.penstock.runner;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.secret.Secret;
import dev.penstock.settings.RunSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that an engine at work is made from, once settings and command line have been read.
 *
 * @param project where state is kept
 * @param target what it runs against
 * @param pipeline what is run
 * @param settings what the definition cannot say
 * @param region where calls are made whose action names no Region
 * @param profile of the shared AWS configuration
 * @param simulator where a simulated AWS is served that a simulated run uses; empty for one in this process
 * @param plugins jars with providers of actions, and folders of such jars
 * @param environment environment variables
 * @param journals where executions are recorded
 * @param hiddenValues by name, values of the template's parameters to which the pipeline refers, as nothing keeps them
 */
public record RunPlan(
        Project project,
        RunTarget target,
        Pipeline pipeline,
        RunSettings settings,
        Optional<String> region,
        Optional<String> profile,
        Optional<URI> simulator,
        List<Path> plugins,
        Map<String, String> environment,
        JournalChoice journals,
        Map<String, Secret> hiddenValues) {

    /** The Region of a simulated run that names none. */
    public static final String SIMULATED_REGION = "us-east-1";

    /** The account of a simulated run that names none; AWS uses it in examples. */
    public static final String SIMULATED_ACCOUNT = "123456789012";

    public RunPlan {
        plugins = List.copyOf(plugins);
        environment = Map.copyOf(environment);
        hiddenValues = Map.copyOf(hiddenValues);
    }

    /** The plan of a run: its labels say more than the settings. */
    public static RunPlan of(
            JournalChoice journals,
            RunTarget target,
            RunSettings settings,
            Pipeline pipeline,
            RunLabels labels,
            Map<String, String> environment) {
        RunSettings wanted =
                labels.freezeOverride().map(settings::overridingFreezes).orElse(settings);
        return new RunPlan(
                journals.project(),
                target,
                pipeline,
                target == RunTarget.SIMULATED ? RehearsedRoles.over(wanted, pipeline) : wanted,
                labels.region().or(settings::region),
                labels.profile().or(settings::profile),
                labels.simulator(),
                labels.plugins(),
                environment,
                journals,
                Map.of());
    }

    /** The plan with the values to which its pipeline refers. */
    public RunPlan withHiddenValues(Map<String, Secret> values) {
        return new RunPlan(
                project,
                target,
                pipeline,
                settings,
                region,
                profile,
                simulator,
                plugins,
                environment,
                journals,
                values);
    }

    /** Where artifacts are kept. */
    public Path artifacts() {
        return settings.artifactDirectory().orElseGet(() -> project.artifacts(target));
    }
}
