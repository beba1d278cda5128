package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code Events} of a function: what calls it, each with the resources and permissions that this takes. */
final class Events {

    /** AWS's policies that reading a source takes, by the event's type. */
    private static final Map<String, String> POLLED = Map.of(
            "SQS", "AWSLambdaSQSQueueExecutionRole",
            "Kinesis", "AWSLambdaKinesisExecutionRole",
            "DynamoDB", "AWSLambdaDynamoDBExecutionRole",
            "MSK", "AWSLambdaMSKExecutionRole");

    private static final String SIMULATED =
            "Api, CloudWatchEvent, CloudWatchLogs, DynamoDB, EventBridgeRule, HttpApi, Kinesis, MSK,"
                    + " S3, SNS, SQS, Schedule, ScheduleV2";

    private final Written written;
    private final Apis apis;

    /**
     * A function as its callers have it.
     *
     * @param reference its name, or its alias
     * @param arn its ARN, or that of its alias
     */
    record Called(JsonValue reference, JsonValue arn) {}

    /** @param id of the resource that stands for it */
    private record Event(Declared function, String id, Map<String, JsonValue> given, Called called) {

        Optional<JsonValue> get(String name) {
            return Optional.ofNullable(given.get(name));
        }

        JsonValue required(String name) {
            return get(name)
                    .orElseThrow(() -> new InvalidResource(
                            function.logicalId(),
                            "Event with id ["
                                    + id.substring(function.logicalId().length())
                                    + "] is invalid. Missing required property '" + name + "'."));
        }
    }

    Events(Written written, Apis apis) {
        this.written = written;
        this.apis = apis;
    }

    /** Names of AWS's policies that the function's role needs for them. */
    Set<String> policies(Declared function) {
        Set<String> names = new LinkedHashSet<>();
        Members.of(function.property("Events"))
                .values()
                .forEach(event -> Optional.ofNullable(POLLED.get(type(event))).ifPresent(names::add));
        return names;
    }

    private static String type(JsonValue event) {
        return Members.of(Optional.of(event)).get("Type") instanceof JsonValue.Text(String type) ? type : "";
    }

    void write(Declared function, Called called) {
        Members.of(function.property("Events")).forEach((name, event) -> {
            Map<String, JsonValue> given = Members.of(
                    Optional.ofNullable(Members.of(Optional.of(event)).get("Properties")));
            Event one = new Event(function, function.logicalId() + name, given, called);
            switch (type(event)) {
                case "SQS" -> mapping(one, "Queue");
                case "Kinesis", "DynamoDB", "MSK" -> mapping(one, "Stream");
                case "Schedule" ->
                    rule(
                            one,
                            new Members()
                                    .with("ScheduleExpression", one.required("Schedule"))
                                    .from(given, List.of("Name", "Description")));
                case "EventBridgeRule", "CloudWatchEvent" ->
                    rule(
                            one,
                            new Members()
                                    .with("EventPattern", one.required("Pattern"))
                                    .with("Name", one.get("RuleName"))
                                    .from(given, List.of("EventBusName")));
                case "ScheduleV2" -> schedule(one);
                case "SNS" -> topic(one);
                case "S3" -> bucket(one);
                case "CloudWatchLogs" -> logs(one);
                case "Api" -> apis.route(function, name, given, called.reference(), Apis.Kind.REST);
                case "HttpApi" -> apis.route(function, name, given, called.reference(), Apis.Kind.HTTP);
                default ->
                    throw function.invalid("Event with id [" + name + "] is invalid. Events of type '" + type(event)
                            + "' are not simulated. These are: " + SIMULATED + ".");
            }
        });
    }

    private void mapping(Event event, String source) {
        Map<String, JsonValue> rest = new LinkedHashMap<>(event.given());
        rest.keySet().removeAll(List.of(source, "ConsumerGroupId", "FunctionName"));
        written.add(
                event.id(),
                "AWS::Lambda::EventSourceMapping",
                new Members()
                        .with("EventSourceArn", event.required(source))
                        .with("FunctionName", event.called().reference())
                        .from(rest, rest.keySet())
                        .built(),
                event.function());
    }

    private void rule(Event event, Members rule) {
        Members target = new Members()
                .with("Arn", event.called().arn())
                .with("Id", event.id() + "LambdaTarget")
                .from(event.given(), List.of("Input", "InputPath", "RetryPolicy"));
        Optional.ofNullable(Members.of(event.get("InputTransformer")))
                .filter(transformer -> !transformer.isEmpty())
                .ifPresent(transformer -> target.with("InputTransformer", event.get("InputTransformer")));
        deadLetters(event).ifPresent(config -> target.with("DeadLetterConfig", config));
        written.add(
                event.id(),
                "AWS::Events::Rule",
                rule.with("State", state(event))
                        .with("Targets", Members.list(List.of(target.built())))
                        .built(),
                event.function());
        permission(
                event,
                event.id() + "Permission",
                "events.amazonaws.com",
                new Members().with("SourceArn", Members.getAtt(event.id(), "Arn")));
    }

    private static Optional<JsonValue> state(Event event) {
        return event.get("State")
                .or(() -> event.get("Enabled")
                        .map(enabled -> Members.text(
                                enabled.equals(Members.truth(false)) || enabled.equals(Members.text("false"))
                                        ? "DISABLED"
                                        : "ENABLED")));
    }

    private static Optional<JsonValue> deadLetters(Event event) {
        Map<String, JsonValue> given = Members.of(event.get("DeadLetterConfig"));
        return given.containsKey("Arn")
                ? Optional.of(new Members().from(given, List.of("Arn")).built())
                : Optional.empty();
    }

