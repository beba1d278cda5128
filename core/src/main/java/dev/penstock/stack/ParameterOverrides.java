package dev.penstock.stack;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ParameterOverrides} of a CloudFormation action: values by parameter, each a text or one of the two functions of
 * CodePipeline ("Use parameter override functions with CodePipeline pipelines", AWS CloudFormation User Guide).
 *
 * @param values by parameter
 */
record ParameterOverrides(Map<String, Override> values) {

    /** How the text is called in messages. */
    static final String NAME = "ParameterOverrides";

    private static final List<String> ATTRIBUTES = List.of("BucketName", "ObjectKey", "URL");

    /** The value of a parameter. */
    sealed interface Override {

        /**
         * It stands there.
         *
         * @param value it
         */
        record Literal(String value) implements Override {}

        /**
         * {@code Fn::GetArtifactAtt}: where an artifact is.
         *
         * @param artifact an input artifact
         * @param attribute {@code BucketName}, {@code ObjectKey} or {@code URL}
         */
        record ArtifactAttribute(String artifact, String attribute) implements Override {}

        /**
         * {@code Fn::GetParam}: a value in a JSON file of an artifact.
         *
         * @param file the file
         * @param key a key of the object in it
         */
        record FileValue(ArtifactPath file, String key) implements Override {}
    }

    /**
     * Reads the text.
     *
     * @param wrong where what is wrong is added, a full sentence each with its place
     */
    static ParameterOverrides read(String text, List<String> wrong) {
        Problems problems = new Problems();
        Optional<SourceNode> root = DocumentReader.read(SourceText.of(NAME + ".json", text), problems);
        problems.list()
                .forEach(problem ->
                        wrong.add(place(problem.span().line(), problem.span().column()) + problem.message()));
        Map<String, Override> values = new LinkedHashMap<>();
        if (root.isPresent() && root.get() instanceof SourceNode.Mapping mapping) {
            for (SourceNode.Entry entry : mapping.entries()) {
                override(entry.value())
                        .ifPresentOrElse(
                                value -> values.put(entry.name(), value),
                                () -> wrong.add(place(entry.value()) + "The value of '" + entry.name()
                                        + "' is neither text nor {\"Fn::GetArtifactAtt\": [artifact, BucketName, ObjectKey or"
                                        + " URL]} nor {\"Fn::GetParam\": [artifact, file, key]}."));
            }
        } else if (root.isPresent()) {
            wrong.add(place(root.get()) + "This is " + root.get().description() + "; an object is needed.");
        }
        return new ParameterOverrides(values);
    }

    private static String place(SourceNode node) {
        return place(node.span().line(), node.span().column());
    }

    private static String place(int line, int column) {
        return NAME + ":" + line + ":" + column + ": ";
    }

    private static Optional<Override> override(SourceNode node) {
        return switch (node) {
            case SourceNode.Scalar scalar when !scalar.isNull() -> Optional.of(new Override.Literal(scalar.text()));
            case SourceNode.Scalar ignored -> Optional.empty();
            case SourceNode.Sequence list -> texts(list).map(values -> new Override.Literal(String.join(",", values)));
            case SourceNode.Mapping mapping -> function(mapping);
        };
    }

    private static Optional<Override> function(SourceNode.Mapping mapping) {
        if (mapping.entries().size() != 1
                || !(mapping.entries().getFirst().value() instanceof SourceNode.Sequence list)) {
            return Optional.empty();
        }
        List<String> arguments = texts(list).orElse(List.of());
        String name = mapping.entries().getFirst().name();
        if (name.equals("Fn::GetArtifactAtt") && arguments.size() == 2 && ATTRIBUTES.contains(arguments.get(1))) {
            return Optional.of(new Override.ArtifactAttribute(arguments.get(0), arguments.get(1)));
        }
        if (name.equals("Fn::GetParam") && arguments.size() == 3) {
            return Optional.of(
                    new Override.FileValue(new ArtifactPath(arguments.get(0), arguments.get(1)), arguments.get(2)));
        }
        return Optional.empty();
    }

    private static Optional<List<String>> texts(SourceNode.Sequence list) {
        List<String> texts = new ArrayList<>();
        for (SourceNode item : list.items()) {
            if (!(item instanceof SourceNode.Scalar scalar) || scalar.isNull()) {
                return Optional.empty();
            }
            texts.add(scalar.text());
        }
        return Optional.of(texts);
    }
}
