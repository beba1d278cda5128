package dev.penstock.stack.review;

import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Detail;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds out what a change set means. Pure: asks nobody but the function that knows nested change sets. */
public final class ChangeSetReviewer {

    /** Nested stacks within nested stacks; CloudFormation's own guides advise against more than a few. */
    private static final int DEEPEST = 20;

    private final ResourceFacts facts = ResourceFacts.get();
    private final Function<String, Optional<ChangeSet>> nested;
    private final List<ReviewedChange> reviewed = new ArrayList<>();

    private ChangeSetReviewer(Function<String, Optional<ChangeSet>> nested) {
        this.nested = nested;
    }

    /**
     * Reviews a change set.
     *
     * @param changes complete, with property values if they were asked for
     * @param template where its template's parts stand; {@link TemplateMap#none()} if that is not known
     * @param nested the change set of that ARN, for nested stacks; asked once for each
     */
    public static ChangeSetReview review(
            ChangeSet changes, TemplateMap template, Function<String, Optional<ChangeSet>> nested) {
        ChangeSetReviewer reviewer = new ChangeSetReviewer(nested);
        reviewer.stack(changes, template, "", 0);
        return new ChangeSetReview(
                changes.stackName(), changes.id(), changes.name(), changes.digest(), reviewer.reviewed);
    }

    private void stack(ChangeSet changes, TemplateMap template, String prefix, int depth) {
        Replacements replacements = new Replacements(changes.changes());
        for (ResourceChange change : changes.changes()) {
            reviewed.add(resource(change, replacements, template, prefix));
            if (depth < DEEPEST) {
                change.nestedChangeSetId()
                        .flatMap(nested)
                        .ifPresent(inner ->
                                stack(inner, TemplateMap.none(), prefix + change.logicalId() + ".", depth + 1));
            }
        }
    }

    private ReviewedChange resource(
            ResourceChange change, Replacements replacements, TemplateMap template, String prefix) {
        ReviewedChange.Effect effect = effect(change, replacements.of(change.logicalId()));
        List<PropertyChange> properties = new ArrayList<>();
        if (change.action() == ResourceChange.Action.MODIFY) {
            Replacements.grouped(change)
                    .forEach(
                            (path, details) -> properties.add(property(change, path, details, replacements, template)));
        }
        boolean interrupted =
                effect == ReviewedChange.Effect.UPDATE && properties.stream().anyMatch(PropertyChange::interrupts);
        Set<Consequence> consequences = consequences(change, effect, interrupted);
        return new ReviewedChange(
                prefix + change.logicalId(),
                change.type(),
                change.physicalId(),
                effect,
                consequences,
                effect != ReviewedChange.Effect.PERHAPS_REPLACE && effect != ReviewedChange.Effect.UNKNOWN,
                explanation(change, effect, consequences),
                properties);
    }

    private static ReviewedChange.Effect effect(ResourceChange change, Replaced replaced) {
        return switch (change.action()) {
            case ADD -> ReviewedChange.Effect.ADD;
            case IMPORT -> ReviewedChange.Effect.IMPORT;
            case REMOVE ->
                change.policyAction() == ResourceChange.PolicyAction.RETAIN
                        ? ReviewedChange.Effect.LET_GO
                        : ReviewedChange.Effect.REMOVE;
            case SYNC_WITH_ACTUAL -> ReviewedChange.Effect.UPDATE;
            case DYNAMIC, UNKNOWN -> ReviewedChange.Effect.UNKNOWN;
            case MODIFY ->
                switch (replaced) {
                    case YES -> ReviewedChange.Effect.REPLACE;
                    case PERHAPS -> ReviewedChange.Effect.PERHAPS_REPLACE;
                    case NO -> ReviewedChange.Effect.UPDATE;
                };
        };
    }

    private Set<Consequence> consequences(
            ResourceChange change, ReviewedChange.Effect effect, boolean interruptedInPlace) {
        Set<Consequence> all = EnumSet.noneOf(Consequence.class);
        boolean holdsData = facts.holds(change.type()).isPresent();
        switch (effect) {
            case REPLACE, PERHAPS_REPLACE -> {
                all.add(Consequence.NEW_PHYSICAL_ID);
                if (facts.isOnTheWayOfRequests(change.type())) {
                    all.add(Consequence.INTERRUPTION);
                }
                if (holdsData) {
                    all.add(ofReplacedData(change.policyAction()));
                }
            }
            case REMOVE -> {
                if (holdsData) {
                    all.add(
                            change.policyAction() == ResourceChange.PolicyAction.SNAPSHOT
                                    ? Consequence.DATA_SET_ASIDE
                                    : Consequence.DATA_LOSS);
                }
                if (facts.isOnTheWayOfRequests(change.type())) {
                    all.add(Consequence.INTERRUPTION);
                }
            }
            case UPDATE -> {
                if (interruptedInPlace) {
                    all.add(Consequence.INTERRUPTION);
                }
            }
            case UNKNOWN -> {
                if (holdsData) {
                    all.add(Consequence.DATA_LOSS);
                }
            }
            case ADD, IMPORT, LET_GO -> {}
        }
        return all;
    }

