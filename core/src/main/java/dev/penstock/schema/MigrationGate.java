package dev.penstock.schema;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.Instruction;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.engine.StateCodec;
import dev.penstock.engine.StateCodecs;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.schema.SchemaRecords.Place;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An action before which it is looked whether the migrations that it applies take away what still runs. Actions that apply none are as
 * they are.
 *
 * @param <C> the configuration of the action
 * @param <S> its states
 */
public final class MigrationGate<C, S> implements ActionProvider<MigrationGate.Configuration<C>, JsonNode> {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** The state before anything was begun: none of the action's own, which are objects. */
    private static final JsonNode AT_THE_GATE = JsonNodeFactory.instance.stringNode("AtTheGate");

    private final ActionProvider<C, S> inner;
    private final StateCodecs<S> states;
    private final Schemas schemas;

    /** The action behind the gate. */
    public MigrationGate(ActionProvider<C, S> inner, Schemas schemas) {
        this.inner = inner;
        this.states = new StateCodecs<>(inner.stateType());
        this.schemas = schemas;
    }

    /**
     * What an action is configured with.
     *
     * @param own the action's part
     * @param schema to which it applies migrations; absent if it applies none
     */
    public record Configuration<C>(C own, Optional<Schema> schema) {}

    @Override
    public ActionTypeId type() {
        return inner.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return inner.artifacts();
    }

    @Override
    public Configuration<C> configure(ConfigurationReader configuration) {
        return new Configuration<>(
                inner.configure(configuration),
                schemas.migratedBy(configuration.declaration().name()));
    }

    @Override
    public Class<JsonNode> stateType() {
        return JsonNode.class;
    }

    @Override
    public JsonNode begin(Configuration<C> configuration) {
        return configuration.schema().isPresent() ? AT_THE_GATE : begun(configuration);
    }

    private JsonNode begun(Configuration<C> configuration) {
        // Nothing secret is known before the first step.
        return new StateCodec<>(new SecretMasker(), inner.stateType()).write(inner.begin(configuration.own()));
    }

    @Override
    public Set<Instruction.Kind> instructions(Configuration<C> configuration) {
        return inner.instructions(configuration.own());
    }

    @Override
    public Duration timeout(Configuration<C> configuration) {
        return inner.timeout(configuration.own());
    }

    @Override
    public StepResult<JsonNode> step(ActionContext context, Configuration<C> configuration, JsonNode state)
            throws IOException, InterruptedException {
        if (AT_THE_GATE.equals(state)) {
            return configuration.schema().isPresent()
                    ? pass(context, configuration, configuration.schema().get())
                    : new StepResult.Next<>(begun(configuration), "");
        }
        StateCodec<S> codec = states.of(context.masker());
        return switch (inner.step(context, configuration.own(), codec.read(state))) {
            case StepResult.Next<S>(S next, String summary) -> new StepResult.Next<>(codec.write(next), summary);
            case StepResult.Await<S>(S next, Wait until, String summary) ->
                new StepResult.Await<>(codec.write(next), until, summary);
            case StepResult.Pass<S>(S next, ActionResult early, String summary, var point) ->
                new StepResult.Pass<>(codec.write(next), early, summary, point);
            case StepResult.Succeed<S>(ActionResult end) ->
                new StepResult.Succeed<>(
                        configuration.schema().isPresent()
                                ? recorded(context, configuration.schema().get(), end)
                                : end);
            case StepResult.Fail<S>(var failure) -> new StepResult.Fail<>(failure);
        };
    }

