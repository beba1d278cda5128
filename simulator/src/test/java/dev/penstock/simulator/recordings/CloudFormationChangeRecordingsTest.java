package dev.penstock.simulator.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * A stack is made by a change set, changed by another and deleted; what AWS said on the way was recorded, from pairs of
 * templates that stand beside the tests of change calculation.
 */
class CloudFormationChangeRecordingsTest {

    private static final String PAIRS = "/dev/penstock/simulator/cloudformation/changes/recorded/";
    private static final String FOLDER = "cloudformation/";

    @RegisterExtension
    static final Recording CONDITIONS = open("test_change_set_conditions");

    @RegisterExtension
    static final Recording DEPENDS_ON = open("test_change_set_depends_on");

    @RegisterExtension
    static final Recording BASE64 = open("test_change_set_fn_base64");

    @RegisterExtension
    static final Recording GET_ATTR = open("test_change_set_fn_get_attr");

    @RegisterExtension
    static final Recording JOIN = open("test_change_set_fn_join");

    @RegisterExtension
    static final Recording SELECT = open("test_change_set_fn_select");

    @RegisterExtension
    static final Recording SPLIT = open("test_change_set_fn_split");

    @RegisterExtension
    static final Recording SUB = open("test_change_set_fn_sub");

    @RegisterExtension
    static final Recording MAPPINGS = open("test_change_set_mappings");

    @RegisterExtension
    static final Recording PARAMETERS = open("test_change_set_parameters");

    @RegisterExtension
    static final Recording REF = open("test_change_set_ref");

    @RegisterExtension
    static final Recording VALUES = open("test_change_set_values");

    @RegisterExtension
    static final Recording CHANGE_SETS = open("test_change_sets");

    private static Recording open(String name) {
        return Recordings.open(FOLDER + name + Recordings.ENDING);
    }

    @Test
    void conditions() {
        replay(CONDITIONS, "test_change_set_conditions");
    }

    @Test
    void dependsOn() {
        replay(DEPENDS_ON, "test_change_set_depends_on");
    }

    @Test
    void base64() {
        replay(BASE64, "test_change_set_fn_base64");
    }

    @Test
    void attributes() {
        replay(GET_ATTR, "test_change_set_fn_get_attr");
    }

    @Test
    void joins() {
        replay(JOIN, "test_change_set_fn_join");
    }

    @Test
    void selections() {
        replay(SELECT, "test_change_set_fn_select");
    }

    @Test
    void splits() {
        replay(SPLIT, "test_change_set_fn_split");
    }

    @Test
    void substitutions() {
        replay(SUB, "test_change_set_fn_sub");
    }

    @Test
    void mappings() {
        replay(MAPPINGS, "test_change_set_mappings");
    }

    @Test
    void parameters() {
        replay(PARAMETERS, "test_change_set_parameters");
    }

    @Test
    void references() {
        replay(REF, "test_change_set_ref");
    }

    @Test
    void values() {
        replay(VALUES, "test_change_set_values");
    }

    @Test
    void changeSets() {
        replay(CHANGE_SETS, "test_change_sets");
    }

