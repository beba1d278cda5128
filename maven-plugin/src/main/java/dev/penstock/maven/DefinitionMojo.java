package dev.penstock.maven;

import dev.penstock.library.Obstacles;
import dev.penstock.problem.Problem;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunRequest;
import dev.penstock.runner.Runner;
import dev.penstock.runner.RunnerException;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.JournalText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals take that begin with a definition: which one, and what it cannot say itself. */
abstract class DefinitionMojo extends PenstockMojo {

    /** The definition: CodePipeline's JSON, the same as YAML, or a CloudFormation template. */
    @Parameter(property = "penstock.definition", defaultValue = "pipeline.yml")
    private String definition = "pipeline.yml";

    /** Whether a simulated AWS on this machine is used. */
    @Parameter(property = "penstock.simulate", defaultValue = "false")
    private boolean simulate;

    /** The simulated AWS that {@code penstock simulate} serves there is used. */
    @Parameter(property = "penstock.simulator")
    private @Nullable String simulator;

    /** What the definition cannot say; {@code penstock.yml} beside it unless said otherwise. */
    @Parameter(property = "penstock.settings")
    private @Nullable File settings;

    /** Values of variables of the pipeline. */
    @Parameter
    private Map<String, String> variables = new LinkedHashMap<>();

    /** The profile of the AWS configuration. */
    @Parameter(property = "penstock.profile")
    private @Nullable String profile;

    /** The stack that was made of the template: says what its references stand for. */
    @Parameter(property = "penstock.stack")
    private @Nullable String stack;

    /** The Region where actions name none. */
    @Parameter(property = "penstock.region")
    private @Nullable String region;

    /** Jars with providers of actions, or folders of such jars, with the separator of paths between them. */
    @Parameter(property = "penstock.pluginPath")
    private @Nullable String pluginPath;

    /** The journal, if not the project's: {@code postgresql://…}, {@code dynamodb://…} or a SQLite file. */
    @Parameter(property = "penstock.journal")
    private @Nullable String journal;

    @Override
    final void carryOut() throws IOException, InterruptedException, MojoFailureException {
        RunRequest request = request();
        switch (Wiring.read(request)) {
            case Definition.Refused refused ->
                throw failure("The definition is refused.", refused.problems(), refused.sources());
            case Definition.Accepted accepted -> carryOut(request, accepted);
        }
    }

    private void carryOut(RunRequest request, Definition.Accepted accepted)
            throws IOException, InterruptedException, MojoFailureException {
        try (Runner runner = Wiring.open(request.plan(accepted))) {
            List<Problem> all = new ArrayList<>(accepted.problems());
            List<Problem> obstacles = Obstacles.of(
                    accepted.definition(),
                    accepted.unresolved(),
                    runner.preflight().withSettings(accepted.settingsLocations()),
                    request.variables(accepted));
            all.addAll(obstacles);
            if (!obstacles.isEmpty()) {
                throw failure(
                        "The definition cannot be carried out here; nothing was started.", all, accepted.sources());
            }
            warn(all, accepted.sources());
            request.project().prepare();
            carryOut(request, accepted, runner);
        }
    }

    /** Does it, with a definition that nothing speaks against. */
    abstract void carryOut(RunRequest request, Definition.Accepted accepted, Runner runner)
            throws IOException, InterruptedException, MojoFailureException;

    /** Why freezes do not count. */
    Optional<String> freezeOverride() {
        return Optional.empty();
    }

    /** Who asks for it. */
    static String user() {
        return System.getProperty("user.name", "");
    }

    private RunRequest request() throws IOException, MojoFailureException {
        RunRequest.Place place = place();
        return new RunRequest(
                place,
                Path.of(definition),
                simulate || simulator != null ? RunTarget.SIMULATED : RunTarget.AWS,
                Optional.ofNullable(simulator),
                Optional.ofNullable(settings).map(File::toPath),
                variables,
                templateParameters(),
                logicalId(),
                Optional.ofNullable(stack),
                Optional.ofNullable(region),
                Optional.ofNullable(profile),
                Optional.ofNullable(pluginPath),
                Optional.ofNullable(journal)
                        .or(() -> Optional.ofNullable(place.environment().get("PENSTOCK_JOURNAL"))
                                .filter(text -> !text.isEmpty()))
                        .map(text -> location(text, place)),
                journal == null ? "" : "--journal " + journal,
                freezeOverride());
    }

    private static JournalLocation location(String text, RunRequest.Place place) {
        return switch (JournalText.read(text, place.directory())) {
            case JournalText.Named named -> named.location();
            case JournalText.Wrong wrong ->
                throw new RunnerException(Refusal.COMMAND_LINE, "journal: " + wrong.message(), wrong.hint());
        };
    }
}
