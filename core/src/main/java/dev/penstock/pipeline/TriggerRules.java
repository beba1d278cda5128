package dev.penstock.pipeline;

import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules of Git triggers. */
final class TriggerRules {

    private static final int MOST_TRIGGERS = 50;
    private static final int MOST_FILTERS = 3;
    private static final int MOST_PATTERNS = 8;
    private static final int LONGEST_PATTERN = 255;

    private final Judge judge;
    private final Map<String, ActionTypeId> sources = new LinkedHashMap<>();

    private TriggerRules(Pipeline pipeline, Judge judge) {
        this.judge = judge;
        PipelineRules.forEachAction(pipeline, (stage, action, path) -> {
            if (action.type().category() == ActionCategory.SOURCE) {
                sources.put(action.name(), action.type());
            }
        });
    }

    static void check(Pipeline pipeline, Judge judge) {
        List<TriggerDeclaration> triggers = pipeline.triggers();
        judge.count("/triggers", triggers.size(), "triggers", 0, MOST_TRIGGERS);
        TriggerRules rules = new TriggerRules(pipeline, judge);
        Judge.UniqueNames names = judge.new UniqueNames("source actions of triggers");
        for (int i = 0; i < triggers.size(); i++) {
            String path = "/triggers/" + i + "/gitConfiguration";
            names.add(path + "/sourceActionName", triggers.get(i).sourceActionName());
            rules.trigger(triggers.get(i), path);
        }
    }

    private void trigger(TriggerDeclaration trigger, String path) {
        String at = path + "/sourceActionName";
        String name = trigger.sourceActionName();
        if (!name.isEmpty() && judge.isKnown(at)) {
            source(at, name);
        }
        filters(path + "/push", trigger.push());
        filters(path + "/pullRequest", trigger.pullRequest());
    }

    private void source(String path, String name) {
        ActionTypeId type = sources.get(name);
        if (type == null) {
            judge.report(
                    ProblemType.PIPELINE_TRIGGER,
                    path,
                    "The pipeline has no source action '" + name + "'.",
                    sources.isEmpty() ? "Name a source action." : DidYouMean.hint(name, sources.keySet()));
        } else if (!type.provider().equals(TriggerBinder.PROVIDER)) {
            judge.report(
                    ProblemType.PIPELINE_TRIGGER,
                    path,
                    "The source action '" + name + "' is of the type " + type + ", which has no triggers.",
                    "Triggers work for " + TriggerBinder.PROVIDER + " only.");
        }
    }

    private void filters(String path, List<GitFilter> filters) {
        judge.count(path, filters.size(), "filters", 0, MOST_FILTERS);
        for (int i = 0; i < filters.size(); i++) {
            GitFilter filter = filters.get(i);
            String at = path + "/" + i;
            judge.count(at + "/events", filter.events().size(), "events", 0, 3);
            filter.branches().ifPresent(patterns -> patterns(at + "/branches", patterns));
            filter.tags().ifPresent(patterns -> patterns(at + "/tags", patterns));
            filter.filePaths().ifPresent(patterns -> patterns(at + "/filePaths", patterns));
            if (filter.tags().isPresent()
                    && (filter.branches().isPresent() || filter.filePaths().isPresent())) {
                judge.report(
                        ProblemType.PIPELINE_TRIGGER,
                        at,
                        "A filter cannot have tags together with branches or filePaths.",
                        "Write two filters: one of them is enough to start the pipeline.");
            }
        }
    }

    private void patterns(String path, GitFilter.Patterns patterns) {
        list(path + "/includes", patterns.includes());
        list(path + "/excludes", patterns.excludes());
    }

    private void list(String path, List<String> patterns) {
        judge.count(path, patterns.size(), "patterns", 0, MOST_PATTERNS);
        for (int i = 0; i < patterns.size(); i++) {
            judge.text(path + "/" + i, patterns.get(i), "The pattern", LONGEST_PATTERN, Characters.ANY);
        }
    }
}