    private void schedule(Event event) {
        String role = event.id() + "Role";
        Members target = new Members()
                .with("Arn", event.called().arn())
                .with("RoleArn", event.get("RoleArn").orElseGet(() -> Members.getAtt(role, "Arn")))
                .from(event.given(), List.of("Input", "RetryPolicy"));
        deadLetters(event).ifPresent(config -> target.with("DeadLetterConfig", config));
        if (event.get("RoleArn").isEmpty()) {
            written.add(
                    role,
                    "AWS::IAM::Role",
                    new Members()
                            .with("AssumeRolePolicyDocument", FunctionRole.trust("scheduler.amazonaws.com"))
                            .with(
                                    "Policies",
                                    Members.list(List.of(FunctionRole.policy(
                                            event.id() + "LambdaPolicy",
                                            FunctionRole.allowing(
                                                    "lambda:InvokeFunction",
                                                    event.called().arn())))))
                            .with("PermissionsBoundary", event.get("PermissionsBoundary"))
                            .built(),
                    event.function());
        }
        written.add(
                event.id(),
                "AWS::Scheduler::Schedule",
                new Members()
                        .with("ScheduleExpression", event.required("ScheduleExpression"))
                        .with("Name", event.get("Name").orElse(Members.text(event.id())))
                        .with(
                                "FlexibleTimeWindow",
                                event.get("FlexibleTimeWindow")
                                        .orElse(new Members()
                                                .with("Mode", "OFF")
                                                .built()))
                        .from(
                                event.given(),
                                List.of(
                                        "Description",
                                        "EndDate",
                                        "GroupName",
                                        "KmsKeyArn",
                                        "ScheduleExpressionTimezone",
                                        "StartDate",
                                        "State"))
                        .with("Target", target.built())
                        .built(),
                event.function());
    }

    private void topic(Event event) {
        if (event.get("SqsSubscription")
                .filter(given -> !given.equals(Members.truth(false)))
                .isPresent()) {
            throw event.function().invalid("Events of type 'SNS' with 'SqsSubscription' are not simulated.");
        }
        JsonValue topic = event.required("Topic");
        written.add(
                event.id(),
                "AWS::SNS::Subscription",
                new Members()
                        .with("Endpoint", event.called().arn())
                        .with("Protocol", "lambda")
                        .with("TopicArn", topic)
                        .from(event.given(), List.of("FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "Region"))
                        .built(),
                event.function());
        permission(event, event.id() + "Permission", "sns.amazonaws.com", new Members().with("SourceArn", topic));
    }

    private void logs(Event event) {
        JsonValue group = event.required("LogGroupName");
        permission(
                event,
                event.id() + "Permission",
                "logs.amazonaws.com",
                new Members()
                        .with(
                                "SourceArn",
                                new Members()
                                        .with(
                                                "Fn::Sub",
                                                Members.list(List.of(
                                                        Members.text("arn:${AWS::Partition}:logs:${AWS::Region}:"
                                                                + "${AWS::AccountId}:log-group:${group}:*"),
                                                        new Members()
                                                                .with("group", group)
                                                                .built())))
                                        .built()));
        written.add(
                event.id(),
                "AWS::Logs::SubscriptionFilter",
                new Members()
                        .with("DestinationArn", event.called().arn())
                        .with("FilterPattern", event.required("FilterPattern"))
                        .with("LogGroupName", group)
                        .built(),
                new Members()
                        .from(event.function().attributes(), List.of("Condition"))
                        .with("DependsOn", Members.texts(event.id() + "Permission")));
    }

    /** The bucket itself is told of the function; it waits for the permission, as S3 tries the function at once. */
    private void bucket(Event event) {
        if (!(Members.of(Optional.of(event.required("Bucket"))).get("Ref") instanceof JsonValue.Text(String id))
                || !(written.resources().get(id) instanceof JsonValue.Structure(Map<String, JsonValue> declared))) {
            throw event.function()
                    .invalid("Event with id ["
                            + event.id().substring(event.function().logicalId().length())
                            + "] is invalid. S3 events must reference an S3 bucket in the same template.");
        }
        String permission = event.id() + "Permission";
        permission(
                event,
                permission,
                "s3.amazonaws.com",
                new Members().with("SourceAccount", Members.ref("AWS::AccountId")));
        Map<String, JsonValue> bucket = new LinkedHashMap<>(declared);
        List<JsonValue> after = new ArrayList<>(Members.elements(Optional.ofNullable(bucket.get("DependsOn"))));
        after.add(Members.text(permission));
        bucket.put("DependsOn", Members.list(after));
        Map<String, JsonValue> properties =
                new LinkedHashMap<>(Members.of(Optional.ofNullable(bucket.get("Properties"))));
        Map<String, JsonValue> notifications =
                new LinkedHashMap<>(Members.of(Optional.ofNullable(properties.get("NotificationConfiguration"))));
        List<JsonValue> functions =
                new ArrayList<>(Members.elements(Optional.ofNullable(notifications.get("LambdaConfigurations"))));
        for (JsonValue what : Members.elements(Optional.of(event.required("Events")))) {
            functions.add(event.function()
                    .conditional(new Members()
                            .with("Event", what)
                            .with("Function", event.called().arn())
                            .with("Filter", event.get("Filter"))
                            .built()));
        }
        notifications.put("LambdaConfigurations", Members.list(functions));
        properties.put("NotificationConfiguration", new JsonValue.Structure(notifications));
        bucket.put("Properties", new JsonValue.Structure(properties));
        written.resources().put(id, new JsonValue.Structure(bucket));
    }

    private void permission(Event event, String id, String principal, Members source) {
        written.add(
                id,
                "AWS::Lambda::Permission",
                source.with("Action", "lambda:InvokeFunction")
                        .with("FunctionName", event.called().reference())
                        .with("Principal", principal)
                        .built(),
                event.function());
    }
}
