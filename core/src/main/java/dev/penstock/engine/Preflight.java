package dev.penstock.engine;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationProblem;
import dev.penstock.action.Instruction;
import dev.penstock.document.Fields;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.ConditionKind;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.NotCarriedOut;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.RuleDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.secret.SecretMasker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Says before anything starts what of a pipeline cannot be carried out here. */
public final class Preflight {

    private final Providers providers;
    private final GraphMapping graphs;
    private final Locations settings;

    /** A check against the providers that an engine will have. */
    public Preflight(Collection<? extends ActionProvider<?, ?>> providers) {
        this(providers, GraphMapping.NONE);
    }

    /**
     * A check against the providers that an engine will have, and what it releases together.
     *
     * @param graphs the same that the engine gets
     */
    public Preflight(Collection<? extends ActionProvider<?, ?>> providers, GraphMapping graphs) {
        this(new Providers(providers, new SecretMasker()), graphs, Locations.none(""));
    }

    private Preflight(Providers providers, GraphMapping graphs, Locations settings) {
        this.providers = providers;
        this.graphs = graphs;
        this.settings = settings;
    }

    /**
     * The same check, that knows where settings stand: what is wrong with what they say of an action is shown there.
     *
     * @param places where the values of the settings' file stand
     */
    public Preflight withSettings(Locations places) {
        return new Preflight(providers, graphs, places);
    }

    /** All that stands in the way, each as a problem with its place in the file; empty if nothing does. */
    public List<Problem> problems(PipelineDefinition definition) {
        Problems problems = new Problems();
        for (Obstacle obstacle : check(definition.pipeline())) {
            problems.add(new Problem(
                    ProblemType.RUN_ACTION.id(),
                    ProblemType.RUN_ACTION.severity(),
                    obstacle.setting().isEmpty()
                            ? definition.locations().of(obstacle.path())
                            : settings.of(obstacle.setting()),
                    obstacle.setting().isEmpty() ? obstacle.path() : obstacle.setting(),
                    obstacle.message(),
                    Optional.of(obstacle.hint()).filter(hint -> !hint.isEmpty())));
        }
        return problems.list();
    }

    /** All that stands in the way; empty if nothing does. */
    public List<Obstacle> check(Pipeline pipeline) {
        List<Obstacle> obstacles = new ArrayList<>();
        for (int i = 0; i < pipeline.stages().size(); i++) {
            StageDeclaration stage = pipeline.stages().get(i);
            check("/stages/" + i, stage, obstacles);
            Optional<ReleaseGraph> graph = graphs.in(pipeline, stage);
            if (graph.isPresent()) {
                check("/stages/" + i, stage, graph.get(), obstacles);
            }
        }
        return obstacles;
    }

    /** Whether the value of a key of an action's configuration matters to whatever carries the action out. */
    public boolean needs(ActionDeclaration action, String key) {
        return providers
                .of(action.type())
                .filter(provider -> provider.provider().needs(action, key))
                .isPresent();
    }

    private void check(String path, StageDeclaration stage, List<Obstacle> obstacles) {
        for (ConditionKind kind : ConditionKind.values()) {
            stage.condition(kind).ifPresent(condition -> rules(path, kind, condition, obstacles));
        }
        for (int i = 0; i < stage.actions().size(); i++) {
            check(path + "/actions/" + i, stage.actions().get(i), obstacles);
        }
    }

    private void rules(String stage, ConditionKind kind, ConditionDeclaration condition, List<Obstacle> obstacles) {
        String path = stage + "/" + kind.field() + "/conditions/0/rules/";
        for (int i = 0; i < condition.rules().size(); i++) {
            RuleDeclaration rule = condition.rules().get(i);
            if (providers.of(rule.type()).isEmpty()) {
                obstacles.add(new Obstacle(
                        path + i + "/ruleTypeId",
                        "Rules of type " + rule.type() + " cannot be checked: no provider is installed.",
                        "Install a plugin that provides it."));
            } else {
                check(path + i, rule.asAction(kind), obstacles);
            }
        }
    }

