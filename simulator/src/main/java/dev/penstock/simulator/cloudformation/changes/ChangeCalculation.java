package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.Environment;
import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.model.AfterValueFrom;
import software.amazon.awssdk.services.cloudformation.model.BeforeValueFrom;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;

/** Works out what an update changes, resource by resource in the order of their dependencies. */
public final class ChangeCalculation {

    private static final String NESTED_STACK = "AWS::CloudFormation::Stack";

    private final Optional<DeployedStack> stack;
    private final Map<String, Deployed> existing;
    private final Optional<Evaluation> before;
    private final Evaluation after;
    private final StackView view;
    private final Schemas schemas;
    private final ChangeOptions options;
    private final Causes causes;
    private final ShownResource shown;
    private final Map<String, ResourceChange> changes = new TreeMap<>();
    private final Map<String, ChangeOptions.NestedChangeSet> nested = new HashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    private ChangeCalculation(
            Optional<DeployedStack> stack,
            Template template,
            ParameterValues parameters,
            Environment environment,
            Schemas schemas,
            ChangeOptions options) {
        this.stack = stack;
        this.existing = stack.map(DeployedStack::resources).orElse(Map.of());
        this.before = stack.map(
                old -> new Evaluation(old.template(), old.parameters(), new StackView(environment, existing)));
        this.view = new StackView(environment, existing);
        this.after = new Evaluation(template, parameters, view);
        this.schemas = schemas;
        this.options = options;
        ParameterValues old = stack.map(DeployedStack::parameters).orElse(ParameterValues.none());
        this.causes = new Causes(after, view, old, options.propertyValues());
        this.shown = new ShownResource(options, environment);
    }

    /**
     * What changes.
     *
     * @param before the stack as it is; empty when it is to be made
     * @param after the template, transforms applied
     * @param environment where the stack is; what it knows of the stack's own resources is not asked
     * @throws ServiceError ValidationError when the template cannot be evaluated, or changes the type of a resource
     */
    public static Changes between(
            Optional<DeployedStack> before,
            Template after,
            ParameterValues parameters,
            Environment environment,
            Schemas schemas,
            ChangeOptions options) {
        return new ChangeCalculation(before, after, parameters, environment, schemas, options).calculate();
    }

    private Changes calculate() {
        refuseOtherTypes();
        for (String name : after.order()) {
            if (existing.containsKey(name)) {
                modify(name);
            } else {
                add(name);
            }
        }
        existing.keySet().stream()
                .filter(name -> !after.activeResources().contains(name))
                .forEach(this::remove);
        return new Changes(List.copyOf(changes.values()), outputsChange(), tagsChange(), List.copyOf(problems));
    }

