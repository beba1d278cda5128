package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code AWS::DynamoDB::Table}: Ref is the name. Nothing can be written to it; its definition is checked as DynamoDB does. */
final class DynamoTable implements Model {

    static final String TYPE = "AWS::DynamoDB::Table";
    private static final String NAME = "TableName";
    private static final List<String> INDEXES = List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes");

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        if (asked.text(NAME)
                .flatMap(name -> here.resources().get(here.context().caller(), TYPE, name))
                .isPresent()) {
            throw ServiceError.client("ResourceInUseException", "Table already exists: " + asked.text(NAME, ""));
        }
        checkKeys(asked);
        checkThroughput(asked);
    }

    /** Attributes are declared for keys and for nothing else. Source: DynamoDB API Reference, CreateTable. */
    private static void checkKeys(Properties asked) {
        Set<String> keys = new TreeSet<>();
        asked.parts("KeySchema").forEach(key -> keys.add(key.text("AttributeName", "")));
        for (String index : INDEXES) {
            asked.parts(index)
                    .forEach(one -> one.parts("KeySchema").forEach(key -> keys.add(key.text("AttributeName", ""))));
        }
        Set<String> declared = new TreeSet<>();
        asked.parts("AttributeDefinitions").forEach(one -> declared.add(one.text("AttributeName", "")));
        if (!declared.containsAll(keys)) {
            throw ServiceError.client(
                    "ValidationException",
                    "One or more parameter values were invalid: Some index key attributes are not defined in"
                            + " AttributeDefinitions. Keys: " + keys + ", AttributeDefinitions: " + declared);
        } else if (!keys.containsAll(declared)) {
            throw ServiceError.client(
                    "ValidationException",
                    "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match"
                            + " number of attributes defined in AttributeDefinitions");
        }
    }

    private static void checkThroughput(Properties asked) {
        boolean onDemand = asked.text("BillingMode", "PROVISIONED").equals("PAY_PER_REQUEST");
        if (onDemand && asked.has("ProvisionedThroughput")) {
            throw ServiceError.client(
                    "ValidationException",
                    "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be"
                            + " specified when BillingMode is PAY_PER_REQUEST");
        } else if (!onDemand && !asked.has("ProvisionedThroughput")) {
            throw ServiceError.client(
                    "ValidationException",
                    "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be"
                            + " specified when BillingMode is PROVISIONED");
        }
    }

    @Override
    public void checkChange(Surroundings here, Deployed before, Properties asked) {
        checkKeys(asked);
        checkThroughput(asked);
        Properties old = Properties.of(before.properties());
        if (indexChanges(old, asked) > 1) {
            throw ServiceError.client(
                    "LimitExceededException",
                    "Cannot perform more than one GSI creation or deletion in a single update");
        }
    }

    private static int indexChanges(Properties old, Properties asked) {
        Set<String> had = names(old);
        Set<String> have = names(asked);
        Set<String> changed = new TreeSet<>(had);
        changed.addAll(have);
        changed.removeIf(name -> had.contains(name) && have.contains(name));
        return changed.size();
    }

    private static Set<String> names(Properties asked) {
        Set<String> names = new TreeSet<>();
        asked.parts("GlobalSecondaryIndexes").forEach(index -> names.add(index.text("IndexName", "")));
        return names;
    }

    @Override
    public boolean replaces(Properties before, Properties asked) {
        return asked.changed(before, "KeySchema");
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return asked.text(NAME, here.context().generatedName(255));
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        Map<String, JsonValue> attributes = new LinkedHashMap<>();
        String arn = here.context().caller().arn("dynamodb", "table/" + physicalId);
        attributes.put("Arn", new JsonValue.Text(arn));
        if (asked.has("StreamSpecification")) {
            attributes.put("StreamArn", new JsonValue.Text(arn + "/stream/" + label(here)));
        }
        return new JsonValue.Structure(attributes);
    }

    private static String label(Surroundings here) {
        String instant = here.context().now().toString();
        return instant.substring(0, 19) + ".000";
    }

    @Override
    public JsonValue.Structure changed(Surroundings here, Deployed before, Properties asked) {
        boolean begins = asked.has("StreamSpecification")
                && asked.changed(Properties.of(before.properties()), "StreamSpecification");
        return begins
                ? attributes(here, before.physicalId(), asked)
                : Properties.none().structure();
    }

    @Override
    public void checkDeletion(Surroundings here, Deployed resource) {
        if (Properties.of(resource.properties()).truth("DeletionProtectionEnabled")) {
            throw ServiceError.client(
                    "ValidationException",
                    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection"
                            + " first.");
        }
    }
}
