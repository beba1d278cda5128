package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A template with parameter values in an environment. What the environment knows of resources may grow while a stack is
 * made; conditions are worked out once.
 */
public final class Evaluation implements Scope {

    private final Template template;
    private final ParameterValues parameters;
    private final Environment environment;
    private final Resolver preview;
    private final Conditions conditions;
    private final Set<String> active;

    /**
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError when a condition or a rule of the template cannot be
     *     worked out
     */
    public Evaluation(Template template, ParameterValues parameters, Environment environment) {
        this.template = template;
        this.parameters = parameters;
        this.environment = environment;
        this.preview = new Resolver(this, Resolver.Strictness.PREVIEW);
        this.conditions = new Conditions(template.conditions(), preview);
        conditions.checkAll();
        Set<String> existing = new LinkedHashSet<>();
        template.resources().forEach((name, resource) -> {
            if (resource.condition()
                    .map(condition -> holds(condition, "Resources"))
                    .orElse(true)) {
                existing.add(name);
            }
        });
        this.active = Collections.unmodifiableSet(existing);
    }

    /** One of a stack's outputs, all known. */
    public record Output(String name, String value, Optional<String> description, Optional<String> exportName) {}

    public Template template() {
        return template;
    }

    @Override
    public ParameterValues parameters() {
        return parameters;
    }

    @Override
    public Environment environment() {
        return environment;
    }

    /** The resources that there are, by their conditions, in the template's order. */
    public Set<String> activeResources() {
        return active;
    }

    /** Whether a condition of the template is true. */
    public boolean holds(String condition) {
        return holds(condition, "Conditions");
    }

    private boolean holds(String condition, String section) {
        return conditions.holds(condition, section);
    }

    @Override
    public Conditions conditions() {
        return conditions;
    }

    @Override
    public Map<String, Map<String, Map<String, JsonValue>>> mappings() {
        return template.mappings();
    }

    @Override
    public boolean isResource(String name) {
        return active.contains(name);
    }

    /**
     * What must hold before anything is made: no reference to a resource that there is none of, each function applicable as
     * far as it can be told, the template's rules.
     *
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError in CloudFormation's words
     */
    public void check() {
        new RuleAssertions(this).check();
        Set<String> missing = new LinkedHashSet<>();
        for (String name : active) {
            missing.addAll(missing(resource(name).properties()));
            deletionPolicy(name);
            updateReplacePolicy(name);
        }
        if (!missing.isEmpty()) {
            throw TemplateErrors.unresolved(missing, "Resources");
        }
        activeOutputs().forEach(output -> missing.addAll(missing(output.value())));
        if (!missing.isEmpty()) {
            throw TemplateErrors.validation("Unresolved resource dependencies [" + String.join(", ", missing)
                    + "] in the Outputs block of the template");
        }
        active.forEach(name -> resolve(resource(name).properties()));
        activeOutputs().forEach(output -> resolve(output.value()));
    }

    private Set<String> missing(JsonValue value) {
        Set<String> named = new LinkedHashSet<>(references(value).named());
        named.removeIf(
                name -> active.contains(name) || parameters.of(name).isPresent() || PseudoParameters.contains(name));
        return named;
    }

    private References references(JsonValue value) {
        return References.where(this::holds, value);
    }

    /** What a value comes to, as far as the environment knows. */
    public Resolved resolve(JsonValue value) {
        return preview.resolve(value);
    }

    /** The resources that a value takes something from, of the sides of {@code Fn::If} that hold. */
    public Set<Reference> resourcesOf(JsonValue value) {
        return references(value).resources(active);
    }

    /** The parameters of the template whose values a value takes, of the sides of {@code Fn::If} that hold. */
    public Set<String> parametersOf(JsonValue value) {
        Set<String> names = new LinkedHashSet<>(references(value).names());
        names.retainAll(template.parameters().keySet());
        return names;
    }

