package dev.penstock.pipeline;

import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of stage conditions, of the managed rules in them, and of what a stage does on failure. */
final class ConditionRules {

    /** The managed rules and the configuration keys that each needs (user guide, rule structure reference). */
    private static final Map<String, List<String>> RULES = rules();

    private final Pipeline pipeline;
    private final Judge judge;

    private ConditionRules(Pipeline pipeline, Judge judge) {
        this.pipeline = pipeline;
        this.judge = judge;
    }

    private static Map<String, List<String>> rules() {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        rules.put("CloudWatchAlarm", List.of("AlarmName"));
        rules.put("CodeBuild", List.of("ProjectName"));
        rules.put("Commands", List.of());
        rules.put("DeploymentWindow", List.of("Cron"));
        rules.put("LambdaInvoke", List.of("FunctionName"));
        rules.put("VariableCheck", List.of("Variable", "Value", "Operator"));
        return rules;
    }

    /** A condition's stage and kind. */
    record Place(int stage, ConditionKind kind) {

        String path() {
            return "/stages/" + stage + "/" + kind.field();
        }

        /** The results that a condition may have there (user guide, stage conditions). */
        private List<String> results() {
            return switch (kind) {
                case BEFORE_ENTRY -> List.of("FAIL", "SKIP");
                case ON_SUCCESS -> List.of("ROLLBACK", "FAIL");
                case ON_FAILURE -> List.of("ROLLBACK");
            };
        }
    }

    /** Does something for every rule. */
    interface RuleVisitor {

        /** A rule, where its condition stands, and its path. */
        void visit(Place place, RuleDeclaration rule, String path);
    }

    private interface ConditionVisitor {
        void visit(Place place, ConditionDeclaration condition, String path);
    }

    static void check(Pipeline pipeline, Judge judge) {
        ConditionRules rules = new ConditionRules(pipeline, judge);
        forEachCondition(pipeline, rules::condition);
        forEachRule(pipeline, (place, rule, path) -> rules.rule(rule, path));
        rules.failureHandling();
    }

    static void forEachRule(Pipeline pipeline, RuleVisitor visitor) {
        forEachCondition(pipeline, (place, condition, path) -> {
            for (int i = 0; i < condition.rules().size(); i++) {
                visitor.visit(place, condition.rules().get(i), path + "/rules/" + i);
            }
        });
    }

    private static void forEachCondition(Pipeline pipeline, ConditionVisitor visitor) {
        for (int s = 0; s < pipeline.stages().size(); s++) {
            StageDeclaration stage = pipeline.stages().get(s);
            visit(new Place(s, ConditionKind.BEFORE_ENTRY), stage.beforeEntry(), visitor);
            visit(new Place(s, ConditionKind.ON_SUCCESS), stage.onSuccess(), visitor);
            visit(
                    new Place(s, ConditionKind.ON_FAILURE),
                    stage.onFailure().flatMap(FailureHandling::condition),
                    visitor);
        }
    }

    private static void visit(Place place, Optional<ConditionDeclaration> condition, ConditionVisitor visitor) {
        condition.ifPresent(present -> visitor.visit(place, present, place.path() + "/conditions/0"));
    }

    private void condition(Place place, ConditionDeclaration condition, String path) {
        String at = path + "/result";
        List<String> allowed = place.results();
        if (!condition.result().isEmpty() && !allowed.contains(condition.result()) && judge.isKnown(at)) {
            judge.report(
                    ProblemType.PIPELINE_CONDITION,
                    at,
                    "The result " + condition.result() + " is not possible for "
                            + place.kind().field() + ".",
                    "Possible are " + String.join(" and ", allowed) + ".");
        }
        rollback(place.stage(), at, condition.result());
        Judge.UniqueNames names = judge.new UniqueNames("rules of a condition");
        for (int i = 0; i < condition.rules().size(); i++) {
            names.add(path + "/rules/" + i + "/name", condition.rules().get(i).name());
        }
        if (judge.hasPlace(path)) {
            judge.count(path + "/rules", condition.rules().size(), "rules", 1, 5);
        }
        if (place.kind() == ConditionKind.BEFORE_ENTRY && condition.result().equals("SKIP")) {
            for (int i = 0; i < condition.rules().size(); i++) {
                skippable(condition.rules().get(i), path + "/rules/" + i);
            }
        }
    }

