package dev.penstock.settings;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import dev.penstock.release.TaskSetRoute;
import dev.penstock.traffic.ListenerRuleArn;
import java.util.List;
import java.util.Optional;

/** Reads {@code taskSets}: how requests come to the task sets of a service. */
final class TaskSetSettings {

    private final FieldContext context;

    TaskSetSettings(FieldContext context) {
        this.context = context;
    }

    Optional<TaskSetRoute> read(Fields fields) {
        Optional<String> written = fields.text("listenerRule");
        Optional<ListenerRuleArn> rule = written.flatMap(ListenerRuleArn::of);
        if (rule.isEmpty()) {
            wrong(
                    fields,
                    "listenerRule",
                    written.map(text -> "'" + text + "' is not the ARN of a rule at an Application Load Balancer.")
                            .orElse("Task sets need a rule that divides the requests between them."),
                    "It is like arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener-rule/app/NAME/….");
        }
        List<String> groups = fields.texts("targetGroups");
        boolean areTwo = groups.size() == 2
                && !groups.getFirst().equals(groups.getLast())
                && groups.stream().allMatch(group -> group.contains(":targetgroup/"));
        if (!areTwo) {
            wrong(
                    fields,
                    "targetGroups",
                    "A release goes from one target group to another, and these are not two of them: "
                            + (groups.isEmpty() ? "nothing is said" : String.join(", ", groups)) + ".",
                    "Write two different ones, like arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/….");
        }
        Optional<String> baseline = fields.text("baselineTargetGroup");
        boolean isThird =
                baseline.isEmpty() || (baseline.get().contains(":targetgroup/") && !groups.contains(baseline.get()));
        if (!isThird) {
            wrong(
                    fields,
                    "baselineTargetGroup",
                    "'" + baseline.get() + "' is not the ARN of a third target group.",
                    "Write one that is not among 'targetGroups', like"
                            + " arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/….");
        }
        fields.end();
        return areTwo && isThird
                ? rule.map(arn -> new TaskSetRoute(arn, groups.getFirst(), groups.getLast(), baseline))
                : Optional.empty();
    }

    private void wrong(Fields fields, String field, String what, String right) {
        context.problems()
                .report(
                        ProblemType.SETTINGS_VALUE,
                        fields.span(field),
                        Fields.child(fields.path(), field),
                        what,
                        right);
    }
}
