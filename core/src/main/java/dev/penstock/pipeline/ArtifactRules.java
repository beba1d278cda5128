package dev.penstock.pipeline;

import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules of artifacts: names, and that whatever an action takes in has been put out before. */
final class ArtifactRules {

    private static final int LONGEST_NAME = 100;

    private final Pipeline pipeline;
    private final Judge judge;
    private final Map<String, Moment> producers = new HashMap<>();

    private ArtifactRules(Pipeline pipeline, Judge judge) {
        this.pipeline = pipeline;
        this.judge = judge;
    }

    static void check(Pipeline pipeline, Judge judge) {
        ArtifactRules rules = new ArtifactRules(pipeline, judge);
        rules.outputs();
        rules.inputs();
        rules.ruleInputs();
    }

    /** When an action runs. */
    record Moment(int stage, int runOrder, String action) {

        /** Whether this is certainly over when the other starts. */
        boolean isBefore(Moment other) {
            return stage < other.stage || (stage == other.stage && runOrder < other.runOrder);
        }
    }

    private void outputs() {
        Judge.UniqueNames names = judge.new UniqueNames("output artifacts of a pipeline");
        PipelineRules.forEachAction(pipeline, (stage, action, path) -> {
            for (int i = 0; i < action.outputArtifacts().size(); i++) {
                String at = path + "/outputArtifacts/" + i + "/name";
                String name = action.outputArtifacts().get(i).name();
                judge.text(at, name, "The artifact's name", LONGEST_NAME, Characters.ARTIFACT);
                names.add(at, name);
                producers.putIfAbsent(name, new Moment(stage, action.runOrder(), action.name()));
            }
        });
    }

    private void inputs() {
        PipelineRules.forEachAction(pipeline, (stage, action, path) -> {
            Moment start = new Moment(stage, action.runOrder(), action.name());
            for (int i = 0; i < action.inputArtifacts().size(); i++) {
                String at = path + "/inputArtifacts/" + i + "/name";
                String name = action.inputArtifacts().get(i);
                judge.text(at, name, "The artifact's name", LONGEST_NAME, Characters.ARTIFACT);
                if (exists(at, name)) {
                    inTime(at, name, start);
                }
            }
        });
    }

    private boolean exists(String path, String name) {
        if (name.isEmpty() || !judge.isKnown(path)) {
            return false;
        }
        if (producers.containsKey(name)) {
            return true;
        }
        List<String> known = producers.keySet().stream().sorted().toList();
        judge.report(
                ProblemType.ACTION_INPUT_UNKNOWN,
                path,
                "No action puts out an artifact '" + name + "'.",
                known.isEmpty() ? "Add it to the outputArtifacts of an earlier action." : DidYouMean.hint(name, known));
        return false;
    }

    private void inTime(String path, String name, Moment start) {
        Moment producer = producers.get(name);
        if (producer == null || producer.isBefore(start)) {
            return;
        }
        String message = producer.stage() == start.stage()
                ? "The artifact '" + name + "' is put out by '" + producer.action()
                        + "' in the same stage with run order " + producer.runOrder()
                        + ", and this action has run order " + start.runOrder() + "."
                : "The artifact '" + name + "' is put out by '" + producer.action() + "' in a later stage.";
        judge.report(
                ProblemType.ACTION_INPUT_LATE,
                path,
                message,
                "An artifact must be put out in an earlier stage, or in the same stage with a lower run order.");
    }

    private void ruleInputs() {
        ConditionRules.forEachRule(pipeline, (place, rule, path) -> {
            for (int i = 0; i < rule.inputArtifacts().size(); i++) {
                exists(
                        path + "/inputArtifacts/" + i + "/name",
                        rule.inputArtifacts().get(i));
            }
        });
    }
}
