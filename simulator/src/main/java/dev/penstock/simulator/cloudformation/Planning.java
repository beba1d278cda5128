package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackStore.Leftover;
import dev.penstock.simulator.cloudformation.Work.Action;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;

/** Which work a phase of an operation consists of. */
final class Planning {

    private static final String RETAIN = "Retain";

    /** What was there before the stack took it in stays when that fails. */
    private static final String IMPORTED = "Imported";

    private final StackStore store;
    private final Function<StackRow, Blueprint> blueprints;
    private final UnaryOperator<StackRow> fixing;

    /** @param fixing puts the snippets that a template takes from elsewhere into it for good */
    Planning(StackStore store, Function<StackRow, Blueprint> blueprints, UnaryOperator<StackRow> fixing) {
        this.store = store;
        this.blueprints = blueprints;
        this.fixing = fixing;
    }

    /**
     * All work of the operation's phase.
     *
     * @throws ServiceError when the template cannot be carried out
     */
    List<Work> plan(StackOperation operation) {
        return switch (operation.phase()) {
            case FORWARD ->
                switch (operation.kind()) {
                    case CREATE, UPDATE -> applications(operation);
                    case IMPORT -> imports(operation);
                    case DELETE -> deletions(operation.stackId(), standing(operation.stackId()), List.of());
                };
            case CLEANUP -> cleanup(operation);
            case ROLLBACK ->
                switch (operation.kind()) {
                    case CREATE -> deletions(operation.stackId(), begun(operation.stackId()), List.of());
                    case UPDATE -> restorations(operation);
                    case IMPORT -> forgetting(operation);
                    case DELETE -> List.of();
                };
            case ROLLBACK_CLEANUP ->
                deletions(
                        operation.stackId(),
                        store.resourcesOf(operation.stackId()).stream()
                                .filter(ResourceRow::fresh)
                                .toList(),
                        store.leftoversOf(operation.stackId()));
            case MONITORING, HELD, FAILED, OVER -> List.of();
        };
    }

    private List<Work> applications(StackOperation operation) {
        StackRow stack = fixing.apply(store.stack(operation.stackId()));
        store.put(stack);
        Blueprint blueprint = blueprints.apply(stack);
        Map<String, Set<String>> dependencies = blueprint.dependencies();
        List<Work> all = new ArrayList<>();
        Map<String, ResourceToImport> imported = new HashMap<>();
        wanted(operation).forEach(one -> imported.put(one.logicalResourceId(), one));
        for (String logicalId : blueprint.active()) {
            ResourceToImport existing = imported.get(logicalId);
            all.add(Work.waiting(
                    operation.stackId(),
                    logicalId,
                    blueprint.declared(logicalId).type(),
                    existing == null ? Action.APPLY : Action.IMPORT,
                    List.copyOf(dependencies.getOrDefault(logicalId, Set.of())),
                    existing == null
                            ? ResourceRow.State.none()
                            : new ResourceRow.State(
                                    String.join(
                                            "|", existing.resourceIdentifier().values()),
                                    "{}",
                                    "{}")));
        }
        return all;
    }

    /** What the change set that is carried out takes into the stack. */
    private List<ResourceToImport> wanted(StackOperation operation) {
        return store.changeSets
                .get(operation.stackId() + " " + operation.options().changeSetId())
                .map(ChangeSetRow::imports)
                .orElse(List.of());
    }

    private List<Work> imports(StackOperation operation) {
        List<Work> all = new ArrayList<>();
        for (ResourceToImport one : wanted(operation)) {
            String physicalId = String.join("|", one.resourceIdentifier().values());
            all.add(Work.waiting(
                    operation.stackId(),
                    one.logicalResourceId(),
                    one.resourceType(),
                    Action.IMPORT,
                    List.of(),
                    new ResourceRow.State(physicalId, "{}", "{}")));
        }
        return all;
    }

    private List<Work> forgetting(StackOperation operation) {
        return store.resourcesOf(operation.stackId()).stream()
                .filter(ResourceRow::fresh)
                .map(row -> Work.waiting(
                        row.stackId(), row.logicalId(), row.type(), Action.RESTORE, List.of(), row.state()))
                .toList();
    }

