package dev.penstock.pipeline;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.json.JsonWriter;
import dev.penstock.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Random;
import java.util.Set;

/** Writes one pipeline in each of the forms that users have. */
final class Forms {

    /** Mappings whose keys the user chooses, so that CloudFormation does not write them in its own way. */
    private static final Set<String> FREE = Set.of("configuration");

    private Forms() {}

    static SourceText apiJson(Pipeline pipeline) {
        return SourceText.of("p.json", json(pipeline));
    }

    static SourceText getPipelineJson(Pipeline pipeline) {
        return SourceText.of(
                "p.json",
                "{\"pipeline\": " + json(pipeline)
                        + ",\n \"metadata\": {\"pipelineArn\": \"arn:aws:codepipeline:eu-west-1:1:p\", \"created\": 1.5}}");
    }

    static SourceText apiYaml(Pipeline pipeline) {
        StringBuilder out = new StringBuilder();
        yaml(tree(pipeline), 0, out, new Random(1));
        return SourceText.of("p.yml", out.toString());
    }

    static SourceText templateJson(Pipeline pipeline) {
        JsonWriter json = JsonWriter.indented();
        json.object().name("Resources").object().name("Thing").object();
        json.field("Type", "AWS::CodePipeline::Pipeline").name("Properties");
        template(tree(pipeline), json, "");
        json.endObject().endObject().endObject();
        return SourceText.of("t.json", json.toString());
    }

    private static String json(Pipeline pipeline) {
        return new String(CanonicalPipeline.write(pipeline), StandardCharsets.UTF_8);
    }

    private static SourceNode tree(Pipeline pipeline) {
        return DocumentReader.read(apiJson(pipeline), new Problems()).orElseThrow();
    }

    private static void template(SourceNode node, JsonWriter json, String name) {
        switch (node) {
            case SourceNode.Scalar scalar -> json.value(scalar.text());
            case SourceNode.Sequence sequence -> {
                json.array();
                sequence.items().forEach(item -> template(item, json, ""));
                json.endArray();
            }
            case SourceNode.Mapping mapping
            when name.equals("artifactStores") -> {
                json.array();
                mapping.entries().forEach(entry -> {
                    json.object().field("Region", entry.name()).name("ArtifactStore");
                    template(entry.value(), json, "");
                    json.endObject();
                });
                json.endArray();
            }
            case SourceNode.Mapping mapping -> {
                json.object();
                for (SourceNode.Entry entry : mapping.entries()) {
                    String key =
                            FREE.contains(name) ? entry.name() : DeclarationForm.CLOUDFORMATION.written(entry.name());
                    if (!(name.isEmpty()
                            && key.equals("Version")
                            && entry.value() instanceof SourceNode.Scalar scalar
                            && scalar.asInt().isPresent())) {
                        json.name(key);
                        template(entry.value(), json, entry.name());
                    }
                }
                json.endObject();
            }
        }
    }

    /** Block style, and now and then flow style, with text plain where it can be. */
    private static void yaml(SourceNode node, int indent, StringBuilder out, Random random) {
        switch (node) {
            case SourceNode.Scalar scalar -> out.append(yamlScalar(scalar)).append('\n');
            case SourceNode.Sequence sequence -> {
                out.append(sequence.items().isEmpty() ? "[]\n" : "\n");
                for (SourceNode item : sequence.items()) {
                    out.append(" ".repeat(indent)).append("- ");
                    if (item instanceof SourceNode.Scalar) {
                        yaml(item, indent + 2, out, random);
                    } else {
                        StringBuilder inner = new StringBuilder();
                        yaml(item, indent + 2, inner, random);
                        out.append(inner.toString().stripLeading());
                    }
                }
            }
            case SourceNode.Mapping mapping -> {
                out.append(mapping.entries().isEmpty() ? "{}\n" : "\n");
                Iterator<SourceNode.Entry> entries = mapping.entries().iterator();
                while (entries.hasNext()) {
                    SourceNode.Entry entry = entries.next();
                    out.append(" ".repeat(indent))
                            .append(yamlScalar(entry.key()))
                            .append(": ");
                    yaml(entry.value(), indent + 2, out, random);
                    if (random.nextInt(5) == 0) {
                        out.append("# a remark\n");
                    }
                }
            }
        }
    }

    private static String yamlScalar(SourceNode.Scalar scalar) {
        boolean plain = !scalar.text().isEmpty()
                && !scalar.text().equals("null")
                && scalar.text().chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
        return plain ? scalar.text() : JsonWriter.compact().value(scalar.text()).toString();
    }
}
