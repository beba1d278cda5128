package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resources that live here, because no simulated service has them. */
final class ModelledResources {

    private static final String SEPARATOR = "\n";

    /**
     * A resource as it is kept.
     *
     * @param properties JSON
     * @param attributes JSON
     * @param owner the ARN of the stack that made it
     * @param logicalId its name in that stack
     * @param tags all that it has, CloudFormation's own as well
     */
    record Row(
            String type,
            String physicalId,
            String properties,
            String attributes,
            String owner,
            String logicalId,
            Instant created,
            Map<String, String> tags) {

        Properties read() {
            return ModelledResources.read(properties);
        }

        Properties attribute() {
            return ModelledResources.read(attributes);
        }
    }

    private final Table<Row> table;

    ModelledResources(Store store) {
        table = store.table("cloudformation-modelled-resources", Row.class);
    }

    Optional<Row> get(Caller caller, String type, String physicalId) {
        return table.get(key(caller, type) + physicalId);
    }

    void put(Caller caller, Row row) {
        table.put(key(caller, row.type()) + row.physicalId(), row);
    }

    void remove(Caller caller, String type, String physicalId) {
        table.remove(key(caller, type) + physicalId);
    }

    /** All of a type in the caller's account and region, by physical id. */
    List<Row> all(Caller caller, String type) {
        return List.copyOf(table.under(key(caller, type)).values());
    }

    private static String key(Caller caller, String type) {
        return caller.account() + SEPARATOR + caller.region() + SEPARATOR + type + SEPARATOR;
    }

    static String text(JsonValue.Structure structure) {
        return JsonTexts.of(structure);
    }

    private static Properties read(String json) {
        return JsonValue.parse(json)
                .filter(JsonValue.Structure.class::isInstance)
                .map(value -> Properties.of((JsonValue.Structure) value))
                .orElse(Properties.none());
    }
}
