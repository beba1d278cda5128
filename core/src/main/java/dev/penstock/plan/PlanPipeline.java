package dev.penstock.plan;

import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.pipeline.VariableReferences;
import dev.penstock.stack.StackWaves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A pipeline that plans another: its sources, and one stage in which each CloudFormation action that has a template makes a
 * change set and nothing else, and each action that deploys to Elastic Beanstalk, to an ECS service, be it by CodeDeploy, or to a Lambda function looks. What
 * other actions do is told by their declaration.
 *
 * @param pipeline what is run; absent if nothing can be planned
 * @param targets what each of these actions becomes, in the order of the pipeline
 */
public record PlanPipeline(Optional<Pipeline> pipeline, List<Target> targets) {

    /** The stage that makes the change sets. */
    public static final String STAGE = "Plan";

    /** What the names of change sets begin with that plans make. */
    public static final String CHANGE_SETS = "penstock-plan-";

    private static final String MODE = "ActionMode";
    private static final Set<String> BUILT_IN_NAMESPACES = Set.of("variables", "codepipeline");

    public PlanPipeline {
        targets = List.copyOf(targets);
    }

    /** What an action deploys to. */
    public sealed interface Target {

        /** The action's stage. */
        String stage();

        /** The action's name. */
        String action();

        /** Where it is; absent for the run's Region. */
        Optional<String> region();

        /** How it is planned. */
        How how();
    }

    /**
     * What becomes of one CloudFormation action, for one of its stacks.
     *
     * @param stage its stage
     * @param action its name
     * @param target the target's name, in a deployment in waves; else empty
     * @param region where its stack is; absent for the run's Region
     * @param stackName as written, or with its variables resolved where a change set was made
     * @param how how it is planned
     */
    public record StackTarget(
            String stage, String action, String target, Optional<String> region, String stackName, How how)
            implements Target {

        StackTarget named(String resolved) {
            return new StackTarget(stage, action, target, region, resolved, how);
        }
    }

    /**
     * What becomes of an action that deploys to an environment of Elastic Beanstalk.
     *
     * @param application as written
     * @param environment as written
     */
    public record EnvironmentTarget(
            String stage, String action, Optional<String> region, String application, String environment, How how)
            implements Target {}

    /**
     * What becomes of an action that rolls out to a service or a function: how long it takes is looked at.
     *
     * @param target in words, with what it is, as written
     */
    public record RolloutTarget(String stage, String action, Optional<String> region, String target, How how)
            implements Target {}

    /**
     * What an action does of which nothing can be looked at before it runs.
     *
     * @param work what its declaration says
     */
    public record DeclaredTarget(String stage, String action, Optional<String> region, DeclaredWork work)
            implements Target {

        @Override
        public How how() {
            return new How.ByDeclaration();
        }
    }

    /** How an action is planned. */
    public sealed interface How {

        /**
         * By a change set.
         *
         * @param action the name of the action that makes it, in {@link #STAGE}
         * @param changeSetName the change set's name
         */
        record ByChangeSet(String action, String changeSetName) implements How {}

        /**
         * By looking.
         *
         * @param action the name of the action that looks, in {@link #STAGE}
         * @param withoutArtifact why the version cannot be told, a full sentence; absent if it can
         */
        record ByLooking(String action, Optional<String> withoutArtifact) implements How {}

        /** It deletes the stack. */
        record Deletion() implements How {}

        /** By what is declared, which is told and not looked at. */
        record ByDeclaration() implements How {}

        /**
         * It executes a change set that another action makes.
         *
         * @param changeSetName the change set's name in the pipeline
         */
        record ElsewhereInThePipeline(String changeSetName) implements How {}

        /**
         * It cannot be told before the pipeline runs.
         *
         * @param reason a full sentence
         */
        record Unknown(String reason) implements How {}
    }

    /**
     * Makes the pipeline that plans, of a pipeline of which nobody asks where commands run.
     *
     * @param changeSetName what the change sets' names begin with
     * @param waves by the action's name, the stacks that it deploys to; absent for the one that it names
     */
    public static PlanPipeline of(
            Pipeline pipeline, String changeSetName, Function<String, Optional<StackWaves>> waves) {
        return of(pipeline, changeSetName, waves, action -> "where builds run");
    }

    /**
     * Makes the pipeline that plans.
     *
     * @param changeSetName what the change sets' names begin with: {@link #CHANGE_SETS} and something that nobody else uses in
     *     these stacks
     * @param waves by the action's name, the stacks that it deploys to; absent for the one that it names
     * @param places by the action's name, where it runs commands, to follow "runs 3 commands"
     */
    public static PlanPipeline of(
            Pipeline pipeline,
            String changeSetName,
            Function<String, Optional<StackWaves>> waves,
            UnaryOperator<String> places) {
        return new Maker(pipeline, changeSetName, waves, places).make();
    }