    private void skippable(RuleDeclaration rule, String path) {
        List<String> able = List.of("LambdaInvoke", "VariableCheck");
        if (RULES.containsKey(rule.provider()) && !able.contains(rule.provider())) {
            judge.report(
                    ProblemType.PIPELINE_CONDITION,
                    path + "/ruleTypeId/provider",
                    "The rule " + rule.provider() + " cannot decide whether a stage is skipped.",
                    "With the result SKIP, use " + String.join(" or ", able) + ".");
        }
    }

    private void rollback(int stage, String path, String result) {
        if (result.equals("ROLLBACK") && stage == 0) {
            judge.report(
                    ProblemType.PIPELINE_CONDITION,
                    path,
                    "The first stage cannot be rolled back: its sources are what everything else goes back to.",
                    "Use another result.");
        }
        if (result.equals("ROLLBACK") && pipeline.executionMode() == ExecutionMode.PARALLEL) {
            judge.report(
                    ProblemType.PIPELINE_CONDITION,
                    path,
                    "Stages are not rolled back in the execution mode PARALLEL.",
                    "Use SUPERSEDED or QUEUED, or another result.");
        }
    }

    private void rule(RuleDeclaration rule, String path) {
        judge.text(path + "/name", rule.name(), "The rule's name", 100, Characters.NAME);
        rule.timeoutInMinutes()
                .ifPresent(minutes -> judge.range(path + "/timeoutInMinutes", minutes, "The timeout", 5, 86_400));
        rule.roleArn().ifPresent(arn -> PipelineRules.roleArn(path + "/roleArn", arn, judge));
        rule.configuration().forEach((key, value) -> {
            if (!value.isEmpty()) {
                judge.text(
                        Judge.at(path + "/configuration", key), value, "The value of " + key, 10_000, Characters.ANY);
            }
        });
        String at = path + "/ruleTypeId/provider";
        if (rule.provider().isEmpty() || !judge.isKnown(at)) {
            return;
        }
        List<String> required = RULES.get(rule.provider());
        if (required == null) {
            judge.report(
                    ProblemType.PIPELINE_CONDITION,
                    at,
                    "There is no rule '" + rule.provider() + "'.",
                    DidYouMean.hint(rule.provider(), RULES.keySet()));
            return;
        }
        for (String key : required) {
            if (!rule.configuration().containsKey(key) && judge.isKnown(path + "/configuration")) {
                judge.report(
                        ProblemType.ACTION_KEY_MISSING,
                        path + "/configuration",
                        "The configuration of the rule '" + rule.name() + "' lacks " + key + ".",
                        "The rule " + rule.provider() + " needs it.");
            }
        }
        if (rule.provider().equals("Commands") && rule.commands().isEmpty()) {
            judge.report(
                    ProblemType.ACTION_KEY_MISSING,
                    path,
                    "The rule '" + rule.name() + "' has no commands.",
                    "Add a list 'commands' beside its configuration.");
        }
    }

    private void failureHandling() {
        for (int s = 0; s < pipeline.stages().size(); s++) {
            int stage = s;
            String path = "/stages/" + s + "/onFailure";
            pipeline.stages().get(s).onFailure().ifPresent(handling -> {
                rollback(stage, path + "/result", handling.result().orElse(""));
                if (handling.result().orElse("").equals("SKIP")) {
                    judge.report(
                            ProblemType.PIPELINE_CONDITION,
                            path + "/result",
                            "A stage that has failed cannot be passed over.",
                            "Possible are ROLLBACK and RETRY.");
                }
                boolean retry = handling.result().orElse("").equals("RETRY");
                if (retry && handling.condition().isPresent()) {
                    judge.report(
                            ProblemType.PIPELINE_CONDITION,
                            path,
                            "A stage that is retried on failure cannot have failure conditions too.",
                            "Keep either the result RETRY or the conditions.");
                }
            });
        }
    }
}