    /**
     * A resource's properties with every function evaluated and every dynamic reference resolved: what the resource is made
     * with.
     *
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError, when something cannot be had
     * @throws IllegalStateException when a resource that it depends on is not known to the environment
     */
    public JsonValue.Structure properties(String logicalId) {
        ResourceDeclaration resource = resource(logicalId);
        JsonValue whole = whole(resource.properties());
        JsonValue resolved = new DynamicReferences(environment).resolve(resource.type(), whole);
        return resolved instanceof JsonValue.Structure structure ? structure : new JsonValue.Structure(Map.of());
    }

    private JsonValue whole(JsonValue value) {
        return switch (new Resolver(this, Resolver.Strictness.WHOLE).resolve(value)) {
            case Resolved.Known known -> known.value();
            case Resolved.NoValue nothing -> new JsonValue.Structure(Map.of());
            case Resolved.Unknown unknown ->
                throw new IllegalStateException("not known yet: "
                        + unknown.of().stream().map(Reference::text).toList());
        };
    }

    /** What becomes of a resource that the stack no longer has. */
    public DeletionPolicy deletionPolicy(String logicalId) {
        ResourceDeclaration resource = resource(logicalId);
        return resource.deletionPolicy()
                .map(value -> JsonTexts.scalar(whole(value)))
                .map(text -> DeletionPolicy.of(text)
                        .orElseThrow(() -> TemplateErrors.unrecognized("DeletionPolicy", text, logicalId)))
                .orElseGet(resource::defaultDeletionPolicy);
    }

    /**
     * What becomes of a resource that an update replaces; Delete where the template says nothing. Source: Template
     * Reference, "UpdateReplacePolicy attribute".
     */
    public UpdateReplacePolicy updateReplacePolicy(String logicalId) {
        return resource(logicalId)
                .updateReplacePolicy()
                .map(value -> JsonTexts.scalar(whole(value)))
                .map(text -> UpdateReplacePolicy.of(text)
                        .orElseThrow(() -> TemplateErrors.unrecognized("UpdateReplacePolicy", text, logicalId)))
                .orElse(UpdateReplacePolicy.DELETE);
    }

    /**
     * The outputs that there are, by their conditions, all known.
     *
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError when one is no text
     */
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>();
        for (OutputDeclaration output : activeOutputs()) {
            JsonValue value = new DynamicReferences(environment).resolveInOutput(whole(output.value()));
            outputs.add(new Output(
                    output.name(),
                    outputText(value),
                    output.description(),
                    output.exportName().map(name -> outputText(whole(name)))));
        }
        return outputs;
    }

    private static String outputText(JsonValue value) {
        if (!JsonTexts.isScalar(value)) {
            throw TemplateErrors.format("The Value field of every Outputs member must evaluate to a String.");
        }
        return JsonTexts.scalar(value);
    }

    private List<OutputDeclaration> activeOutputs() {
        return template.outputs().values().stream()
                .filter(output -> output.condition()
                        .map(condition -> holds(condition, "Outputs"))
                        .orElse(true))
                .toList();
    }

    /**
     * What each resource has to wait for: what it names in {@code DependsOn} and refers to in its properties and its
     * update policy.
     */
    public Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> dependencies = new LinkedHashMap<>();
        for (String name : active) {
            ResourceDeclaration resource = resource(name);
            Set<String> on = new LinkedHashSet<>(resource.dependsOn());
            on.addAll(references(resource.properties()).named());
            resource.updatePolicy()
                    .ifPresent(policy -> on.addAll(references(policy).named()));
            on.retainAll(active);
            on.remove(name);
            dependencies.put(name, on);
        }
        return dependencies;
    }

    /** The resources, each after those that it depends on. */
    public List<String> order() {
        return Dependencies.order(dependencies());
    }

    private ResourceDeclaration resource(String logicalId) {
        return template.resource(logicalId).orElseThrow(() -> new IllegalArgumentException("no resource " + logicalId));
    }
}
