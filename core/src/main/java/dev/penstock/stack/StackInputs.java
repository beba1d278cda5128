package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.Digest;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.Secret;
import dev.penstock.stack.ParameterOverrides.Override;
import dev.penstock.stack.TemplateConfigurationFile.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an action's artifacts and configuration say of a stack. Read again for each step that needs it: values of parameters
 * may be secrets and are not made durable.
 */
final class StackInputs {

    private static final int LARGEST_FILE = 4 * TemplateSource.LARGEST;

    private final StackFiles files;

    StackInputs(StackFiles files) {
        this.files = files;
    }

    /**
     * What a stack shall be.
     *
     * @param template its template
     * @param given values by parameter
     * @param configuration the template configuration
     */
    record Wanted(LocatedTemplate template, Map<String, String> given, TemplateConfigurationFile configuration) {}

    Wanted read(ActionContext context, CloudFormationConfiguration configuration) throws IOException, StackFailure {
        ArtifactPath path = configuration.template().orElseThrow();
        byte[] bytes = file(context, path, "TemplatePath");
        if (bytes.length > TemplateSource.LARGEST) {
            throw new StackFailure(
                    "PEN-STACK-002",
                    "The template " + path + " has " + bytes.length + " bytes; CloudFormation takes at most "
                            + TemplateSource.LARGEST + ". Split it into nested stacks. Nothing was changed.");
        }
        LocatedTemplate template = LocatedTemplate.read(SourceText.of(path.path(), bytes));
        TemplateConfigurationFile file = configuration.templateConfiguration().isEmpty()
                ? TemplateConfigurationFile.EMPTY
                : configurationFile(
                        context, configuration.templateConfiguration().get());
        Map<String, Placed> values = new LinkedHashMap<>(file.parameters());
        overrides(context, configuration)
                .forEach((name, value) ->
                        values.put(name, new Placed(value, SourceSpan.ofFile(ParameterOverrides.NAME))));
        check(template, values);
        Map<String, String> given = new LinkedHashMap<>();
        values.forEach((name, value) -> given.put(name, value.value()));
        template.parameters().forEach((name, parameter) -> {
            if (parameter.noEcho() && given.containsKey(name)) {
                context.masker().register(Secret.of(given.getOrDefault(name, "")));
            }
        });
        return new Wanted(template, given, file);
    }

    private static TemplateConfigurationFile configurationFile(ActionContext context, ArtifactPath path)
            throws IOException, StackFailure {
        return TemplateConfigurationFile.read(SourceText.of(path.path(), file(context, path, "TemplateConfiguration")));
    }

    private static byte[] file(ActionContext context, ArtifactPath path, String key) throws IOException, StackFailure {
        if (!context.inputs().containsKey(path.artifact())) {
            throw new StackFailure(
                    "PEN-STACK-001",
                    key + " names the artifact '" + path.artifact() + "', which does not go into the action. It has "
                            + String.join(", ", context.inputs().keySet()) + ". Nothing was changed.");
        }
        Path bundle = context.inputBundle(path.artifact());
        BundleReader reader = new BundleReader();
        Optional<byte[]> bytes = reader.file(bundle, path.path(), LARGEST_FILE);
        if (bytes.isEmpty()) {
            List<String> names = reader.names(bundle);
            throw new StackFailure(
                    "PEN-STACK-001",
                    "The artifact '" + path.artifact() + "' has no file '" + path.path() + "', which " + key
                            + " names. " + DidYouMean.hint(path.path(), names) + " Nothing was changed.",
                    names.stream().limit(20).toList());
        }
        return bytes.get();
    }

