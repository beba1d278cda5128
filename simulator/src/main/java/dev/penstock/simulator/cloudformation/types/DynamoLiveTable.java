package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;

/**
 * {@code AWS::DynamoDB::Table} where an engine stands behind DynamoDB: a table that can be written to. Recovery, encryption,
 * tags and protection against deletion are kept with the stack and do nothing; indexes are made with the table.
 */
final class DynamoLiveTable extends ServiceHandler {

    private static final String NAME = "TableName";
    private static final String EXPIRY = "TimeToLiveSpecification";
    private static final String[] OF_TABLE = {
        NAME,
        "KeySchema",
        "AttributeDefinitions",
        "GlobalSecondaryIndexes",
        "LocalSecondaryIndexes",
        "BillingMode",
        "ProvisionedThroughput"
    };

    DynamoLiveTable() {
        super(DynamoTable.TYPE, "dynamodb");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(255));
        if (isThere(context, name)) {
            return alreadyExists(name);
        }
        Properties asked = given.with(NAME, name).only(OF_TABLE);
        call(context, fill(CreateTableRequest.builder(), asked).build(), CreateTableResponse.class);
        expire(context, name, given);
        return done(name, "Arn", arn(context, name));
    }

    private static String arn(ResourceContext context, String name) {
        return context.caller().arn("dynamodb", "table/" + name);
    }

    private void expire(ResourceContext context, String name, Properties asked) {
        if (asked.has(EXPIRY)) {
            UpdateTimeToLiveRequest.Builder request =
                    fill(UpdateTimeToLiveRequest.builder(), asked.only(EXPIRY)).tableName(name);
            call(context, request.build(), UpdateTimeToLiveResponse.class);
        }
    }

    @Override
    public boolean replaces(Policies policies, Deployed before, JsonValue.Structure after) {
        return Properties.of(after).changed(Properties.of(before.properties()), "KeySchema")
                || Properties.of(after).changed(Properties.of(before.properties()), NAME);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        Properties asked = Properties.of(after);
        for (String property : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            if (asked.changed(old, property)) {
                throw ServiceError.notSimulated("A change of the property " + property + " of " + type(), EXPIRY);
            }
        }
        if (asked.changed(old, EXPIRY)) {
            expire(context, before.physicalId(), asked);
        }
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (Properties.of(resource.properties()).truth("DeletionProtectionEnabled")) {
            throw ServiceError.client(
                    "ValidationException",
                    "Resource cannot be deleted as it is currently protected against deletion. Disable deletion"
                            + " protection first.");
        }
        remove(
                context,
                DeleteTableRequest.builder().tableName(resource.physicalId()).build(),
                DeleteTableResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return isThere(context, resource.physicalId()) ? Optional.of(resource.properties()) : Optional.empty();
    }

    private boolean isThere(ResourceContext context, String name) {
        DescribeTableRequest request =
                DescribeTableRequest.builder().tableName(name).build();
        try {
            return find(context, request, DescribeTableResponse.class).isPresent();
        } catch (ServiceError e) {
            if (e.code().equals("NotSimulated")) {
                // Without an engine there are none; those that are only kept are asked for elsewhere.
                return false;
            }
            throw e;
        }
    }
}