    private void refuseOtherTypes() {
        List<String> others = after.activeResources().stream()
                .filter(name -> Optional.ofNullable(existing.get(name))
                        .filter(resource ->
                                !resource.type().equals(declaration(name).type()))
                        .isPresent())
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw ServiceError.client(
                    "ValidationError",
                    "Update of resource type is not permitted. The new template modifies resource type of the following"
                            + " resources: [" + String.join(", ", others) + "]");
        }
    }

    private ResourceDeclaration declaration(String name) {
        return Optional.ofNullable(after.template().resources().get(name)).orElseThrow();
    }

    private void add(String name) {
        ResourceDeclaration resource = declaration(name);
        view.decide(name, StackView.Fate.IS_ADDED);
        lookInto(name, resource, Optional.empty());
        Optional<String> imported = Optional.ofNullable(options.imported().get(name));
        ResourceChange.Builder change = ResourceChange.builder()
                .action(imported.isPresent() ? ChangeAction.IMPORT : ChangeAction.ADD)
                .logicalResourceId(name)
                .resourceType(resource.type())
                .details(List.of())
                .scopeWithStrings(List.of());
        imported.ifPresent(change::physicalResourceId);
        live(name).ifPresent(found -> change.resourceDriftStatus(found.status()));
        nestedId(name).ifPresent(change::changeSetId);
        shown.after(change, after, resource);
        note(name, resource);
        changes.put(name, change.build());
    }

    /** Where the values come from, which drift-aware change sets say. */
    private static ResourceChangeDetail sourced(ResourceChangeDetail detail) {
        ResourceTargetDefinition target = detail.target();
        return detail.toBuilder()
                .target(target.toBuilder()
                        .beforeValueFrom(target.beforeValue() == null ? null : BeforeValueFrom.ACTUAL_STATE)
                        .afterValueFrom(target.afterValue() == null ? null : AfterValueFrom.TEMPLATE)
                        .build())
                .build();
    }

    private void remove(String name) {
        Deployed resource = Optional.ofNullable(existing.get(name)).orElseThrow();
        ResourceChange.Builder change = ResourceChange.builder()
                .action(ChangeAction.REMOVE)
                .logicalResourceId(name)
                .physicalResourceId(resource.physicalId())
                .resourceType(resource.type())
                .policyAction(PolicyActions.ofRemoval(before.orElseThrow(), name))
                .details(List.of())
                .scopeWithStrings(List.of());
        shown.forgotten(change, stack.orElseThrow(), name);
        changes.put(name, change.build());
    }

    private Optional<ChangeOptions.Live> live(String name) {
        return options.live().flatMap(all -> Optional.ofNullable(all.get(name)));
    }

    private static boolean is(Optional<ChangeOptions.Live> live, StackResourceDriftStatus status) {
        return live.filter(found -> found.status() == status).isPresent();
    }

    /** What is there is what was changed beside CloudFormation. */
    private static ResourceDeclaration asIs(ResourceDeclaration known, JsonValue.Structure properties) {
        return new ResourceDeclaration(
                known.logicalId(),
                known.type(),
                properties,
                known.dependsOn(),
                known.condition(),
                known.deletionPolicy(),
                known.updateReplacePolicy(),
                known.metadata(),
                known.creationPolicy(),
                known.updatePolicy());
    }

    /** The template has come to what somebody has made of the resource: CloudFormation only takes note of it. */
    private void synchronize(String name, Deployed deployed) {
        view.decide(name, StackView.Fate.STAYS);
        changes.put(
                name,
                ResourceChange.builder()
                        .action(ChangeAction.SYNC_WITH_ACTUAL)
                        .logicalResourceId(name)
                        .physicalResourceId(deployed.physicalId())
                        .resourceType(deployed.type())
                        .resourceDriftStatus(StackResourceDriftStatus.MODIFIED)
                        .details(List.of())
                        .scopeWithStrings(List.of())
                        .build());
    }

    private void modify(String name) {
        Optional<ChangeOptions.Live> live = live(name);
        if (is(live, StackResourceDriftStatus.DELETED)) {
            add(name);
            return;
        }
        ResourceDeclaration resource = declaration(name);
        Deployed deployed = Optional.ofNullable(existing.get(name)).orElseThrow();
        Evaluation old = before.orElseThrow();
        Optional<Schema> schema = schemas.of(resource.type());
        ResourceDeclaration known = Optional.ofNullable(
                        old.template().resources().get(name))
                .orElseGet(() -> ShownResource.asDeployed(name, deployed));
        boolean drifted = is(live, StackResourceDriftStatus.MODIFIED);
        ResourceDeclaration there = drifted ? asIs(known, live.orElseThrow().properties()) : known;
        List<ResourceChangeDetail> details = new ArrayList<>(
                new ResourceComparison(old, after, causes, schema, options.propertyValues()).details(there, resource));
        lookInto(name, resource, Optional.of(deployed));
        nestedStack(name, resource).ifPresent(details::add);
        stackTags(schema).ifPresent(details::add);
        if (details.isEmpty()) {
            if (drifted) {
                synchronize(name, deployed);
            }
            view.decide(name, StackView.Fate.STAYS);
            return;
        }
        Replacements replacement = Replacements.of(details);
        view.decide(name, replacement.fate());
        ResourceChange.Builder change = ResourceChange.builder()
                .action(ChangeAction.MODIFY)
                .logicalResourceId(name)
                .physicalResourceId(deployed.physicalId())
                .resourceType(resource.type())
                .replacement(replacement.replacement())
                .scopeWithStrings(details.stream()
                        .map(detail -> detail.target().attributeAsString())
                        .distinct()
                        .sorted()
                        .toList())
                .details(
                        live.isEmpty()
                                ? details
                                : details.stream()
                                        .map(ChangeCalculation::sourced)
                                        .toList());
        live.ifPresent(found -> change.resourceDriftStatus(found.status()));
        PolicyActions.ofReplacement(replacement, after, name).ifPresent(change::policyAction);
        nestedId(name).ifPresent(change::changeSetId);
        shown.before(change, old, there);
        if (drifted && options.propertyValues()) {
            change.previousDeploymentContext(ShownText.context(deployed.properties(), Map.of()));
        }
        shown.after(change, after, resource);
        note(name, resource);
        changes.put(name, change.build());
    }

    private void lookInto(String name, ResourceDeclaration resource, Optional<Deployed> there) {
        if (options.nested().isEmpty() || !resource.type().equals(NESTED_STACK)) {
            return;
        }
        JsonValue properties = switch (after.resolve(resource.properties())) {
            case Resolved.Known(JsonValue value) -> value;
            case Resolved.Unknown unknown -> unknown.partly();
            case Resolved.NoValue nothing -> new JsonValue.Structure(Map.of());
        };
        options.nested().get().of(name, there, properties).ifPresent(set -> nested.put(name, set));
    }

    private Optional<String> nestedId(String name) {
        return Optional.ofNullable(nested.get(name))
                .filter(ChangeOptions.NestedChangeSet::changes)
                .map(ChangeOptions.NestedChangeSet::id);
    }

    /** A nested stack is always said to change, unless it was looked into and nothing of it does. */
    private Optional<ResourceChangeDetail> nestedStack(String name, ResourceDeclaration resource) {
        boolean unchanged = Optional.ofNullable(nested.get(name))
                .filter(set -> !set.changes())
                .isPresent();
        if (!resource.type().equals(NESTED_STACK) || unchanged) {
            return Optional.empty();
        }
        return Optional.of(ResourceComparison.detail(
                Causes.AUTOMATIC,
                ResourceTargetDefinition.builder()
                        .attribute(ResourceAttribute.PROPERTIES)
                        .requiresRecreation("Never")
                        .build()));
    }

    /** The stack's own tags go to every resource that can have tags. */
    private Optional<ResourceChangeDetail> stackTags(Optional<Schema> schema) {
        boolean taggable =
                schema.map(found -> found.properties().contains("Tags")).orElse(false);
        if (!taggable || !tagsChange()) {
            return Optional.empty();
        }
        return Optional.of(ResourceComparison.detail(
                Causes.DIRECT,
                ResourceTargetDefinition.builder()
                        .attribute(ResourceAttribute.TAGS)
                        .requiresRecreation("Never")
                        .build()));
    }

    private boolean tagsChange() {
        return stack.map(old -> !old.tags().equals(options.tags())).orElse(false);
    }

    private boolean outputsChange() {
        return before.map(old -> !ShownResource.outputs(old).equals(ShownResource.outputs(after)))
                .orElse(false);
    }

    private void note(String name, ResourceDeclaration resource) {
        if (options.propertyValues()) {
            Side.of(after, Optional.of(resource.properties()))
                    .problems()
                    .forEach(problem -> problems.add(
                            "[WARN] --include-property-values option can return incomplete ChangeSet data because:"
                                    + " ChangeSet creation failed for resource [" + name + "] because: " + problem));
        }
    }
}