    /** {@code PolicyAction} says what becomes of the old one; where it says nothing, the old one is deleted. */
    private static Consequence ofReplacedData(ResourceChange.PolicyAction policy) {
        return switch (policy) {
            case REPLACE_AND_RETAIN, RETAIN, REPLACE_AND_SNAPSHOT, SNAPSHOT -> Consequence.DATA_SET_ASIDE;
            case NONE, DELETE, REPLACE_AND_DELETE, UNKNOWN -> Consequence.DATA_LOSS;
        };
    }

    private String explanation(ResourceChange change, ReviewedChange.Effect effect, Set<Consequence> consequences) {
        String holds = facts.holds(change.type()).orElse("");
        if (consequences.contains(Consequence.DATA_LOSS)) {
            return switch (effect) {
                case REMOVE -> "Its " + holds + " are deleted with it; 'DeletionPolicy: Retain' would keep them.";
                case UNKNOWN -> "Whether its " + holds + " stay cannot be told from the change set.";
                default ->
                    "The new one begins empty, and the old one is deleted with its " + holds
                            + "; 'UpdateReplacePolicy: Retain' would keep it.";
            };
        }
        if (consequences.contains(Consequence.DATA_SET_ASIDE)) {
            boolean snapshot = change.policyAction() == ResourceChange.PolicyAction.SNAPSHOT
                    || change.policyAction() == ResourceChange.PolicyAction.REPLACE_AND_SNAPSHOT;
            String where = snapshot ? "a snapshot keeps its " : "the old one stays, outside of the stack, with its ";
            return effect == ReviewedChange.Effect.REMOVE
                    ? "It is deleted; " + where + holds + "."
                    : "The new one begins empty; " + where + holds + ".";
        }
        return effect == ReviewedChange.Effect.LET_GO
                ? "It goes on to exist, and to cost, without belonging to a stack."
                : "";
    }

    private PropertyChange property(
            ResourceChange change, String path, List<Detail> details, Replacements replacements, TemplateMap template) {
        Detail first = details.getFirst();
        boolean ofProperties = first.attribute() == ResourceChange.Attribute.PROPERTIES;
        boolean knownLater = details.stream().anyMatch(Replacements::isKnownLater)
                || (first.after().isEmpty()
                        && details.stream().allMatch(d -> d.evaluation() == ResourceChange.Evaluation.DYNAMIC));
        Set<Cause> causes = new LinkedHashSet<>();
        for (Detail detail : details) {
            boolean isEcho = detail.causingEntity().isEmpty()
                    && detail.evaluation() == ResourceChange.Evaluation.DYNAMIC
                    && details.size() > 1;
            if (!isEcho) {
                causes.add(cause(change.logicalId(), path, detail, template));
            }
        }
        if (causes.isEmpty()) {
            causes.add(cause(change.logicalId(), path, first, template));
        }
        return new PropertyChange(
                path,
                first.before(),
                knownLater ? Optional.empty() : first.after(),
                knownLater,
                replacements.of(details),
                ofProperties && facts.interrupts(change.type(), path),
                List.copyOf(causes));
    }

    private static Cause cause(String logicalId, String path, Detail detail, TemplateMap template) {
        String entity = detail.causingEntity();
        return switch (detail.source()) {
            case PARAMETER_REFERENCE -> new Cause.Parameter(entity, template.parameter(entity));
            case RESOURCE_REFERENCE -> new Cause.Resource(entity, "", template.resource(entity));
            case RESOURCE_ATTRIBUTE -> {
                int dot = entity.indexOf('.');
                String resource = dot < 0 ? entity : entity.substring(0, dot);
                yield new Cause.Resource(
                        resource, dot < 0 ? "" : entity.substring(dot + 1), template.resource(resource));
            }
            case DIRECT_MODIFICATION -> new Cause.Template(template.property(logicalId, path));
            case AUTOMATIC -> new Cause.Nested();
            case NO_MODIFICATION -> new Cause.Drift();
            case UNKNOWN -> new Cause.Unknown();
        };
    }
}
