package dev.penstock.stack.review;

import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Action;
import dev.penstock.stack.ResourceChange.Attribute;
import dev.penstock.stack.ResourceChange.Detail;
import dev.penstock.stack.ResourceChange.Evaluation;
import dev.penstock.stack.ResourceChange.PolicyAction;
import dev.penstock.stack.ResourceChange.Recreation;
import dev.penstock.stack.ResourceChange.Replacement;
import dev.penstock.stack.ResourceChange.Source;
import dev.penstock.stack.ResourceChange.ValueChange;
import dev.penstock.stack.RollbackConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Change sets as CloudFormation describes them, for tests. */
final class Changes {

    private Changes() {}

    static ChangeSet set(String stack, ResourceChange... changes) {
        return new ChangeSet(
                "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/release/" + stack,
                "release",
                "arn:aws:cloudformation:eu-west-1:123456789012:stack/" + stack + "/1",
                stack,
                "",
                ChangeSetStatus.CREATE_COMPLETE,
                "",
                ExecutionStatus.AVAILABLE,
                false,
                Instant.parse("2026-01-01T00:00:00Z"),
                Map.of(),
                Map.of(),
                Set.of(),
                RollbackConfiguration.NONE,
                List.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                List.of(changes));
    }

    static ResourceChange change(
            Action action,
            String logicalId,
            String type,
            Replacement replacement,
            PolicyAction policy,
            Detail... details) {
        return new ResourceChange(
                action,
                logicalId,
                action == Action.ADD ? "" : logicalId.toLowerCase(Locale.ROOT) + "-1",
                type,
                replacement,
                details.length == 0 ? Set.of() : Set.of(Attribute.PROPERTIES),
                policy,
                List.of(details),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    static ResourceChange modify(String logicalId, String type, Replacement replacement, Detail... details) {
        return change(Action.MODIFY, logicalId, type, replacement, PolicyAction.NONE, details);
    }

    static Detail direct(String name, Recreation recreation, String before, String after) {
        return detail(name, recreation, Evaluation.STATIC, Source.DIRECT_MODIFICATION, "", before, after);
    }

    static Detail caused(String name, Recreation recreation, Source source, String entity) {
        return detail(name, recreation, Evaluation.DYNAMIC, source, entity, "", "");
    }

    static Detail detail(
            String name,
            Recreation recreation,
            Evaluation evaluation,
            Source source,
            String entity,
            String before,
            String after) {
        return new Detail(
                Attribute.PROPERTIES,
                name,
                recreation,
                evaluation,
                source,
                entity,
                "/Properties/" + name,
                before.isEmpty() ? Optional.empty() : Optional.of(before),
                after.isEmpty() ? Optional.empty() : Optional.of(after),
                ValueChange.MODIFY);
    }
}
