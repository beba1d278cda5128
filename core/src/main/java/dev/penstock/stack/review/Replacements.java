package dev.penstock.stack.review;

import dev.penstock.stack.ResourceChange;
import dev.penstock.stack.ResourceChange.Detail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether each resource of a change set is replaced. CloudFormation says {@code Conditional} where that depends on a value
 * that is known only later; often it can be proven all the same, by following where the value comes from: a resource that
 * stays the same keeps its id, one that is replaced gets another.
 */
final class Replacements {

    /** What CloudFormation writes in place of a value that is known only when the change is carried out. */
    static final String KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

    private final Map<String, ResourceChange> changes = new LinkedHashMap<>();
    private final Map<String, Replaced> known = new HashMap<>();
    private final Set<String> underway = new HashSet<>();

    /** Of the changes of one stack. */
    Replacements(List<ResourceChange> all) {
        all.forEach(change -> changes.put(change.logicalId(), change));
    }

    /** Whether a resource is replaced. One that the change set does not name stays as it is. */
    Replaced of(String logicalId) {
        ResourceChange change = changes.get(logicalId);
        if (change == null) {
            return Replaced.NO;
        }
        Replaced before = known.get(logicalId);
        if (before != null) {
            return before;
        }
        if (!underway.add(logicalId)) {
            return Replaced.PERHAPS;
        }
        Replaced found = resolve(change);
        underway.remove(logicalId);
        known.put(logicalId, found);
        return found;
    }

    private Replaced resolve(ResourceChange change) {
        return switch (change.action()) {
            case ADD, IMPORT, REMOVE, SYNC_WITH_ACTUAL -> Replaced.NO;
            case DYNAMIC, UNKNOWN -> Replaced.PERHAPS;
            case MODIFY ->
                switch (change.replacement()) {
                    case TRUE -> Replaced.YES;
                    case FALSE, NONE -> Replaced.NO;
                    case UNKNOWN -> Replaced.PERHAPS;
                    case CONDITIONAL -> byDetails(change);
                };
        };
    }

    private Replaced byDetails(ResourceChange change) {
        Replaced all = Replaced.NO;
        boolean asked = false;
        for (List<Detail> ofOneValue : grouped(change).values()) {
            if (ofOneValue.stream().anyMatch(Replacements::mayReplace)) {
                all = all.or(of(ofOneValue));
                asked = true;
            }
        }
        return asked ? all : Replaced.PERHAPS;
    }

    /** The details of a change by the value that they are about: one for each cause. */
    static Map<String, List<Detail>> grouped(ResourceChange change) {
        Map<String, List<Detail>> groups = new LinkedHashMap<>();
        for (Detail detail : change.details()) {
            groups.computeIfAbsent(path(detail), path -> new ArrayList<>()).add(detail);
        }
        return groups;
    }

    /** A value's path for people and for data: without {@code /Properties/}. */
    static String path(Detail detail) {
        String properties = "/Properties/";
        if (detail.path().startsWith(properties)) {
            return detail.path().substring(properties.length());
        }
        if (!detail.path().isEmpty()) {
            return detail.path().substring(detail.path().startsWith("/") ? 1 : 0);
        }
        return detail.name().isEmpty() ? attribute(detail.attribute()) : detail.name();
    }

    private static String attribute(ResourceChange.Attribute attribute) {
        return switch (attribute) {
            case PROPERTIES -> "Properties";
            case METADATA -> "Metadata";
            case CREATION_POLICY -> "CreationPolicy";
            case UPDATE_POLICY -> "UpdatePolicy";
            case DELETION_POLICY -> "DeletionPolicy";
            case UPDATE_REPLACE_POLICY -> "UpdateReplacePolicy";
            case TAGS -> "Tags";
            case UNKNOWN -> "(unknown)";
        };
    }

    private static boolean mayReplace(Detail detail) {
        return detail.recreation() != ResourceChange.Recreation.NEVER;
    }

    /** Whether the change of one value replaces the resource. */
    Replaced of(List<Detail> ofOneValue) {
        Replaced all = Replaced.NO;
        boolean traced =
                ofOneValue.stream().anyMatch(detail -> !detail.causingEntity().isEmpty());
        for (Detail detail : ofOneValue) {
            boolean says = !traced
                    || !detail.causingEntity().isEmpty()
                    || detail.evaluation() == ResourceChange.Evaluation.STATIC;
            if (says && mayReplace(detail)) {
                all = all.or(of(detail));
            }
        }
        return all;
    }

    private Replaced of(Detail detail) {
        Optional<Boolean> differs = differs(detail);
        if (differs.isPresent() && !differs.get()) {
            return Replaced.NO;
        }
        if (detail.recreation() != ResourceChange.Recreation.ALWAYS) {
            return Replaced.PERHAPS;
        }
        if (differs.isPresent() || detail.evaluation() == ResourceChange.Evaluation.STATIC) {
            return Replaced.YES;
        }
        return switch (detail.source()) {
            case RESOURCE_REFERENCE -> identity(detail.causingEntity());
            case RESOURCE_ATTRIBUTE -> attribute(detail.causingEntity());
            case PARAMETER_REFERENCE, DIRECT_MODIFICATION, AUTOMATIC, NO_MODIFICATION, UNKNOWN -> Replaced.PERHAPS;
        };
    }

    /** Whether a value differs, if both are told. */
    static Optional<Boolean> differs(Detail detail) {
        if (detail.before().isEmpty() || detail.after().isEmpty() || isKnownLater(detail)) {
            return Optional.empty();
        }
        return Optional.of(!detail.before().equals(detail.after()));
    }

    static boolean isKnownLater(Detail detail) {
        return detail.after().filter(after -> after.contains(KNOWN_AFTER_APPLY)).isPresent();
    }

    /** {@code Ref} gives another id exactly if the resource is another one. */
    private Replaced identity(String logicalId) {
        ResourceChange cause = changes.get(logicalId);
        return cause != null && cause.action() == ResourceChange.Action.ADD ? Replaced.YES : of(logicalId);
    }

    private Replaced attribute(String entity) {
        int dot = entity.indexOf('.');
        String logicalId = dot < 0 ? entity : entity.substring(0, dot);
        String name = dot < 0 ? "" : entity.substring(dot + 1);
        Replaced cause = identity(logicalId);
        if (isIdentity(name)) {
            return cause;
        }
        if (cause == Replaced.NO && changes.containsKey(logicalId)) {
            return isUntouched(changes.get(logicalId), name) ? Replaced.NO : Replaced.PERHAPS;
        }
        // Another resource may well have the same port or the same suffix as the one before it.
        return cause == Replaced.NO ? Replaced.NO : Replaced.PERHAPS;
    }

    /** ARNs and ids are given once and are never used again ("Fn::GetAtt", return values of the types). */
    private static boolean isIdentity(String attribute) {
        return attribute.endsWith("Arn") || attribute.endsWith("ARN") || attribute.endsWith("Id");
    }

    /** Whether an attribute shows a property that the resource has and that does not change. */
    private static boolean isUntouched(ResourceChange cause, String attribute) {
        boolean changes = cause.details().stream()
                .anyMatch(detail ->
                        path(detail).equals(attribute) || detail.name().equals(attribute));
        boolean isProperty = cause.afterContext()
                .filter(json -> json.contains("\"" + attribute + "\""))
                .isPresent();
        return isProperty && !changes;
    }
}
