package dev.penstock.library.pipeline;

import dev.penstock.pipeline.RuleDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A rule of a condition, written in Java ({@code RuleDeclaration}). */
public final class RuleBuilder {

    private final String name;
    private final String provider;
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private Optional<String> roleArn = Optional.empty();
    private Optional<String> region = Optional.empty();
    private OptionalInt timeoutInMinutes = OptionalInt.empty();

    RuleBuilder(String name, String provider) {
        this.name = name;
        this.provider = provider;
    }

    /** One of the provider's keys; given twice, the last value counts. */
    public RuleBuilder configuration(String key, String value) {
        configuration.put(key, value);
        return this;
    }

    /** Adds commands, of the {@code Commands} rule. */
    public RuleBuilder commands(String... added) {
        commands.addAll(List.of(added));
        return this;
    }

    /** Adds input artifacts, by their names. */
    public RuleBuilder inputs(String... artifacts) {
        inputs.addAll(List.of(artifacts));
        return this;
    }

    /** The role that the rule assumes, by its ARN. */
    public RuleBuilder role(String arn) {
        roleArn = Optional.of(arn);
        return this;
    }

    /** Where the rule runs. */
    public RuleBuilder region(String given) {
        region = Optional.of(given);
        return this;
    }

    /** After so many minutes it does not hold, 5 to 86400. */
    public RuleBuilder timeoutInMinutes(int minutes) {
        timeoutInMinutes = OptionalInt.of(minutes);
        return this;
    }

    RuleDeclaration build() {
        return new RuleDeclaration(name, provider, configuration, commands, inputs, roleArn, region, timeoutInMinutes);
    }
}
