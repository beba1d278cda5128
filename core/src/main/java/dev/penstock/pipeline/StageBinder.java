package dev.penstock.pipeline;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Binds {@code stages}: their actions, conditions and failure handling. */
final class StageBinder {

    private static final List<String> FAILURE_RESULTS = List.of("ROLLBACK", "FAIL", "RETRY", "SKIP");

    private final Binding binding;
    private final ActionBinder actions;

    StageBinder(Binding binding) {
        this.binding = binding;
        this.actions = new ActionBinder(binding);
    }

    StageDeclaration stage(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        String name = fields.requireText("name");
        fields.requirePresent("actions");
        StageDeclaration stage = new StageDeclaration(
                name,
                fields.list("actions", actions::action),
                fields.mapping("beforeEntry").map(this::conditions),
                fields.mapping("onSuccess").map(this::conditions),
                fields.mapping("onFailure").map(this::onFailure));
        blockers(fields);
        fields.end();
        return stage;
    }

    private void blockers(Fields stage) {
        List<String> names = stage.list("blockers", (node, path) -> {
            Fields fields = Fields.of(node, path, binding.fields());
            String name = fields.requireText("name");
            String type = fields.requireText("type");
            if (!type.isEmpty() && !type.equals("Schedule")) {
                binding.unknownWord(Fields.child(path, "type"), type, List.of("Schedule"));
            }
            fields.end();
            return name;
        });
        if (!names.isEmpty()) {
            binding.fields()
                    .problems()
                    .report(
                            ProblemType.PIPELINE_BLOCKERS,
                            stage.span("blockers"),
                            Fields.child(stage.path(), "blockers"),
                            "Blockers are reserved by AWS and have no effect, there or here.");
        }
    }

    /** A mapping with {@code conditions}, a list of exactly one. */
    private ConditionDeclaration conditions(Fields fields) {
        fields.requirePresent("conditions");
        Optional<ConditionDeclaration> condition = onlyCondition(fields);
        fields.end();
        return condition.orElse(new ConditionDeclaration("", List.of()));
    }

    private Optional<ConditionDeclaration> onlyCondition(Fields fields) {
        List<ConditionDeclaration> conditions = fields.list("conditions", this::condition);
        if (fields.has("conditions") && conditions.size() != 1) {
            binding.fields()
                    .problems()
                    .report(
                            ProblemType.PIPELINE_CONDITION,
                            fields.span("conditions"),
                            Fields.child(fields.path(), "conditions"),
                            "A list of conditions holds exactly one condition; this one holds " + conditions.size()
                                    + ".",
                            "Put up to five rules into the one condition.");
        }
        return conditions.stream().findFirst();
    }

    private ConditionDeclaration condition(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        // Whether the result fits is a matter of where the condition stands: see ConditionRules.
        ConditionDeclaration condition =
                new ConditionDeclaration(fields.text("result").orElse(""), fields.list("rules", this::rule));
        fields.end();
        return condition;
    }

    private RuleDeclaration rule(SourceNode node, String path) {
        Fields fields = Fields.of(node, path, binding.fields());
        String name = fields.requireText("name");
        fields.requirePresent("ruleTypeId");
        String provider = fields.mapping("ruleTypeId").map(this::ruleProvider).orElse("");
        RuleDeclaration rule = new RuleDeclaration(
                name,
                provider,
                fields.textMap("configuration"),
                fields.texts("commands"),
                fields.list("inputArtifacts", actions::artifactName),
                fields.text("roleArn"),
                fields.text("region"),
                fields.integer("timeoutInMinutes"));
        fields.end();
        return rule;
    }

    private String ruleProvider(Fields type) {
        String category = type.requireText("category");
        if (!category.isEmpty() && !category.equals("Rule")) {
            binding.unknownWord(Fields.child(type.path(), "category"), category, List.of("Rule"));
        }
        String owner = type.text("owner").orElse("AWS");
        if (!owner.equals("AWS")) {
            binding.unknownWord(Fields.child(type.path(), "owner"), owner, List.of("AWS"));
        }
        String provider = type.requireText("provider");
        String version = type.text("version").orElse("1");
        if (!version.equals("1")) {
            binding.unknownWord(Fields.child(type.path(), "version"), version, List.of("1"));
        }
        type.end();
        return provider;
    }

    private FailureHandling onFailure(Fields fields) {
        Optional<String> result = fields.text("result");
        result.filter(word -> !FAILURE_RESULTS.contains(word))
                .ifPresent(word -> binding.unknownWord(Fields.child(fields.path(), "result"), word, FAILURE_RESULTS));
        Optional<RetryMode> retryMode = fields.mapping("retryConfiguration").flatMap(this::retryMode);
        FailureHandling handling = new FailureHandling(result, retryMode, onlyCondition(fields));
        fields.end();
        return handling;
    }

    private Optional<RetryMode> retryMode(Fields fields) {
        Optional<String> text = fields.text("retryMode");
        fields.end();
        Optional<RetryMode> mode = text.flatMap(word -> Arrays.stream(RetryMode.values())
                .filter(candidate -> candidate.name().equals(word))
                .findFirst());
        if (text.isPresent() && mode.isEmpty()) {
            List<String> allowed =
                    Arrays.stream(RetryMode.values()).map(Enum::name).toList();
            binding.unknownWord(Fields.child(fields.path(), "retryMode"), text.get(), allowed);
        }
        return mode;
    }
}
