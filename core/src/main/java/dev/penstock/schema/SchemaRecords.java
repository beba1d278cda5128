package dev.penstock.schema;

import dev.penstock.action.ActionContext;
import dev.penstock.action.PastExecutions;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.json.JsonWriter;
import dev.penstock.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * What the journal knows of a schema, by the output variables of those who deployed to it and migrated it.
 *
 * @param contracts that were seen in the database
 * @param deployed by the place of a deployment: what the revision was written for that it put there last; empty if it did not say
 * @param underway deployments that have begun and not ended
 */
record SchemaRecords(Contracts contracts, Map<Place, Optional<String>> deployed, List<Place> underway) {

    /** The variable with the schema's name. */
    static final String NAME = "SchemaName";

    /** The variable with the migration that a revision was written for. */
    static final String WRITTEN_FOR = "SchemaWrittenFor";

    /** The variable with the contracts that the database had, as JSON. */
    static final String CONTRACTS = "SchemaContracts";

    /** So many executions are looked at, the newest first. */
    private static final int LOOKED_AT = 200;

    SchemaRecords {
        deployed = Map.copyOf(deployed);
        underway = List.copyOf(underway);
    }

    /** An action of a pipeline. */
    record Place(String pipeline, String stage, String action) {

        static Place of(ActionContext context) {
            return new Place(
                    context.pipeline(), context.stage(), context.declaration().name());
        }

        @Override
        public String toString() {
            return pipeline + "/" + stage + "/" + action;
        }
    }

    /** What is put out. */
    static Map<String, String> variables(String schema, Optional<String> writtenFor, Contracts applied) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(NAME, schema);
        writtenFor.ifPresent(migration -> variables.put(WRITTEN_FOR, migration));
        if (!applied.oldest().isEmpty()) {
            JsonWriter json = JsonWriter.compact().object();
            applied.oldest().forEach((migration, from) -> json.name(migration).value(from));
            variables.put(CONTRACTS, json.endObject().toString());
        }
        return variables;
    }

    /**
     * Reads them.
     *
     * @param own the execution that asks: what it deployed itself is passed over; absent to count it, too
     */
    static SchemaRecords read(PastExecutions executions, String schema, Optional<ExecutionId> own, Place asking) {
        Reading reading = new Reading(executions, schema, own, asking);
        reading.readAll(executions.newest(Optional.empty(), LOOKED_AT));
        if (!reading.deployed.containsKey(asking)) {
            reading.readAll(executions.newest(Optional.of(asking.pipeline()), LOOKED_AT));
        }
        return reading.records();
    }

    /** What the revision was written for that an execution deployed; absent if it did not record it. */
    static Optional<String> writtenFor(PastExecutions executions, ExecutionId execution, Place place, String schema) {
        return executions
                .state(execution)
                .flatMap(state -> state.stage(place.stage()))
                .flatMap(stage -> stage.action(place.action()))
                .flatMap(ActionState::result)
                .map(ActionResult::variables)
                .filter(variables -> schema.equals(variables.get(NAME)))
                .flatMap(variables -> Optional.ofNullable(variables.get(WRITTEN_FOR)));
    }

    private static final class Reading {

        private final PastExecutions executions;
        private final String schema;
        private final Optional<ExecutionId> own;
        private final Place asking;
        private final Map<ExecutionId, Boolean> seen = new LinkedHashMap<>();
        private final Map<String, Optional<Pipeline>> definitions = new LinkedHashMap<>();
        private final Map<Place, Optional<String>> deployed = new LinkedHashMap<>();
        private final List<Place> underway = new ArrayList<>();
        private final List<Place> recorded = new ArrayList<>();
        private Contracts contracts = new Contracts(Map.of());

        Reading(PastExecutions executions, String schema, Optional<ExecutionId> own, Place asking) {
            this.executions = executions;
            this.schema = schema;
            this.own = own;
            this.asking = asking;
        }

        void readAll(List<ExecutionId> ids) {
            for (ExecutionId id : ids) {
                if (seen.put(id, true) == null) {
                    executions.state(id).ifPresent(this::read);
                }
            }
        }

        private void read(ExecutionState state) {
            definitions.computeIfAbsent(state.pipeline(), name -> executions.definition(state));
            for (StageState stage : state.stages()) {
                for (ActionState action : stage.actions()) {
                    read(state, new Place(state.pipeline(), stage.name(), action.name()), action);
                }
            }
        }

        private void read(ExecutionState state, Place place, ActionState action) {
            boolean isOwn = own.filter(state.id()::equals).isPresent();
            if (!action.phase().hasEnded() && !place.equals(asking)) {
                underway.add(place);
            }
            Optional<ActionResult> result = action.result();
            if (result.isEmpty()) {
                return;
            }
            Map<String, String> variables = result.get().variables();
            boolean isRecord = schema.equals(variables.get(NAME));
            if (isRecord) {
                contracts = contracts.over(contracts(variables.getOrDefault(CONTRACTS, "{}")));
            }
            if (!isOwn) {
                deployed.putIfAbsent(
                        place, isRecord ? Optional.ofNullable(variables.get(WRITTEN_FOR)) : Optional.empty());
            }
            if (isRecord && variables.containsKey(WRITTEN_FOR)) {
                recorded.add(place);
            }
        }

        private static Contracts contracts(String json) {
            Map<String, String> oldest = new LinkedHashMap<>();
            try {
                new ObjectMapper()
                        .readTree(json)
                        .properties()
                        .forEach(each ->
                                oldest.put(each.getKey(), each.getValue().asString("")));
            } catch (JacksonException e) {
                // Another action's variable of that name says nothing of contracts.
                return new Contracts(Map.of());
            }
            return new Contracts(oldest);
        }

        /** Places of other schemas, and of actions that their pipelines do not have any more, count for nothing. */
        SchemaRecords records() {
            Map<Place, Optional<String>> known = new LinkedHashMap<>(deployed);
            known.keySet()
                    .removeIf(place -> !place.equals(asking)
                            && !place.pipeline().equals(asking.pipeline())
                            && !recorded.contains(place));
            known.keySet().removeIf(place -> !exists(place));
            return new SchemaRecords(contracts, known, underway);
        }

        private boolean exists(Place place) {
            return definitions.getOrDefault(place.pipeline(), Optional.empty()).stream()
                    .flatMap(pipeline -> pipeline.stages().stream())
                    .filter(stage -> stage.name().equals(place.stage()))
                    .flatMap(stage -> stage.actions().stream())
                    .anyMatch(action -> action.name().equals(place.action()));
        }
    }
}
