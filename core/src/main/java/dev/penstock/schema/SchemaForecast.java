package dev.penstock.schema;

import dev.penstock.action.RemoteCallException;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline would do to the schema of a database, and whether what it deploys works with that, as the database is now and as far as
 * the settings tell of contracts.
 *
 * @param schema its name
 * @param summary how far it is, to follow its name
 * @param remarks what each action of the pipeline does to it or needs of it, full sentences
 * @param wouldFail whether a run would be refused
 */
public record SchemaForecast(String schema, String summary, List<String> remarks, boolean wouldFail) {

    public SchemaForecast {
        remarks = List.copyOf(remarks);
    }

    /**
     * Looks at the schemas that a pipeline has to do with, by the programs that tell their histories.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static List<SchemaForecast> of(Pipeline pipeline, Schemas schemas) throws InterruptedException {
        Map<String, Schema> concerned = new LinkedHashMap<>();
        for (StageDeclaration stage : pipeline.stages()) {
            for (ActionDeclaration action : stage.actions()) {
                schemas.migratedBy(action.name())
                        .or(() -> schemas.neededBy(action.name()).flatMap(schemas::of))
                        .ifPresent(schema -> concerned.put(schema.name(), schema));
            }
        }
        List<SchemaForecast> all = new ArrayList<>();
        for (Schema schema : concerned.values()) {
            all.add(of(pipeline, schemas, schema));
        }
        return all;
    }

    private static SchemaForecast of(Pipeline pipeline, Schemas schemas, Schema schema) throws InterruptedException {
        SchemaHistory history;
        try {
            history = schemas.history(schema);
        } catch (RemoteCallException e) {
            // It may be there when the pipeline runs.
            return new SchemaForecast(schema.name(), "cannot be looked at. " + e.getMessage(), List.of(), false);
        }
        Looking looking = new Looking(schemas, schema, history);
        pipeline.stages()
                .forEach(stage -> stage.actions()
                        .forEach(action -> looking.action(stage.name() + "/" + action.name(), action.name())));
        return new SchemaForecast(
                schema.name(),
                history.isEmpty() ? "has no migration yet." : "is at migration '" + history.newest() + "'.",
                looking.remarks,
                looking.wouldFail);
    }

    private static final class Looking {

        private final Schemas schemas;
        private final Schema schema;
        private final SchemaHistory history;
        private final List<String> remarks = new ArrayList<>();
        private Optional<String> migrating = Optional.empty();
        private boolean wouldFail;

        Looking(Schemas schemas, Schema schema, SchemaHistory history) {
            this.schemas = schemas;
            this.schema = schema;
            this.history = history;
        }

        void action(String place, String action) {
            if (schemas.migratedBy(action).filter(schema::equals).isPresent()) {
                migrating = Optional.of(place);
                remarks.add(place + " applies migrations.");
                schema.contracts()
                        .pendingFor(history)
                        .forEach(migration -> remarks.add("Migration '" + migration
                                + "' is not applied yet. It takes away what revisions need that are written for anything"
                                + " before '" + schema.contracts().oldest().getOrDefault(migration, "")
                                + "', so none of those may run then."));
            }
            schemas.neededBy(action)
                    .filter(needed -> needed.of().equals(schema.name()))
                    .ifPresent(needed -> remarks.add(
                            switch (needed.writtenFor()) {
                                case WrittenFor.Said(String migration) -> needs(place, migration);
                                case WrittenFor.InFile(String artifact, String path) ->
                                    place + " is written for what the file '" + path + "' of '" + artifact
                                            + "' says, which a plan does not read.";
                            }));
        }

        private String needs(String place, String migration) {
            Fit fit = schema.contracts().fit(history, migration);
            if (fit instanceof Fit.Lacks && migrating.isPresent()) {
                return place + " is written for migration '" + migration + "', which the database does not have; "
                        + migrating.get() + " is to apply it before.";
            }
            wouldFail |= !(fit instanceof Fit.Works);
            return SchemaEnd.why(place, migration, history, fit);
        }
    }
}