    /** The pipeline's own names of the actions, by those that they have in the pipeline that plans. */
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Target target : targets) {
            switch (target.how()) {
                case How.ByChangeSet planned -> names.put(planned.action(), target.action());
                case How.ByLooking planned -> names.put(planned.action(), target.action());
                case How.Deletion ignored -> {}
                case How.ByDeclaration ignored -> {}
                case How.ElsewhereInThePipeline ignored -> {}
                case How.Unknown ignored -> {}
            }
        }
        return names;
    }

    private static final class Maker {

        private final Pipeline pipeline;
        private final String changeSetName;
        private final Function<String, Optional<StackWaves>> waves;
        private final UnaryOperator<String> places;
        private final Map<String, String> artifactsFromElsewhere = new HashMap<>();
        private final Map<String, String> namespacesFromElsewhere = new HashMap<>();
        private final Set<String> names = new HashSet<>();
        private final List<ActionDeclaration> planning = new ArrayList<>();
        private final List<Target> targets = new ArrayList<>();

        Maker(
                Pipeline pipeline,
                String changeSetName,
                Function<String, Optional<StackWaves>> waves,
                UnaryOperator<String> places) {
            this.waves = waves;
            this.places = places;
            this.pipeline = pipeline;
            this.changeSetName = changeSetName;
        }

        PlanPipeline make() {
            List<ActionDeclaration> sources = new ArrayList<>();
            for (StageDeclaration stage : pipeline.stages()) {
                for (ActionDeclaration action : stage.actions()) {
                    if (action.type().category() == ActionCategory.SOURCE) {
                        sources.add(action);
                    } else {
                        action.outputArtifacts().stream()
                                .map(OutputArtifact::name)
                                .forEach(name -> artifactsFromElsewhere.put(name, action.name()));
                        action.namespace().ifPresent(name -> namespacesFromElsewhere.put(name, action.name()));
                    }
                }
            }
            for (StageDeclaration stage : pipeline.stages()) {
                for (ActionDeclaration action : stage.actions()) {
                    if (isDeployment(action, "CloudFormation")) {
                        add(stage, action);
                    } else if (isDeployment(action, "ElasticBeanstalk")) {
                        targets.add(environment(stage, action));
                    } else if (isDeployment(action, "ECS")) {
                        targets.add(rollout(stage, action, service(action)));
                    } else if (isDeployment(action, "CodeDeployToECS")) {
                        targets.add(codeDeploy(stage, action));
                    } else if (isDeployment(action, "Lambda")) {
                        targets.add(rollout(stage, action, "function " + value(action, "FunctionName")));
                    } else {
                        DeclaredWork.of(action, places.apply(action.name()))
                                .map(work -> new DeclaredTarget(stage.name(), action.name(), action.region(), work))
                                .ifPresent(targets::add);
                    }
                }
            }
            return new PlanPipeline(planning.isEmpty() ? Optional.empty() : Optional.of(with(sources)), targets);
        }

        private static boolean isDeployment(ActionDeclaration action, String provider) {
            return action.type().owner() == ActionOwner.AWS
                    && action.type().category() == ActionCategory.DEPLOY
                    && action.type().provider().equals(provider);
        }

        private EnvironmentTarget environment(StageDeclaration stage, ActionDeclaration action) {
            return new EnvironmentTarget(
                    stage.name(),
                    action.name(),
                    action.region(),
                    value(action, "ApplicationName"),
                    value(action, "EnvironmentName"),
                    foreignVariable(action).<How>map(How.Unknown::new).orElseGet(() -> looking(stage, action)));
        }

        private static String service(ActionDeclaration action) {
            return "service " + value(action, "ServiceName") + " of cluster " + value(action, "ClusterName");
        }

        private static String value(ActionDeclaration action, String key) {
            return action.configuration().getOrDefault(key, "");
        }

        /** Its templates are for a run to read; how long it takes, the group says. */
        private RolloutTarget codeDeploy(StageDeclaration stage, ActionDeclaration action) {
            Map<String, String> group = new LinkedHashMap<>(action.configuration());
            group.keySet().retainAll(Set.of("ApplicationName", "DeploymentGroupName"));
            String target = "deployment group " + value(action, "DeploymentGroupName") + " of application "
                    + value(action, "ApplicationName");
            return rollout(stage, action, target, group);
        }

        private RolloutTarget rollout(StageDeclaration stage, ActionDeclaration action, String target) {
            return rollout(stage, action, target, action.configuration());
        }

        private RolloutTarget rollout(
                StageDeclaration stage, ActionDeclaration action, String target, Map<String, String> configuration) {
            How how = foreignVariable(action).<How>map(How.Unknown::new).orElseGet(() -> {
                ActionDeclaration looking = planned(stage, action, configuration, List.of());
                planning.add(looking);
                return new How.ByLooking(looking.name(), Optional.empty());
            });
            return new RolloutTarget(stage.name(), action.name(), action.region(), target, how);
        }

        private How looking(StageDeclaration stage, ActionDeclaration action) {
            Optional<String> withoutArtifact = foreignArtifact(action);
            List<String> inputs = withoutArtifact.isPresent() ? List.of() : action.inputArtifacts();
            ActionDeclaration looking = planned(stage, action, action.configuration(), inputs);
            planning.add(looking);
            return new How.ByLooking(looking.name(), withoutArtifact);
        }

        private void add(StageDeclaration stage, ActionDeclaration action) {
            String mode = action.configuration().getOrDefault(MODE, "");
            How how = switch (mode) {
                case "DELETE_ONLY" -> new How.Deletion();
                case "CHANGE_SET_EXECUTE" ->
                    new How.ElsewhereInThePipeline(action.configuration().getOrDefault("ChangeSetName", ""));
                default -> obstacle(action).<How>map(How.Unknown::new).orElseGet(() -> plan(stage, action));
            };
            String stack = action.configuration().getOrDefault("StackName", "");
            Optional<StackWaves> several = waves.apply(action.name());
            if (several.isEmpty()) {
                targets.add(new StackTarget(stage.name(), action.name(), "", action.region(), stack, how));
            }
            several.stream()
                    .flatMap(all -> all.waves().stream())
                    .flatMap(wave -> wave.targets().stream())
                    .map(target -> new StackTarget(
                            stage.name(),
                            action.name(),
                            target.name(),
                            target.region().or(action::region),
                            target.stackName().orElse(stack),
                            how))
                    .forEach(targets::add);
        }

        /** What it needs that only a run makes. */
        private Optional<String> obstacle(ActionDeclaration action) {
            return foreignArtifact(action).or(() -> foreignVariable(action));
        }

        private Optional<String> foreignArtifact(ActionDeclaration action) {
            for (String artifact : action.inputArtifacts()) {
                String maker = artifactsFromElsewhere.get(artifact);
                if (maker != null) {
                    return Optional.of("Its artifact '" + artifact + "' is made by the action '" + maker
                            + "', which a plan does not run.");
                }
            }
            return Optional.empty();
        }

        private Optional<String> foreignVariable(ActionDeclaration action) {
            for (String value : action.configuration().values()) {
                for (VariableReferences.Reference reference : VariableReferences.in(value)) {
                    String maker = namespacesFromElsewhere.get(reference.namespace());
                    if (maker != null && !BUILT_IN_NAMESPACES.contains(reference.namespace())) {
                        return Optional.of("Its variable " + reference.written() + " comes from the action '" + maker
                                + "', which a plan does not run.");
                    }
                }
            }
            return Optional.empty();
        }

        private How plan(StageDeclaration stage, ActionDeclaration action) {
            Map<String, String> configuration = new LinkedHashMap<>(action.configuration());
            configuration.put(MODE, "CHANGE_SET_REPLACE");
            String changeSet = changeSetName + "-" + (planning.size() + 1);
            configuration.put("ChangeSetName", changeSet);
            configuration.remove("OutputFileName");
            ActionDeclaration making = planned(stage, action, configuration, action.inputArtifacts());
            planning.add(making);
            return new How.ByChangeSet(making.name(), changeSet);
        }

        /** Under a name that no other has: here, all are in one stage. */
        private ActionDeclaration planned(
                StageDeclaration stage,
                ActionDeclaration action,
                Map<String, String> configuration,
                List<String> inputArtifacts) {
            return new ActionDeclaration(
                    names.add(action.name()) ? action.name() : unique(stage.name() + "-" + action.name()),
                    action.type(),
                    1,
                    configuration,
                    List.of(),
                    action.environmentVariables(),
                    inputArtifacts,
                    List.of(),
                    List.of(),
                    action.roleArn(),
                    action.region(),
                    Optional.empty(),
                    action.timeoutInMinutes());
        }

        private String unique(String wanted) {
            String name = wanted;
            for (int i = 2; !names.add(name); i++) {
                name = wanted + "-" + i;
            }
            return name;
        }

        /** Sources are read only for those who need what they put out. */
        private List<StageDeclaration> stages(List<ActionDeclaration> sources) {
            StageDeclaration looks = new StageDeclaration(STAGE, planning);
            boolean needsSources = planning.stream()
                    .anyMatch(action -> !action.inputArtifacts().isEmpty()
                            || action.configuration().values().stream()
                                    .anyMatch(value ->
                                            !VariableReferences.in(value).isEmpty()));
            return needsSources ? List.of(new StageDeclaration("Source", sources), looks) : List.of(looks);
        }

        private Pipeline with(List<ActionDeclaration> sources) {
            return new Pipeline(
                    pipeline.name(),
                    pipeline.roleArn(),
                    pipeline.artifactStores(),
                    stages(sources),
                    pipeline.executionMode(),
                    pipeline.pipelineType(),
                    pipeline.variables(),
                    List.of(),
                    pipeline.version());
        }
    }
}
