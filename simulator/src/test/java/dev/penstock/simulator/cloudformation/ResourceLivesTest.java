package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.cloudformation.template.YamlValue;
import dev.penstock.simulator.cloudformation.types.ResourceTypes;
import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A resource of every simulated type is made by a stack, read back through its service, changed in place, replaced, deleted
 * and kept; {@code lives.yaml} has them. The types of a service live in one stack.
 */
class ResourceLivesTest {

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{(\\w+)");
    private static final Map<String, JsonValue> NEEDED = new LinkedHashMap<>();
    private static final List<Life> LIVES = read();
    private static final StackWorld WORLD = new StackWorld();

    /** @param after empty when nothing of it can be changed in place; replaced alike */
    private record Life(String type, JsonValue before, Optional<JsonValue> after, Optional<JsonValue> replaced) {

        String service() {
            return type.split("::", -1)[1];
        }

        String logicalId() {
            return type.substring("AWS::".length()).replace("::", "");
        }

        JsonValue properties(int step) {
            JsonValue changed = step == 0 ? before : after.orElse(before);
            return step < 2 ? changed : replaced.orElse(changed);
        }
    }

    private static List<Life> read() {
        try (InputStream in = Objects.requireNonNull(ResourceLivesTest.class.getResourceAsStream("lives.yaml"))) {
            JsonValue all = YamlValue.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            NEEDED.putAll(((JsonValue.Structure) member(all, "needed").orElseThrow()).members());
            return ((JsonValue.Array) member(all, "lives").orElseThrow())
                    .elements().stream()
                            .map(life -> new Life(
                                    JsonTexts.scalar(member(life, "type").orElseThrow()),
                                    member(life, "before").orElseThrow(),
                                    member(life, "after"),
                                    member(life, "replaced")))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<JsonValue> member(JsonValue value, String name) {
        return Optional.ofNullable(((JsonValue.Structure) value).members().get(name));
    }

    @BeforeAll
    static void putLayer() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("python/layer.py"));
        }
        try (S3Client s3 = WORLD.clients.s3()) {
            s3.createBucket(b -> b.bucket("lives-code"));
            s3.putObject(p -> p.bucket("lives-code").key("layer.zip"), RequestBody.fromBytes(bytes.toByteArray()));
        }
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    static Set<String> services() {
        Set<String> services = new TreeSet<>();
        LIVES.forEach(life -> services.add(life.service()));
        return services;
    }

    @Test
    void everySimulatedTypeHasALife() {
        Store store = Store.inMemory(() -> StackWorld.START);
        Ids ids = new Ids(store, 1);
        ResourceTypes types =
                new ResourceTypes(store, ids, new LaunchTemplates(store, ids), ResourceTypes.Others.REFUSED);

        assertThat(LIVES.stream().map(Life::type)).containsExactlyInAnyOrderElementsOf(types.simulated());
    }

    @ParameterizedTest
    @MethodSource("services")
    void itsTypesLiveThroughTheirWholeLives(String service) {
        List<Life> lives =
                LIVES.stream().filter(life -> life.service().equals(service)).toList();
        String stack = "lives-" + service;

        String id = created(stack, template(lives, 0, ""));
        Map<String, String> made = physicalIds(id);
        assertThat(drifted(id)).as("drift as it was made").isEmpty();

        if (lives.stream().anyMatch(life -> life.after().isPresent())) {
            updated(id, template(lives, 1, ""));
            assertThat(physicalIds(id)).as("changed in place").isEqualTo(made);
            assertThat(drifted(id)).as("drift as it was changed").isEmpty();
        }
        if (lives.stream().anyMatch(life -> life.replaced().isPresent())) {
            updated(id, template(lives, 2, ""));
            Map<String, String> now = physicalIds(id);
            assertThat(lives.stream()
                            .filter(life -> life.replaced().isPresent()
                                    == Objects.equals(now.get(life.logicalId()), made.get(life.logicalId())))
                            .map(Life::type))
                    .as("replaced where it has to be, and nowhere else")
                    .isEmpty();
            assertThat(drifted(id)).as("drift as it was replaced").isEmpty();
        }
        deleted(id);

        String kept = created(stack, template(lives, 0, ",\"DeletionPolicy\":\"Retain\""));
        deleted(kept);
        assertThat(WORLD.events(kept))
                .filteredOn(event -> event.contains("DELETE_SKIPPED"))
                .hasSizeGreaterThanOrEqualTo(lives.size());
    }

    private static String created(String stack, String template) {
        String id = WORLD.cloudFormation
                .createStack(
                        c -> c.stackName(stack).templateBody(template).capabilities(Capability.CAPABILITY_NAMED_IAM))
                .stackId();
        settle(id, "CREATE_COMPLETE");
        return id;
    }

    private static void updated(String id, String template) {
        WORLD.cloudFormation.updateStack(
                u -> u.stackName(id).templateBody(template).capabilities(Capability.CAPABILITY_NAMED_IAM));
        settle(id, "UPDATE_COMPLETE");
    }

    private static void deleted(String id) {
        WORLD.cloudFormation.deleteStack(d -> d.stackName(id));
        settle(id, "DELETE_COMPLETE");
    }

    private static void settle(String id, String status) {
        WORLD.settle();
        Stack stack = WORLD.stack(id);
        assertThat(stack.stackStatusAsString())
                .as(() -> String.join("\n", WORLD.events(id)))
                .isEqualTo(status);
    }

    private static Map<String, String> physicalIds(String id) {
        Map<String, String> ids = new TreeMap<>();
        for (StackResourceSummary resource : WORLD.cloudFormation
                .listStackResourcesPaginator(l -> l.stackName(id))
                .stackResourceSummaries()) {
            ids.put(resource.logicalResourceId(), resource.physicalResourceId());
        }
        return ids;
    }

    private static List<String> drifted(String id) {
        WORLD.cloudFormation.detectStackDrift(d -> d.stackName(id));
        WORLD.aws.time().advance(Duration.ofMinutes(1));
        List<String> drifted = new ArrayList<>();
        for (StackResourceDrift drift : WORLD.cloudFormation
                .describeStackResourceDrifts(d -> d.stackName(id))
                .stackResourceDrifts()) {
            if (drift.stackResourceDriftStatus() != StackResourceDriftStatus.IN_SYNC) {
                drifted.add(drift.logicalResourceId() + " " + drift.stackResourceDriftStatus() + " "
                        + drift.propertyDifferences());
            }
        }
        return drifted;
    }

    /** @param attributes of all resources, as JSON with a comma before */
    private static String template(List<Life> lives, int step, String attributes) {
        Map<String, String> resources = new TreeMap<>();
        for (Life life : lives) {
            JsonValue properties = life.properties(step);
            resources.put(
                    life.logicalId(),
                    "{\"Type\":\"" + life.type() + "\",\"Properties\":" + JsonTexts.of(properties) + attributes + "}");
            need(properties, attributes, resources);
        }
        List<String> members = new ArrayList<>();
        resources.forEach((name, resource) -> members.add("\"" + name + "\":" + resource));
        return "{\"Resources\":{" + String.join(",", members) + "}}";
    }

    private static void need(JsonValue value, String attributes, Map<String, String> resources) {
        switch (value) {
            case JsonValue.Structure(Map<String, JsonValue> members) -> {
                members.forEach((name, member) -> {
                    names(name, member).forEach(needed -> {
                        JsonValue resource = NEEDED.get(needed);
                        if (resource != null && !resources.containsKey(needed)) {
                            String text = JsonTexts.of(resource);
                            resources.put(needed, text.substring(0, text.length() - 1) + attributes + "}");
                            need(resource, attributes, resources);
                        }
                    });
                    need(member, attributes, resources);
                });
            }
            case JsonValue.Array(List<JsonValue> elements) ->
                elements.forEach(element -> need(element, attributes, resources));
            default -> {}
        }
    }

    private static List<String> names(String function, JsonValue argument) {
        return switch (function) {
            case "Ref" -> List.of(JsonTexts.scalar(argument));
            case "Fn::GetAtt" ->
                List.of(JsonTexts.scalar(((JsonValue.Array) argument).elements().getFirst()));
            case "Fn::Sub" -> {
                Matcher name = SUBSTITUTED.matcher(JsonTexts.scalar(argument));
                yield name.results().map(result -> result.group(1)).toList();
            }
            default -> List.of();
        };
    }
}
