package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** {@code AWS::Events::Rule}: Ref is its name, with its bus before it where that is not the default one. */
final class EventsRule extends ServiceHandler {

    static final String TYPE = "AWS::Events::Rule";
    private static final String NAME = "Name";
    private static final String BUS = "EventBusName";
    private static final String PATTERN = "EventPattern";
    private static final String TARGETS = "Targets";
    private static final String TAGS = "Tags";
    private static final int LONGEST_NAME = 64;

    EventsRule() {
        super(TYPE, "events");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(LONGEST_NAME));
        String bus = bus(asked);
        if (rule(context, bus, name).isPresent()) {
            return alreadyExists(name);
        }
        String arn = put(context, asked, bus, name, TagSet.given(context, asked, TAGS));
        target(context, bus, name, Properties.none(), asked);
        return done(bus.isEmpty() ? name : bus + "|" + name, "Arn", arn, "RuleName", name);
    }

    /** The name of a bus that was named by its name or ARN; empty for the default one. */
    private static String bus(Properties asked) {
        String bus = asked.text(BUS, "default");
        String name = bus.substring(bus.lastIndexOf('/') + 1);
        return name.equals("default") ? "" : name;
    }

    private static String nameOf(Deployed resource) {
        return resource.physicalId().substring(resource.physicalId().indexOf('|') + 1);
    }

    private Optional<DescribeRuleResponse> rule(ResourceContext context, String bus, String name) {
        DescribeRuleRequest request = DescribeRuleRequest.builder()
                .name(name)
                .eventBusName(bus.isEmpty() ? null : bus)
                .build();
        return find(context, request, DescribeRuleResponse.class);
    }

    private String put(ResourceContext context, Properties asked, String bus, String name, Map<String, String> tags) {
        PutRuleRequest.Builder request =
                fill(PutRuleRequest.builder(), asked.without(NAME, BUS, PATTERN, TARGETS, TAGS));
        asked.get(PATTERN).ifPresent(pattern -> request.eventPattern(JsonTexts.scalar(pattern)));
        request.name(name).eventBusName(bus.isEmpty() ? null : bus).tags(EventsTags.of(tags));
        return call(context, request.build(), PutRuleResponse.class).ruleArn();
    }

    private void target(ResourceContext context, String bus, String name, Properties before, Properties asked) {
        List<String> gone = new ArrayList<>(
                before.parts(TARGETS).stream().map(one -> one.text("Id", "")).toList());
        List<Target> wanted = new ArrayList<>();
        for (Properties one : asked.parts(TARGETS)) {
            gone.remove(one.text("Id", ""));
            wanted.add(fill(Target.builder(), one).build());
        }
        String onBus = bus.isEmpty() ? null : bus;
        if (!gone.isEmpty()) {
            call(
                    context,
                    RemoveTargetsRequest.builder()
                            .rule(name)
                            .eventBusName(onBus)
                            .ids(gone)
                            .build(),
                    RemoveTargetsResponse.class);
        }
        if (!wanted.isEmpty()) {
            call(
                    context,
                    PutTargetsRequest.builder()
                            .rule(name)
                            .eventBusName(onBus)
                            .targets(wanted)
                            .build(),
                    PutTargetsResponse.class);
        }
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        Properties asked = Properties.of(after);
        String name = nameOf(before);
        String arn = put(context, asked, bus(asked), name, Map.of());
        target(context, bus(asked), name, old, asked);
        EventsTags.change(this, context, arn, TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String bus = bus(given);
        String name = nameOf(resource);
        if (rule(context, bus, name).isPresent()) {
            target(context, bus, name, given, Properties.none());
            remove(
                    context,
                    DeleteRuleRequest.builder()
                            .name(name)
                            .eventBusName(bus.isEmpty() ? null : bus)
                            .build(),
                    DeleteRuleResponse.class);
        }
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return rule(context, bus(given), nameOf(resource)).map(found -> {
            Properties plain = given.only("Description", "ScheduleExpression", "State", "RoleArn");
            Properties now = given.without("Description", "ScheduleExpression", "State", "RoleArn")
                    .withAll(Properties.of(PropertyShapes.current(plain.structure(), found)));
            Properties matched = found.eventPattern() == null
                    ? now.without(PATTERN)
                    : now.with(PATTERN, JsonTexts.structure(found.eventPattern()));
            return matched.withGiven(TAGS, given, EventsTags.read(this, context, found.arn()))
                    .structure();
        });
    }
}
