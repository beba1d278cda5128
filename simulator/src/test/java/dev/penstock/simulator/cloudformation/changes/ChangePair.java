package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.template.YamlValue;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/**
 * A change of which it is known what it comes to; {@code pairs/README.md} describes the files.
 *
 * @param file that it is from
 * @param change what changes
 * @param source where its outcome is known from
 * @param before the resources before
 * @param after the resources after
 * @param outcome what becomes of each resource
 * @param overview the same as far as it can be told without values of properties
 */
public record ChangePair(
        String file,
        String change,
        String source,
        JsonValue before,
        JsonValue after,
        Map<String, String> outcome,
        Map<String, String> overview) {

    private static final List<String> FILES =
            List.of("ecs", "elb", "identity-and-messages", "lambda-and-alarms", "network", "rds", "storage");

    /** All there are. */
    public static Stream<ChangePair> all() {
        return FILES.stream().flatMap(ChangePair::read);
    }

    private static Stream<ChangePair> read(String file) {
        try (var in = Objects.requireNonNull(ChangePair.class.getResourceAsStream("pairs/" + file + ".yaml"), file)) {
            JsonValue all = YamlValue.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return ((JsonValue.Array) all).elements().stream().map(entry -> of(file, entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChangePair of(String file, JsonValue entry) {
        Map<String, String> outcome = outcomes(entry, "outcome").orElseThrow();
        return new ChangePair(
                file,
                RecordedChange.text(entry, "change").orElseThrow(),
                RecordedChange.text(entry, "source").orElseThrow(),
                RecordedChange.member(entry, "before").orElseThrow(),
                RecordedChange.member(entry, "after").orElseThrow(),
                outcome,
                outcomes(entry, "overview").orElse(outcome));
    }

    private static Optional<Map<String, String>> outcomes(JsonValue entry, String name) {
        return RecordedChange.member(entry, name).map(value -> {
            Map<String, String> outcomes = new TreeMap<>();
            ((JsonValue.Structure) value)
                    .members()
                    .forEach((resource, outcome) -> outcomes.put(resource, JsonTexts.scalar(outcome)));
            return outcomes;
        });
    }

    /**
     * What a change set says of it.
     *
     * @param values whether it was asked for the values of properties
     */
    public List<ResourceChange> changes(boolean values) {
        RecordedAccount account = new RecordedAccount();
        Template template = Template.parse(template(before));
        DeployedStack stack = new DeployedStack(template, ParameterValues.none(), deployed(account, before), Map.of());
        return ChangeCalculation.between(
                        Optional.of(stack),
                        Template.parse(template(after)),
                        ParameterValues.none(),
                        account,
                        Schemas.published(),
                        ChangeOptions.overview(Map.of()).withPropertyValues(values))
                .resources();
    }

    /** What resources are once they are made. */
    static Map<String, Deployed> deployed(RecordedAccount account, JsonValue resources) {
        return account.deploy(Template.parse(template(resources)), ParameterValues.none(), Map.of());
    }

    private static String template(JsonValue resources) {
        return "{\"Resources\":" + JsonTexts.of(resources) + "}";
    }

    @Override
    public String toString() {
        return file + ": " + change;
    }
}
