package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remembers what a stack was, and says how it gets there again. */
final class StackGoingBack {

    /** The name of the artifact with the template that a stack had; no declared artifact can have it. */
    static final String ARTIFACT = "::before";

    /** The template's name in it. */
    static final String TEMPLATE = "template";

    /** How CloudFormation shows the value of a parameter with {@code NoEcho}. */
    private static final String NOT_TOLD = "****";

    private final Stacks stacks;

    StackGoingBack(Stacks stacks) {
        this.stacks = stacks;
    }

    /** What the stack is now; absent if there is none. */
    Optional<WaveTarget.Before> remember(ActionContext context, CloudFormationConfiguration configuration)
            throws IOException {
        Optional<Stack> stack = stacks.find(context.scope(), configuration.stack())
                .filter(found -> found.status() != StackStatus.REVIEW_IN_PROGRESS);
        if (stack.isEmpty()) {
            return Optional.empty();
        }
        Path bundle = context.workDirectory().resolve("before.zip");
        new BundleWriter()
                .file(TEMPLATE, stacks.template(context.scope(), stack.get().id(), false))
                .write(bundle);
        return Optional.of(new WaveTarget.Before(
                context.store(bundle),
                stack.get().parameters(),
                List.copyOf(stack.get().capabilities())));
    }

    /** What brings a stack back to what it was: to nothing, if there was none. */
    static CloudFormationConfiguration back(
            CloudFormationConfiguration configuration, Optional<WaveTarget.Before> before) {
        return before.map(was -> back(configuration, was)).orElseGet(() -> gone(configuration));
    }

    private static CloudFormationConfiguration gone(CloudFormationConfiguration configuration) {
        return new CloudFormationConfiguration(
                StackGoal.DELETE,
                configuration.stack(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                configuration.roleArn(),
                Optional.empty(),
                Optional.empty());
    }

    /** A deployment of what the stack was. What cannot be told of its parameters keeps the value that it has. */
    private static CloudFormationConfiguration back(
            CloudFormationConfiguration configuration, WaveTarget.Before before) {
        Map<String, String> told = new LinkedHashMap<>(before.parameters());
        told.values().removeIf(NOT_TOLD::equals);
        return new CloudFormationConfiguration(
                StackGoal.DEPLOY,
                configuration.stack(),
                Optional.of(new ArtifactPath(ARTIFACT, TEMPLATE)),
                Optional.empty(),
                Optional.of(overrides(Optional.empty(), told)),
                new LinkedHashSet<>(before.capabilities()),
                configuration.roleArn(),
                Optional.empty(),
                Optional.empty());
    }

    /** The configuration of the action, for one target of it. */
    static CloudFormationConfiguration there(CloudFormationConfiguration configuration, StackWaves.Target target) {
        return new CloudFormationConfiguration(
                configuration.goal(),
                target.stackName().orElse(configuration.stack()),
                configuration.template(),
                configuration.templateConfiguration(),
                target.parameters().isEmpty()
                        ? configuration.overrides()
                        : Optional.of(overrides(configuration.overrides(), target.parameters())),
                configuration.capabilities(),
                configuration.roleArn(),
                configuration.changeSet(),
                Optional.empty());
    }

    /** {@code ParameterOverrides} in which some values go before those that are there. */
    private static String overrides(Optional<String> written, Map<String, String> before) {
        SourceSpan nowhere = SourceSpan.ofFile(ParameterOverrides.NAME);
        List<SourceNode.Entry> entries = new ArrayList<>();
        written.flatMap(text ->
                        DocumentReader.read(SourceText.of(ParameterOverrides.NAME + ".json", text), new Problems()))
                .filter(SourceNode.Mapping.class::isInstance)
                .map(SourceNode.Mapping.class::cast)
                .ifPresent(mapping -> mapping.entries().stream()
                        .filter(entry -> !before.containsKey(entry.name()))
                        .forEach(entries::add));
        before.forEach((name, value) -> entries.add(new SourceNode.Entry(
                new SourceNode.Scalar(nowhere, ScalarType.STRING, name),
                new SourceNode.Scalar(nowhere, ScalarType.STRING, value))));
        return SourceNodeJson.text(new SourceNode.Mapping(nowhere, entries));
    }
}
