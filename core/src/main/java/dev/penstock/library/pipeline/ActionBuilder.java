package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.pipeline.OutputArtifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An action, written in Java ({@code ActionDeclaration}). {@link Actions} has one for each of the usual types. Text may refer
 * to variables; {@link #variable} writes such a reference.
 */
public final class ActionBuilder {

    private final String name;
    private final ActionTypeId type;
    private final Map<String, String> configuration = new LinkedHashMap<>();
    private final List<String> commands = new ArrayList<>();
    private final List<EnvironmentVariable> environment = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<OutputArtifact> outputs = new ArrayList<>();
    private final List<String> outputVariables = new ArrayList<>();
    private int runOrder = 1;
    private Optional<String> roleArn = Optional.empty();
    private Optional<String> region = Optional.empty();
    private Optional<String> namespace = Optional.empty();
    private OptionalInt timeoutInMinutes = OptionalInt.empty();

    private ActionBuilder(String name, ActionTypeId type) {
        this.name = name;
        this.type = type;
    }

    /**
     * An action of any type, such as a plugin's.
     *
     * @param name unique in its stage, 1 to 100 characters
     */
    public static ActionBuilder named(String name, ActionTypeId type) {
        return new ActionBuilder(name, type);
    }

    /** A reference to a variable: {@code #{namespace.key}}. */
    public static String variable(String namespace, String key) {
        return "#{" + namespace + "." + key + "}";
    }

    /** One of the provider's keys; given twice, the last value counts. */
    public ActionBuilder configuration(String key, String value) {
        configuration.put(key, value);
        return this;
    }

    /** 1 to 999, 1 unless said otherwise; actions of equal run order run side by side. */
    public ActionBuilder runOrder(int given) {
        runOrder = given;
        return this;
    }

    /** Adds input artifacts, by the names under which earlier actions put them out. */
    public ActionBuilder inputs(String... artifacts) {
        inputs.addAll(List.of(artifacts));
        return this;
    }

    /** Adds output artifacts, each of a name that is unique in the pipeline. */
    public ActionBuilder outputs(String... artifacts) {
        for (String artifact : artifacts) {
            outputs.add(new OutputArtifact(artifact));
        }
        return this;
    }

    /** Adds an output artifact of the files that match, 1 to 10 patterns; of compute actions only. */
    public ActionBuilder outputOf(String artifact, String... files) {
        outputs.add(new OutputArtifact(artifact, List.of(files)));
        return this;
    }

    /** Adds commands, of the {@code Commands} action. */
    public ActionBuilder commands(String... added) {
        commands.addAll(List.of(added));
        return this;
    }

    /** Adds output variables, of the {@code Commands} action. */
    public ActionBuilder outputVariables(String... added) {
        outputVariables.addAll(List.of(added));
        return this;
    }

    /** Adds a variable of the environment that the action runs in, beside its configuration. */
    public ActionBuilder environment(String variable, String value) {
        return environment(variable, value, EnvironmentVariableType.PLAINTEXT);
    }

    /** The same, whose value may stand elsewhere. */
    public ActionBuilder environment(String variable, String value, EnvironmentVariableType valueType) {
        environment.add(new EnvironmentVariable(variable, value, valueType));
        return this;
    }

    /** The role that the action assumes, by its ARN. */
    public ActionBuilder role(String arn) {
        roleArn = Optional.of(arn);
        return this;
    }

    /** Where the action runs. */
    public ActionBuilder region(String given) {
        region = Optional.of(given);
        return this;
    }

    /** Under which its output variables are referred to. */
    public ActionBuilder namespace(String given) {
        namespace = Optional.of(given);
        return this;
    }

    /** 5 to 86400, of manual approvals. */
    public ActionBuilder timeoutInMinutes(int minutes) {
        timeoutInMinutes = OptionalInt.of(minutes);
        return this;
    }

    ActionDeclaration build() {
        return new ActionDeclaration(
                name,
                type,
                runOrder,
                configuration,
                commands,
                environment,
                inputs,
                outputs,
                outputVariables,
                roleArn,
                region,
                namespace,
                timeoutInMinutes);
    }
}