    private StepResult<JsonNode> pass(ActionContext context, Configuration<C> configuration, Schema schema)
            throws InterruptedException {
        SchemaHistory history;
        try {
            history = schemas.history(schema);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return new StepResult.Fail<>(SchemaEnd.notRead(e));
        }
        SchemaRecords records = records(context, schema);
        Contracts contracts = schema.contracts().over(records.contracts());
        List<String> pending = contracts.pendingFor(history);
        if (pending.isEmpty() || history.isEmpty()) {
            return new StepResult.Next<>(begun(configuration), "");
        }
        Map<Place, Optional<String>> running = running(context, schema, records);
        Optional<Place> underway =
                records.underway().stream().filter(running::containsKey).findFirst();
        if (underway.isPresent()) {
            return new StepResult.Await<>(
                    AT_THE_GATE,
                    new Wait.Until(context.now().plus(BETWEEN_LOOKS)),
                    "waits before migration '" + pending.getFirst() + "': " + underway.get() + " is being released");
        }
        List<String> needed = new ArrayList<>();
        pending.forEach(migration -> running.forEach((place, writtenFor) ->
                stillNeeds(contracts, history, migration, place, writtenFor).ifPresent(needed::add)));
        if (!needed.isEmpty()) {
            return new StepResult.Fail<>(SchemaEnd.stillNeeded(schema, needed));
        }
        context.log("Nothing that runs needs what is taken away by " + String.join(", ", pending) + ".");
        return new StepResult.Next<>(begun(configuration), "nothing that runs needs what is taken away");
    }

    private static Optional<String> stillNeeds(
            Contracts contracts, SchemaHistory history, String migration, Place place, Optional<String> writtenFor) {
        String from = contracts.oldest().getOrDefault(migration, "");
        if (writtenFor.isEmpty()) {
            return Optional.of("What runs at " + place + " was written for is not recorded, and migration '" + migration
                    + "' needs '" + from + "' at least: release it anew, or say it by 'unrecorded' of its 'schema'.");
        }
        return contracts.breaks(history, migration, writtenFor.get())
                ? Optional.of("What runs at " + place + " is written for '" + writtenFor.get() + "', and migration '"
                        + migration + "' needs '" + from + "' at least.")
                : Optional.empty();
    }

    private static SchemaRecords records(ActionContext context, Schema schema) {
        return SchemaRecords.read(context.executions(), schema.name(), Optional.empty(), Place.of(context));
    }

    /** What runs wherever, by whichever pipeline, of all that was deployed to the schema; of this pipeline also what says that it will. */
    private Map<Place, Optional<String>> running(ActionContext context, Schema schema, SchemaRecords records) {
        Map<Place, Optional<String>> running = new LinkedHashMap<>();
        records.deployed().forEach((place, writtenFor) -> {
            if (writtenFor.isPresent()) {
                running.put(place, writtenFor);
            }
        });
        Optional<Pipeline> own = context.executions()
                .state(context.execution())
                .flatMap(state -> context.executions().definition(state));
        own.ifPresent(pipeline -> pipeline.stages()
                .forEach(stage -> stage.actions()
                        .forEach(action -> schemas.neededBy(action.name())
                                .filter(needed -> needed.of().equals(schema.name()))
                                .ifPresent(needed -> running.putIfAbsent(
                                        new Place(pipeline.name(), stage.name(), action.name()),
                                        needed.unrecorded())))));
        return running;
    }

    private ActionResult recorded(ActionContext context, Schema schema, ActionResult end) throws InterruptedException {
        try {
            Contracts known = schema.contracts().over(records(context, schema).contracts());
            return end.with(
                    SchemaRecords.variables(schema.name(), Optional.empty(), known.appliedTo(schemas.history(schema))));
        } catch (RemoteCallException e) {
            context.log("Which contracts the schema has is not recorded: " + e.getMessage());
            return end;
        }
    }

    @Override
    public void abandon(ActionContext context, Configuration<C> configuration, JsonNode state)
            throws IOException, InterruptedException {
        if (!AT_THE_GATE.equals(state)) {
            inner.abandon(
                    context, configuration.own(), states.of(context.masker()).read(state));
        }
    }

    @Override
    public Optional<String> stopping(ActionContext context, Configuration<C> configuration, JsonNode state)
            throws IOException, InterruptedException {
        return AT_THE_GATE.equals(state)
                ? Optional.empty()
                : inner.stopping(
                        context,
                        configuration.own(),
                        states.of(context.masker()).read(state));
    }
}