    /** All pairs of a snapshot; what disagrees is told together. */
    private static void replay(Recording recording, String snapshot) {
        List<String> problems = new ArrayList<>();
        for (JsonValue entry : pairs(snapshot)) {
            String test = text(member(entry, "test"));
            try {
                recording.test(test, session -> replay(session, entry));
            } catch (CloudFormationException refused) {
                // The stack did not come as far; what follows is not replayed, and not-replayed.txt has to say so.
                assertThat(refused).hasMessageContaining("can not be updated");
            } catch (AssertionError e) {
                problems.add(test + ": " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }

    private static void replay(Session session, JsonValue entry) {
        try (SimulatedAws aws = SimulatedAws.builder()
                .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
                .start()) {
            new Replay(aws, session).run(entry);
        }
    }

    private static List<JsonValue> pairs(String snapshot) {
        try (InputStream in =
                CloudFormationChangeRecordingsTest.class.getResourceAsStream(PAIRS + snapshot + ".json")) {
            String json = new String(Objects.requireNonNull(in, snapshot).readAllBytes(), StandardCharsets.UTF_8);
            return ((JsonValue.Array) JsonValue.parse(json).orElseThrow()).elements();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonValue member(JsonValue value, String name) {
        return ((JsonValue.Structure) value).members().getOrDefault(name, new JsonValue.Structure(Map.of()));
    }

    private static String text(JsonValue value) {
        return ((JsonValue.Text) value).value();
    }

    /** One stack from its creation to its end. */
    private static final class Replay {

        private static final String STACK = "stack-1";

        private final SimulatedAws aws;
        private final CloudFormationClient cloudFormation;
        private final Session session;

        Replay(SimulatedAws aws, Session session) {
            this.aws = aws;
            this.session = session;
            this.cloudFormation = Clients.of(aws).with(CloudFormationClient.builder());
        }

        void run(JsonValue entry) {
            session.form(RecordedChanges::recorded, RecordedChanges::ours);
            String stack = changed(entry, "before", "CREATE", 1);
            changed(entry, "after", "UPDATE", 2);
            boolean whole = session.recorded("per-resource-events")
                    .filter(events -> events instanceof Tree.Structure s
                            && s.member("Stack").isEmpty())
                    .isPresent();
            if (whole) {
                session.matches("per-resource-events", wholeEvents(stack));
            }
            cloudFormation.deleteStack(d -> d.stackName(stack));
            settle();
            session.matches("delete-describe", describe(stack));
            if (!whole) {
                session.matches("per-resource-events", events(stack));
            }
        }

        /** As the recorder made its list at first: before the deletion, the latest first. */
        private Map<String, List<StackEvent>> wholeEvents(String stackId) {
            Map<String, List<StackEvent>> events = new LinkedHashMap<>();
            cloudFormation
                    .describeStackEvents(d -> d.stackName(stackId))
                    .stackEvents()
                    .forEach(event -> events.computeIfAbsent(event.logicalResourceId(), id -> new ArrayList<>())
                            .add(event));
            return events;
        }

        private String changed(JsonValue entry, String which, String type, int number) {
            List<Parameter> parameters = new ArrayList<>();
            ((JsonValue.Structure) member(entry, which + "Parameters"))
                    .members()
                    .forEach((name, value) -> parameters.add(Parameter.builder()
                            .parameterKey(name)
                            .parameterValue(text(value))
                            .build()));
            JsonValue template = member(entry, which);
            CreateChangeSetResponse created = session.call(
                    "create-change-set-" + number,
                    () -> cloudFormation.createChangeSet(c -> c.stackName(STACK)
                            .changeSetName("cs-1")
                            .templateBody(template instanceof JsonValue.Text ? text(template) : JsonTexts.of(template))
                            .changeSetType(type)
                            .capabilities(capabilities())
                            .parameters(parameters)));
            settle();
            for (boolean values : List.of(true, false)) {
                session.call(
                        "describe-change-set-" + number + (values ? "-prop-values" : ""),
                        () -> cloudFormation.describeChangeSet(
                                d -> d.changeSetName(created.id()).includePropertyValues(values)));
            }
            session.call(
                    "execute-change-set-" + number,
                    () -> cloudFormation.executeChangeSet(e -> e.changeSetName(created.id())));
            settle();
            session.matches("post-create-" + number + "-describe", describe(created.stackId()));
            return created.stackId();
        }

        /** The recorder gave all of them in later years, and none before. */
        private List<Capability> capabilities() {
            boolean given = session.recorded("describe-change-set-1")
                    .filter(Tree.Structure.class::isInstance)
                    .map(Tree.Structure.class::cast)
                    .flatMap(set -> set.member("Capabilities"))
                    .filter(list -> list instanceof Tree.Sequence(List<Tree> items) && !items.isEmpty())
                    .isPresent();
            return given
                    ? List.of(
                            Capability.CAPABILITY_IAM,
                            Capability.CAPABILITY_NAMED_IAM,
                            Capability.CAPABILITY_AUTO_EXPAND)
                    : List.of();
        }

        private Object describe(String stackId) {
            return cloudFormation
                    .describeStacks(d -> d.stackName(stackId))
                    .stacks()
                    .getFirst();
        }

        private void settle() {
            aws.time().advance(Duration.ofMinutes(30));
        }

        /** As the recorder made its list: changes of status only, without the clean-up's. */
        private Map<String, List<Map<String, Object>>> events(String stackId) {
            Map<String, List<Map<String, Object>>> events = new LinkedHashMap<>();
            Map<String, String> latest = new LinkedHashMap<>();
            for (StackEvent event : cloudFormation
                    .describeStackEvents(d -> d.stackName(stackId))
                    .stackEvents()) {
                String status = event.resourceStatusAsString();
                String id = event.logicalResourceId();
                if (status.equals("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS") || status.equals(latest.put(id, status))) {
                    continue;
                }
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("LogicalResourceId", id);
                shown.put("PhysicalResourceId", event.physicalResourceId());
                shown.put("ResourceStatus", status);
                shown.put("ResourceType", event.resourceType());
                shown.put("Timestamp", event.timestamp());
                events.computeIfAbsent(id.equals(STACK) ? "Stack" : id, name -> new ArrayList<>())
                        .addFirst(shown);
            }
            return events;
        }
    }
}