    /** What is released together goes back together: each member must be able to. */
    private void check(String path, StageDeclaration stage, ReleaseGraph graph, List<Obstacle> obstacles) {
        for (int i = 0; i < stage.actions().size(); i++) {
            ActionDeclaration action = stage.actions().get(i);
            Optional<Providers.Bound<?, ?>> provider =
                    graph.member(action.name()).flatMap(member -> providers.of(action.type()));
            if (provider.isPresent() && !goesBack(provider.get(), action)) {
                obstacles.add(new Obstacle(
                        path + "/actions/" + i,
                        "The action '" + action.name()
                                + "' is of the release graph of its stage, and an action of type " + action.type()
                                + " that has succeeded cannot be taken back.",
                        "Leave it out of the graph; it may stay in the stage, where the graph waits for it."));
            }
        }
    }

    private static boolean goesBack(Providers.Bound<?, ?> provider, ActionDeclaration action) {
        try {
            return provider.instructions(action).contains(Instruction.Kind.ROLL_BACK);
        } catch (RuntimeException e) {
            // What is wrong with its configuration is told where that is checked.
            return true;
        }
    }

    /** Upper and lower case count in the names of providers. */
    private Optional<String> otherwiseWritten(ActionTypeId type) {
        return providers.types().stream()
                .filter(known -> known.toString().equalsIgnoreCase(type.toString()))
                .findFirst()
                .map(known -> "Write " + known.provider() + " in the place of " + type.provider() + ".");
    }

    private void check(String path, ActionDeclaration action, List<Obstacle> obstacles) {
        Optional<Providers.Bound<?, ?>> provider = providers.of(action.type());
        if (provider.isEmpty()) {
            obstacles.add(new Obstacle(
                    path + "/actionTypeId",
                    "Actions of type " + action.type() + " cannot be carried out: no provider is installed.",
                    NotCarriedOut.nearest(action.type())
                            .or(() -> otherwiseWritten(action.type()))
                            .orElse("Install a plugin that provides it.")));
            return;
        }
        ArtifactLimits limits = provider.get().provider().artifacts();
        count(path + "/inputArtifacts", action.inputArtifacts().size(), limits.minimumInputs(), limits.maximumInputs())
                .ifPresent(obstacles::add);
        count(
                        path + "/outputArtifacts",
                        action.outputArtifacts().size(),
                        limits.minimumOutputs(),
                        limits.maximumOutputs())
                .ifPresent(obstacles::add);
        for (ConfigurationProblem problem : problems(provider.get(), action)) {
            String where = problem.key().isEmpty() ? path : path + "/configuration/" + problem.key();
            obstacles.add(new Obstacle(where, setting(action, problem.setting()), problem.message(), problem.hint()));
        }
    }

    /** The path of what the settings say of an action, by its name or for all; empty where they do not say it. */
    private String setting(ActionDeclaration action, String below) {
        String first = below.isEmpty() ? "" : below.split("/", -1)[0];
        for (String name : List.of(action.name(), "default")) {
            String path = Fields.child("/deployments", name) + "/";
            if (!first.isEmpty() && settings.spans().containsKey(path + first)) {
                return path + below;
            }
        }
        return "";
    }

    private static List<ConfigurationProblem> problems(Providers.Bound<?, ?> provider, ActionDeclaration action) {
        try {
            return provider.check(action);
        } catch (RuntimeException e) {
            // A plugin's mistake must not hide what else stands in the way.
            String message = "The provider of " + action.type() + " failed to read the configuration: " + e + ".";
            return List.of(new ConfigurationProblem("", message, "Tell those who made the provider."));
        }
    }

    private static Optional<Obstacle> count(String path, int found, int minimum, int maximum) {
        if (found >= minimum && found <= maximum) {
            return Optional.empty();
        }
        String allowed = minimum == maximum ? Integer.toString(minimum) : minimum + " to " + maximum;
        return Optional.of(new Obstacle(path, "There are " + found + " artifacts.", "Name " + allowed + "."));
    }

    /**
     * Something that stands in the way.
     *
     * @param path of the value in the definition, as {@code Locations} has it
     * @param setting of the value in the settings that is wrong; empty where none is, or it is not known where they stand
     * @param message what cannot be carried out: a full sentence
     * @param hint what would help; may be empty
     */
    public record Obstacle(String path, String setting, String message, String hint) {

        /** One of the definition itself. */
        public Obstacle(String path, String message, String hint) {
            this(path, "", message, hint);
        }
    }
}