    private List<Work> restorations(StackOperation operation) {
        StackRow before = operation.before().orElseThrow();
        Map<String, Set<String>> dependencies = blueprints.apply(before).dependencies();
        return store.resourcesOf(operation.stackId()).stream()
                .filter(row -> row.before().isPresent())
                .map(row -> Work.waiting(
                        row.stackId(),
                        row.logicalId(),
                        row.type(),
                        Action.RESTORE,
                        List.copyOf(dependencies.getOrDefault(row.logicalId(), Set.of())),
                        row.before().orElseThrow()))
                .toList();
    }

    private List<ResourceRow> standing(String stackId) {
        return store.resourcesOf(stackId).stream().filter(ResourceRow::isThere).toList();
    }

    /** What a failed creation has at least tried to make. */
    private List<ResourceRow> begun(String stackId) {
        return store.resourcesOf(stackId).stream()
                .filter(row -> !row.status().startsWith("DELETE_COMPLETE")
                        && !row.status().startsWith("DELETE_SKIPPED"))
                .toList();
    }

    /** What there is and is no longer in the template. */
    List<ResourceRow> removed(String stackId) {
        Set<String> active = Set.copyOf(blueprints.apply(store.stack(stackId)).active());
        return standing(stackId).stream()
                .filter(row -> !active.contains(row.logicalId()))
                .toList();
    }

    private List<Work> cleanup(StackOperation operation) {
        Set<String> active =
                Set.copyOf(blueprints.apply(store.stack(operation.stackId())).active());
        List<ResourceRow> removed = removed(operation.stackId());
        List<Leftover> replaced = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        for (ResourceRow row : store.resourcesOf(operation.stackId())) {
            Optional<ResourceRow.State> old = row.before()
                    .filter(before -> active.contains(row.logicalId())
                            && before.isThere()
                            && !before.physicalId().equals(row.state().physicalId()));
            old.ifPresent(state -> {
                replaced.add(
                        new Leftover(row.stackId(), replaced.size(), row.logicalId(), row.type(), state, row.after()));
                policies.add(row.replacement());
            });
        }
        List<Work> all = new ArrayList<>();
        for (Work work : deletions(operation.stackId(), removed, replaced)) {
            int of = work.id().indexOf('#');
            all.add(
                    of < 0
                            ? work
                            : work.under(policies.get(Integer.parseInt(work.id().substring(of + 1)))));
        }
        return all;
    }

    /** Deletions in the order of use: what depends on something goes before it. */
    private List<Work> deletions(String stackId, List<ResourceRow> rows, List<Leftover> left) {
        List<Work> all = new ArrayList<>();
        for (ResourceRow row : rows) {
            List<String> users = new ArrayList<>();
            rows.stream()
                    .filter(other -> other.after().contains(row.logicalId()))
                    .forEach(other -> users.add(other.logicalId()));
            left.stream()
                    .filter(other -> other.after().contains(row.logicalId()))
                    .forEach(other -> users.add(other.logicalId() + "#" + other.number()));
            all.add(Work.waiting(stackId, row.logicalId(), row.type(), Action.DELETE, users, row.state())
                    .under(row.fresh() && row.status().startsWith("IMPORT_") ? IMPORTED : row.deletion()));
        }
        for (Leftover one : left) {
            List<String> users = new ArrayList<>();
            left.stream()
                    .filter(other -> other.after().contains(one.logicalId()))
                    .forEach(other -> users.add(other.logicalId() + "#" + other.number()));
            rows.stream()
                    .filter(other -> other.after().contains(one.logicalId()))
                    .forEach(other -> users.add(other.logicalId()));
            all.add(Work.waiting(stackId, one.logicalId(), one.type(), Action.DELETE, users, one.state())
                    .named(one.logicalId() + "#" + one.number())
                    .under("Delete"));
        }
        return all;
    }

    /** Whether a resource stays when it would be deleted. */
    static boolean stays(Work work, boolean fresh, StackOperation operation) {
        boolean asked = operation.kind() == StackOperation.Kind.DELETE
                && operation.options().retain().contains(work.logicalId());
        boolean newAnyway = fresh && operation.isRollingBack();
        return asked
                || work.policy().equals(IMPORTED)
                || (work.policy().equals(RETAIN)
                        && !(newAnyway && operation.options().retainExceptOnCreate()))
                || (work.policy().equals("RetainExceptOnCreate") && !newAnyway);
    }
}
