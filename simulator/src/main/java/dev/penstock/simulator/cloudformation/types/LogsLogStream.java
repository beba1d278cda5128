package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogStreamResponse;

/** {@code AWS::Logs::LogStream}: Ref is the name. */
final class LogsLogStream extends ServiceHandler {

    static final String TYPE = "AWS::Logs::LogStream";
    private static final String GROUP = "LogGroupName";

    LogsLogStream() {
        super(TYPE, "logs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text("LogStreamName", context.generatedName(512));
        CreateLogStreamRequest request = CreateLogStreamRequest.builder()
                .logGroupName(asked.require(GROUP))
                .logStreamName(name)
                .build();
        call(context, request, CreateLogStreamResponse.class);
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteLogStreamRequest request = DeleteLogStreamRequest.builder()
                .logGroupName(Properties.of(resource.properties()).require(GROUP))
                .logStreamName(resource.physicalId())
                .build();
        remove(context, request, DeleteLogStreamResponse.class);
        return unchanged(resource);
    }
}
