package dev.penstock.pipeline;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The structural rules of CodePipeline (API service model 2015-07-09; user guide, pipeline structure reference and action
 * structure reference). A pipeline that CodePipeline accepts breaks none of them; where AWS's documents disagree, what
 * either allows is allowed.
 */
public final class PipelineRules {

    /** One page of the user guide says 50, its page on quotas 100 in parallel and 100 in sequence. */
    private static final int MOST_ACTIONS_OF_A_STAGE = 100;

    private static final int MOST_ACTIONS = 1000;
    private static final int LONGEST_NAME = 100;

    private final Pipeline pipeline;
    private final Judge judge;

    private PipelineRules(Pipeline pipeline, Judge judge) {
        this.pipeline = pipeline;
        this.judge = judge;
    }

    /**
     * Judges a pipeline.
     *
     * @param unresolved paths whose values are not known, or are of the wrong type, and therefore not judged
     * @param problems where problems are added
     */
    public static void check(PipelineDefinition definition, Set<String> unresolved, Problems problems) {
        Judge judge = new Judge(definition.locations(), unresolved, problems);
        Pipeline pipeline = definition.pipeline();
        new PipelineRules(pipeline, judge).check();
        ActionRules actions = new ActionRules(judge);
        forEachAction(pipeline, (stage, action, path) -> actions.check(action, path));
        ArtifactRules.check(pipeline, judge);
        VariableRules.check(pipeline, judge);
        ConditionRules.check(pipeline, judge);
        TriggerRules.check(pipeline, judge);
    }

    /** Does something for every action. */
    interface ActionVisitor {

        /** An action, the index of its stage, and its path. */
        void visit(int stage, ActionDeclaration action, String path);
    }

    static void forEachAction(Pipeline pipeline, ActionVisitor visitor) {
        for (int s = 0; s < pipeline.stages().size(); s++) {
            List<ActionDeclaration> actions = pipeline.stages().get(s).actions();
            for (int a = 0; a < actions.size(); a++) {
                visitor.visit(s, actions.get(a), "/stages/" + s + "/actions/" + a);
            }
        }
    }

    private void check() {
        judge.text("/name", pipeline.name(), "The pipeline's name", LONGEST_NAME, Characters.NAME);
        role();
        artifactStores();
        stages();
        sources();
        variables();
        versionTwo();
    }

    private void role() {
        if (pipeline.roleArn().isEmpty()) {
            judge.report(
                    ProblemType.PIPELINE_ROLE_MISSING,
                    "",
                    "The pipeline has no roleArn. Penstock needs none, but CodePipeline would not accept the definition.");
        }
        pipeline.roleArn().ifPresent(arn -> roleArn("/roleArn", arn, judge));
    }

    /** Checks {@code arn:aws…:iam::…:role/…}. The account's digits are left to AWS, so that examples can be read. */
    static void roleArn(String path, String arn, Judge judge) {
        judge.text(path, arn, "The role", 1024, Characters.ANY);
        boolean hasShape = arn.startsWith("arn:aws") && arn.contains(":iam::") && arn.contains(":role/");
        if (judge.isKnown(path) && !arn.isEmpty() && !hasShape) {
            judge.report(
                    ProblemType.PIPELINE_TEXT,
                    path,
                    "'" + arn + "' is not the ARN of a role.",
                    "It looks like arn:aws:iam::123456789012:role/Name.");
        }
    }

    private void artifactStores() {
        List<ArtifactStoreDeclaration> stores = pipeline.artifactStores();
        boolean single = stores.stream().anyMatch(store -> store.region().isEmpty());
        boolean perRegion = stores.stream().anyMatch(store -> store.region().isPresent());
        if (single && perRegion) {
            judge.report(
                    ProblemType.PIPELINE_ARTIFACT_STORE,
                    "/artifactStores",
                    "The pipeline has both artifactStore and artifactStores.",
                    "Keep artifactStores when actions run in several Regions, else artifactStore.");
        }
        if (stores.isEmpty() && judge.isKnown("/artifactStore") && judge.isKnown("/artifactStores")) {
            judge.report(
                    ProblemType.PIPELINE_ARTIFACT_STORE_MISSING,
                    "",
                    "The pipeline has no artifactStore. Penstock keeps artifacts where its settings say, but CodePipeline"
                            + " would not accept the definition.");
        }
        Set<Optional<String>> regions = new HashSet<>();
        for (ArtifactStoreDeclaration store : stores) {
            artifactStore(store);
            if (!regions.add(store.region())) {
                judge.report(
                        ProblemType.PIPELINE_ARTIFACT_STORE,
                        Judge.at("/artifactStores", store.region().orElse("")),
                        "There are several artifact stores for "
                                + store.region().orElse("no Region") + ".",
                        "Keep one for each Region.");
            }
        }
        if (perRegion && !single) {
            forEachAction(pipeline, (stage, action, path) -> storeInRegion(action, path));
        }
    }

    private void artifactStore(ArtifactStoreDeclaration store) {
        String path = store.region()
                .map(region -> Judge.at("/artifactStores", region))
                .orElse("/artifactStore");
        if (!store.type().isEmpty() && !store.type().equals("S3") && judge.isKnown(Judge.at(path, "type"))) {
            judge.report(
                    ProblemType.PIPELINE_ARTIFACT_STORE,
                    Judge.at(path, "type"),
                    "'" + store.type() + "' is no type of artifact store.",
                    "The only type is S3.");
        }
        judge.text(Judge.at(path, "location"), store.location(), "The bucket's name", 63, Characters.BUCKET);
    }

