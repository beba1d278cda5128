package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.changes.ChangeCalculation;
import dev.penstock.simulator.cloudformation.changes.ChangeOptions;
import dev.penstock.simulator.cloudformation.changes.Changes;
import dev.penstock.simulator.cloudformation.changes.DeployedStack;
import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.ParameterDeclaration;
import dev.penstock.simulator.cloudformation.template.ParameterValue;
import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/** Templates, read and evaluated where a stack is. */
final class Templates {

    private static final int MOST_READ = 100;
    private static final String INCLUDE = "AWS::Include";

    private final StackStore store;
    private final Calendar calendar;
    private final Exports exports;
    private final ServiceCalls calls;
    private final Schemas schemas;
    private final TemplateSource source;

    /** The same text is read again at each step of an operation. Used inside transactions only, which run one at a time. */
    private final Map<String, Template> read = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Template> eldest) {
            return size() > MOST_READ;
        }
    };

    Templates(
            StackStore store,
            Calendar calendar,
            Exports exports,
            ServiceCalls calls,
            Schemas schemas,
            TemplateSource source) {
        this.store = store;
        this.calendar = calendar;
        this.exports = exports;
        this.calls = calls;
        this.schemas = schemas;
        this.source = source;
    }

    Schemas schemas() {
        return schemas;
    }

    /** @throws dev.penstock.simulator.wire.ServiceError when it is none */
    Template parse(String body) {
        Template known = read.get(body);
        if (known == null) {
            known = Template.parse(body);
            read.put(body, known);
        }
        return known;
    }

    /** Whether a template uses any. */
    boolean transforms(String body) {
        return !parse(body).transforms().isEmpty();
    }

    /**
     * Checks a template and the parameters that were given for it.
     *
     * @param previous the stack as it is; empty for a new one
     * @param reviewed whether a change set shows what comes of it before anything is done
     * @throws dev.penstock.simulator.wire.ServiceError in AWS's words, for the first thing that is wrong
     */
    Prepared prepare(Caller caller, String body, StackRequest request, Optional<StackRow> previous, boolean reviewed) {
        Template template = parse(body);
        ParameterValues values = ParameterValues.resolve(
                template.parameters(),
                request.parameters(),
                previous.map(this::values).orElse(ParameterValues.none()),
                new Surroundings(calls, caller));
        template.capabilities().check(request.capabilities(), reviewed);
        if (!template.isRaw()) {
            TypeChecks.check(template, schemas, request.resourceTypes());
            previous.filter(stack -> !stack.template().isEmpty())
                    .ifPresent(stack -> TypeChecks.refuseOtherTypes(store.resourcesOf(stack.id()), template));
        }
        return prepared(template, values, request);
    }

    /**
     * The values that parameters of a new stack would have.
     *
     * @throws dev.penstock.simulator.wire.ServiceError in AWS's words, for the first thing that is wrong
     */
    ParameterValues values(Caller caller, String body, List<Parameter> given) {
        return ParameterValues.resolve(
                parse(body).parameters(), given, ParameterValues.none(), new Surroundings(calls, caller));
    }

    /** The same for parameters that are known. */
    private static Prepared prepared(Template template, ParameterValues values, StackRequest request) {
        List<Parameter> real = new ArrayList<>();
        values.values().forEach((name, value) -> {
            boolean stored = !value.value().equals(value.resolved());
            real.add(Parameter.builder()
                    .parameterKey(name)
                    .parameterValue(value.value())
                    .resolvedValue(stored ? value.resolved() : null)
                    .build());
        });
        return new Prepared(template.body(), real, values.shown(), template.description(), request.capabilities());
    }

    /** The parameters of a stack as they were last resolved. */
    ParameterValues values(StackRow stack) {
        return values(stack.template(), stack.parameters());
    }

    private ParameterValues values(String body, List<Parameter> parameters) {
        Map<String, ParameterDeclaration> declared =
                body.isEmpty() ? Map.of() : parse(body).parameters();
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            ParameterDeclaration declaration = declared.get(parameter.parameterKey());
            if (declaration != null) {
                String value = parameter.parameterValue();
                values.put(
                        parameter.parameterKey(),
                        new ParameterValue(
                                declaration.type().text(),
                                value,
                                parameter.resolvedValue() == null ? value : parameter.resolvedValue(),
                                declaration.noEcho()));
            }
        }
        return new ParameterValues(values);
    }

    /** The stack's template where the stack is; it knows of resources what the stack knows. */
    Evaluation evaluation(StackRow stack, Caller caller, StackEnvironment environment) {
        ParameterValues values = values(stack);
        if (!stack.processed().isEmpty()) {
            return new Evaluation(parse(stack.processed()), values, environment);
        }
        Template template = parse(stack.template())
                .transformed(values, environment, new SimulatedMacros(source, caller, calendar.now()));
        return new Evaluation(template, values, environment);
    }

    /** The stack with its template as it is now that snippets are put into it; they may change later. */
    StackRow fixed(Caller caller, StackRow stack) {
        boolean includes = stack.processed().isEmpty()
                && parse(stack.template()).transforms().contains(INCLUDE);
        return includes
                ? stack.processed(evaluation(stack, caller, environment(stack, caller, false))
                        .template()
                        .processedBody())
                : stack;
    }

    /** The same in the name of who works on the stack. */
    StackRow fixed(StackRow stack) {
        return fixed(worker(stack), stack);
    }

    private Caller worker(StackRow stack) {
        return store.operation(stack.id()).map(StackOperation::works).orElseGet(() -> Exports.place(stack));
    }

    StackEnvironment environment(StackRow stack, Caller caller, boolean strict) {
        return new StackEnvironment(store, stack, exports, new Surroundings(calls, caller), strict);
    }

    /** What a stack should be, read in the name of who works on it. */
    Blueprint blueprint(StackRow stack) {
        Caller caller = worker(stack);
        StackEnvironment environment = environment(stack, caller, true);
        return new TemplateBlueprint(evaluation(stack, caller, environment), environment);
    }

    /**
     * Checks what can be told of a stack before anything is done to it.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when a function, a condition or a rule cannot be carried out
     */
    void check(Caller caller, StackRow stack) {
        if (!parse(stack.template()).isRaw()) {
            evaluation(stack, caller, environment(stack, caller, false)).check();
        }
    }

    /**
     * What would change.
     *
     * @param next the stack as it would become
     * @throws dev.penstock.simulator.wire.ServiceError when the template cannot be carried out
     */
    Changes between(Caller caller, StackRow stack, StackRow next, ChangeOptions options) {
        StackEnvironment environment = environment(next, caller, false);
        Evaluation after = evaluation(next, caller, environment);
        after.check();
        return ChangeCalculation.between(
                deployed(caller, stack), after.template(), after.parameters(), environment, schemas, options);
    }

    /** The properties of a stack's resources by logical id, as far as they are known before it is changed. */
    Function<String, JsonValue.Structure> preview(Caller caller, StackRow stack) {
        Evaluation evaluation = evaluation(stack, caller, environment(stack, caller, false));
        return logicalId -> {
            JsonValue written = evaluation
                    .template()
                    .resource(logicalId)
                    .<JsonValue>map(ResourceDeclaration::properties)
                    .orElseGet(JsonValue.Null::new);
            JsonValue value = switch (evaluation.resolve(written)) {
                case Resolved.Known known -> known.value();
                case Resolved.Unknown unknown -> unknown.partly();
                case Resolved.NoValue nothing -> new JsonValue.Structure(Map.of());
            };
            return value instanceof JsonValue.Structure structure ? structure : new JsonValue.Structure(Map.of());
        };
    }

    /** The types of a stack's resources by logical id. */
    Map<String, String> types(Caller caller, StackRow stack) {
        Evaluation evaluation = evaluation(stack, caller, environment(stack, caller, false));
        Map<String, String> types = new LinkedHashMap<>();
        evaluation.template().resources().forEach((logicalId, resource) -> {
            if (evaluation.activeResources().contains(logicalId)) {
                types.put(logicalId, resource.type());
            }
        });
        return types;
    }

    private Optional<DeployedStack> deployed(Caller caller, StackRow stack) {
        if (stack.template().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Deployed> resources = new LinkedHashMap<>();
        for (ResourceRow row : store.resourcesOf(stack.id())) {
            if (row.isThere()) {
                resources.put(row.logicalId(), row.deployed());
            }
        }
        Evaluation before = evaluation(stack, caller, environment(stack, caller, false));
        return Optional.of(new DeployedStack(before.template(), before.parameters(), resources, stack.tags()));
    }

    /**
     * Whether an update does anything.
     *
     * @param next the stack as it would become
     * @throws dev.penstock.simulator.wire.ServiceError when the template cannot be carried out
     */
    boolean changes(Caller caller, StackRow stack, StackRow next) {
        Changes found = between(caller, stack, next, ChangeOptions.overview(next.tags()));
        return !found.isEmpty()
                || !stack.model().notificationARNs().equals(next.model().notificationARNs())
                || !Objects.equals(stack.model().roleARN(), next.model().roleARN())
                || !Objects.equals(
                        stack.model().rollbackConfiguration(), next.model().rollbackConfiguration());
    }

    /** A stack that is known to be there. */
    StackRow stack(String id) {
        return store.stack(id);
    }

    /** A stack's template with its transforms applied, as text. */
    String processed(StackRow stack) {
        Caller caller = Exports.place(stack);
        return evaluation(stack, caller, environment(stack, caller, false))
                .template()
                .processedBody();
    }

    /** The metadata of a resource, as the template has it. */
    Optional<JsonValue> metadata(StackRow stack, String logicalId) {
        if (stack.template().isEmpty()) {
            return Optional.empty();
        }
        Blueprint blueprint = blueprint(stack);
        return blueprint.active().contains(logicalId)
                ? blueprint.declared(logicalId).metadata()
                : Optional.empty();
    }
}