    private Map<String, String> overrides(ActionContext context, CloudFormationConfiguration configuration)
            throws IOException, StackFailure {
        Map<String, String> values = new LinkedHashMap<>();
        if (configuration.overrides().isEmpty()) {
            return values;
        }
        List<String> wrong = new ArrayList<>();
        ParameterOverrides overrides =
                ParameterOverrides.read(configuration.overrides().get(), wrong);
        if (!wrong.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-004",
                    "ParameterOverrides are wrong: " + wrong.getFirst() + " Nothing was changed.",
                    wrong);
        }
        for (Map.Entry<String, Override> entry : overrides.values().entrySet()) {
            values.put(entry.getKey(), value(context, entry.getKey(), entry.getValue()));
        }
        return values;
    }

    private String value(ActionContext context, String parameter, Override override) throws IOException, StackFailure {
        return switch (override) {
            case Override.Literal(String value) -> value;
            case Override.FileValue(ArtifactPath path, String key) -> fileValue(context, parameter, path, key);
            case Override.ArtifactAttribute(String artifact, String attribute) -> {
                StackFiles.Uploaded uploaded = upload(context, parameter, artifact);
                yield switch (attribute) {
                    case "BucketName" -> uploaded.bucket();
                    case "ObjectKey" -> uploaded.key();
                    default -> uploaded.url();
                };
            }
        };
    }

    private static String fileValue(ActionContext context, String parameter, ArtifactPath path, String key)
            throws IOException, StackFailure {
        Problems problems = new Problems();
        Optional<SourceNode> root =
                DocumentReader.read(SourceText.of(path.path(), file(context, path, "Fn::GetParam")), problems);
        if (problems.hasErrors()) {
            throw new StackFailure(
                    "PEN-STACK-004",
                    "The value of parameter '" + parameter + "' cannot be had: "
                            + problems.list().getFirst().span() + ": "
                            + problems.list().getFirst().message() + " Nothing was changed.");
        }
        if (root.isPresent()
                && root.get() instanceof SourceNode.Mapping mapping
                && mapping.get(key).orElse(mapping) instanceof SourceNode.Scalar scalar) {
            return scalar.text();
        }
        throw new StackFailure(
                "PEN-STACK-004",
                "The value of parameter '" + parameter + "' cannot be had: " + path + " has no text under the key '"
                        + key + "'. Nothing was changed.");
    }

    private StackFiles.Uploaded upload(ActionContext context, String parameter, String artifact)
            throws IOException, StackFailure {
        if (!context.inputs().containsKey(artifact)) {
            throw new StackFailure(
                    "PEN-STACK-004",
                    "The value of parameter '" + parameter + "' cannot be had: Fn::GetArtifactAtt names the artifact '"
                            + artifact + "', which does not go into the action. Nothing was changed.");
        }
        Path bundle = context.inputBundle(artifact);
        Digest digest = Digest.of(Files.readAllBytes(bundle));
        Optional<StackFiles.Uploaded> uploaded = files.put(context.scope(), bundle, digest, ".zip");
        if (uploaded.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-004",
                    "The value of parameter '" + parameter
                            + "' cannot be had: artifacts are in no bucket. Name one in the"
                            + " settings under artifacts/bucket. Nothing was changed.");
        }
        return uploaded.get();
    }

    /** All that can be said of the values without asking CloudFormation. */
    private static void check(LocatedTemplate template, Map<String, Placed> values) throws StackFailure {
        Map<String, TemplateParameter> declared = template.parameters();
        List<String> wrong = new ArrayList<>();
        values.forEach((name, value) -> {
            TemplateParameter parameter = declared.get(name);
            if (parameter == null) {
                wrong.add(value.place() + ": The template has no parameter '" + name + "'. "
                        + (declared.isEmpty() ? "It has none." : DidYouMean.hint(name, declared.keySet())));
            } else {
                String shown = parameter.noEcho() ? "the value" : "'" + value.value() + "'";
                parameter
                        .misfit(value.value())
                        .ifPresent(misfit -> wrong.add(value.place() + ": Of parameter '" + name + "', " + shown + " "
                                + misfit + ". It is declared at " + parameter.place() + "."));
            }
        });
        if (!wrong.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-005",
                    "The parameters do not fit the template: " + wrong.getFirst() + " Nothing was changed.",
                    wrong);
        }
    }

    /**
     * The parameters of a request: what is given, and what an existing stack has of parameters that have no default.
     *
     * @throws StackFailure if a parameter has no value at all
     */
    static Map<String, ParameterValue> parameters(Wanted wanted, Optional<Stack> existing) throws StackFailure {
        Map<String, ParameterValue> parameters = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (TemplateParameter parameter : wanted.template().parameters().values()) {
            String given = wanted.given().get(parameter.name());
            if (given != null) {
                parameters.put(parameter.name(), new ParameterValue.Given(given));
            } else if (parameter.defaultValue().isEmpty()) {
                if (existing.filter(stack -> stack.parameters().containsKey(parameter.name()))
                        .isPresent()) {
                    parameters.put(parameter.name(), new ParameterValue.Previous());
                } else {
                    missing.add(
                            parameter.place() + ": Parameter '" + parameter.name() + "' has no default and no value.");
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new StackFailure(
                    "PEN-STACK-005",
                    missing.getFirst()
                            + " Give it one in TemplateConfiguration or ParameterOverrides. Nothing was changed.",
                    missing);
        }
        return parameters;
    }
}