    private void storeInRegion(ActionDeclaration action, String path) {
        action.region()
                .filter(region -> judge.isKnown(Judge.at(path, "region")))
                .filter(region -> pipeline.artifactStores().stream()
                        .noneMatch(store -> store.region().orElse("").equals(region)
                                || store.region().orElse("").contains("${")))
                .ifPresent(region -> judge.report(
                        ProblemType.PIPELINE_ARTIFACT_STORE,
                        Judge.at(path, "region"),
                        "The action runs in " + region + ", and artifactStores has no store there.",
                        "Add a store for " + region + " to artifactStores."));
    }

    private void stages() {
        judge.count("/stages", pipeline.stages().size(), "stages", 2, 50);
        Judge.UniqueNames stageNames = judge.new UniqueNames("stage names in a pipeline");
        int total = 0;
        for (int s = 0; s < pipeline.stages().size(); s++) {
            StageDeclaration stage = pipeline.stages().get(s);
            String path = "/stages/" + s;
            judge.text(path + "/name", stage.name(), "The stage's name", LONGEST_NAME, Characters.NAME);
            stageNames.add(path + "/name", stage.name());
            if (judge.hasPlace(path + "/actions")) {
                judge.count(path + "/actions", stage.actions().size(), "actions", 1, MOST_ACTIONS_OF_A_STAGE);
            }
            total += stage.actions().size();
            Judge.UniqueNames actionNames = judge.new UniqueNames("action names in a stage");
            for (int a = 0; a < stage.actions().size(); a++) {
                actionNames.add(
                        path + "/actions/" + a + "/name", stage.actions().get(a).name());
            }
        }
        judge.count("/stages", Math.max(1, total), "actions in all", 1, MOST_ACTIONS);
    }

    private void sources() {
        boolean[] others = {pipeline.stages().isEmpty()};
        forEachAction(pipeline, (stage, action, path) -> {
            String category = path + "/actionTypeId/category";
            boolean source = action.type().category() == ActionCategory.SOURCE;
            others[0] |= !source;
            if (!judge.isKnown(category) || source == (stage == 0) || !judge.hasPlace(category)) {
                return;
            }
            if (source) {
                judge.report(
                        ProblemType.PIPELINE_SOURCE_STAGE,
                        category,
                        "The source action '" + action.name() + "' stands in stage " + (stage + 1) + ".",
                        "Move it into the first stage: source actions stand there and nowhere else.");
            } else {
                judge.report(
                        ProblemType.PIPELINE_SOURCE_STAGE,
                        category,
                        "The action '" + action.name() + "' of the first stage is no source action.",
                        "Move it into a later stage: the first holds source actions only.");
            }
        });
        if (!others[0]) {
            judge.report(
                    ProblemType.PIPELINE_ONLY_SOURCES,
                    "/stages",
                    "All actions of the pipeline are source actions.",
                    "Add a stage with at least one action that does something with the source.");
        }
    }

    private void variables() {
        judge.count("/variables", pipeline.variables().size(), "variables", 0, 50);
        Judge.UniqueNames names = judge.new UniqueNames("variables of a pipeline");
        for (int i = 0; i < pipeline.variables().size(); i++) {
            VariableDeclaration variable = pipeline.variables().get(i);
            String path = "/variables/" + i;
            judge.text(path + "/name", variable.name(), "The variable's name", 128, Characters.NAMESPACE);
            names.add(path + "/name", variable.name());
            variable.defaultValue()
                    .ifPresent(value ->
                            judge.text(path + "/defaultValue", value, "The default value", 1000, Characters.ANY));
            variable.description()
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> judge.text(path + "/description", text, "The description", 200, Characters.ANY));
        }
    }

    /** Things that make CodePipeline treat the pipeline as V2 whatever it says, or refuse it. */
    private void versionTwo() {
        if (pipeline.pipelineType().filter(type -> type == PipelineType.V1).isEmpty()) {
            return;
        }
        if (pipeline.executionMode() != ExecutionMode.SUPERSEDED) {
            needsV2("/executionMode", "The execution mode " + pipeline.executionMode());
        }
        if (!pipeline.variables().isEmpty()) {
            needsV2("/variables", "Pipeline variables");
        }
        if (!pipeline.triggers().isEmpty()) {
            needsV2("/triggers", "Triggers");
        }
        for (int s = 0; s < pipeline.stages().size(); s++) {
            StageDeclaration stage = pipeline.stages().get(s);
            String path = "/stages/" + s;
            stage.beforeEntry().ifPresent(condition -> needsV2(path + "/beforeEntry", "Stage conditions"));
            stage.onSuccess().ifPresent(condition -> needsV2(path + "/onSuccess", "Stage conditions"));
            stage.onFailure().ifPresent(handling -> needsV2(path + "/onFailure", "What a stage does on failure"));
        }
        forEachAction(
                pipeline,
                (stage, action, path) -> ActionTypeCatalogue.find(action.type())
                        .filter(ActionTypeDescription::needsV2)
                        .ifPresent(type -> needsV2(path + "/actionTypeId", "The action type " + type.id())));
    }

    private void needsV2(String path, String what) {
        judge.report(
                ProblemType.PIPELINE_V2_ONLY,
                path,
                what + " needs a pipeline of type V2, and this one says V1.",
                "Write pipelineType V2.");
    }
}
