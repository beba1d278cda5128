package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The buildspec that does what the phases of a Travis job did. Travis leaves out everything but {@code after_failure} and
 * {@code after_script} when something failed; CodeBuild runs {@code post_build} even then, unless it is told not to.
 */
final class TravisBuildspec {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SUCCEEDING = "$CODEBUILD_BUILD_SUCCEEDING";

    private final TravisImages images;
    private final TravisPhases phases;
    private final TravisEnvironment environment;
    private final TravisVariables variables;
    private final Notes notes;

    TravisBuildspec(TravisImages images, TravisEnvironment environment, TravisVariables variables, Notes notes) {
        this.images = images;
        this.phases = images.phases();
        this.environment = environment;
        this.variables = variables;
        this.notes = notes;
    }

    /**
     * The text.
     *
     * @param first commands before all others
     * @param artifact the file that is left behind, or {@code **}{@code /*} for everything; empty for nothing
     */
    String text(String file, List<String> first, Optional<String> artifact) {
        ObjectNode root = NODES.objectNode();
        root.put("version", 0.2);
        ObjectNode env = root.putObject("env").put("shell", "bash");
        ObjectNode constants = env.putObject("variables").put("CI", "true");
        environment.constants().forEach(constants::put);
        if (!variables.secrets().isEmpty()) {
            variables.secrets().forEach(env.putObject("secrets-manager")::put);
        }
        ObjectNode written = root.putObject("phases");
        List<String> install = new ArrayList<>(images.before());
        install.addAll(variables.exports());
        install.addAll(environment.exports());
        install.addAll(first);
        install.addAll(texts("before_install"));
        install.addAll(texts("install"));
        phase(written, "install", install);
        phase(written, "pre_build", texts("before_script"));
        buildAndAfter(written);
        artifact.ifPresent(name -> {
            ObjectNode artifacts = root.putObject("artifacts");
            images.folder().ifPresent(folder -> artifacts.put("base-directory", folder));
            artifacts.putArray("files").add(name);
        });
        differences();
        return "# Made of " + file + ".\n" + YamlText.of(root);
    }

    private void buildAndAfter(ObjectNode written) {
        List<String> after = new ArrayList<>(texts("after_success"));
        after.addAll(texts("before_deploy"));
        after.addAll(images.after());
        List<String> always = texts("after_script");
        List<String> failed = texts("after_failure");
        List<String> script = texts("script");
        boolean guarded = !after.isEmpty() && !always.isEmpty();
        ObjectNode build = phase(written, "build", script.isEmpty() ? List.of("true") : script);
        if (!after.isEmpty() && !guarded) {
            build.put("on-failure", "ABORT");
        }
        List<String> ending = new ArrayList<>();
        if (!failed.isEmpty()) {
            ending.add("if [ \"" + SUCCEEDING + "\" = 0 ]; then\n" + String.join("\n", failed) + "\nfi");
        }
        if (after.isEmpty()) {
            ending.addAll(always);
        }
        ending.forEach(line -> build.withArray("finally").add(line));
        if (guarded) {
            after.addFirst("test \"" + SUCCEEDING + "\" = 1");
        }
        ObjectNode post = phase(written, "post_build", after);
        if (guarded) {
            always.forEach(line -> post.withArray("finally").add(line));
        }
    }

    private static ObjectNode phase(ObjectNode phases, String name, List<String> commands) {
        ObjectNode phase = NODES.objectNode();
        if (!commands.isEmpty()) {
            commands.forEach(line -> phase.withArray("commands").add(line));
            phases.set(name, phase);
        }
        return phase;
    }

    private List<String> texts(String phase) {
        return phases.of(phase).stream().map(TravisCommand::text).toList();
    }

    private void differences() {
        List<TravisCommand> script = phases.of("script");
        if (script.size() > 1) {
            notes.note(
                    script.get(1).span(),
                    "Travis runs every line of 'script' even after one failed; the buildspec stops at the first that fails.");
        }
        phases.of("after_success").stream()
                .findFirst()
                .ifPresent(
                        command -> notes.note(
                                command.span(),
                                "A line of 'after_success' that fails, fails the build here, and nothing is deployed; Travis went on to deploy."));
        phases.of("after_deploy").stream()
                .findFirst()
                .ifPresent(command -> notes.loss(
                        command.span(),
                        "Nothing runs after the deployment.",
                        "Add a stage with a build that does it."));
    }
}
