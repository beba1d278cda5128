package dev.penstock.release;

import dev.penstock.artifact.BundleReader;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads image definitions out of an artifact: a JSON array of {@code {"name": "container", "imageUri": "image"}} ("Image
 * definitions file reference", CodePipeline User Guide).
 */
final class ImageDefinitionsFile {

    /** "Quotas in AWS CodePipeline": the file has at most 100 KB. */
    private static final int LARGEST = 100 * 1024;

    private static final String WRONG = "PEN-ECS-002";

    private final String name;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, String> images = new LinkedHashMap<>();

    private ImageDefinitionsFile(String name) {
        this.name = name;
    }

    /** Image by container name. */
    static Map<String, String> read(Path bundle, String artifact, String name) throws IOException, ReleaseFailure {
        BundleReader reader = new BundleReader();
        Optional<byte[]> bytes = reader.file(bundle, name, LARGEST);
        if (bytes.isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-ECS-001",
                    "The artifact '" + artifact + "' has no file '" + name
                            + "'. An ECS action takes the images from it; "
                            + "the action that builds the image writes it, and FileName names it if it is called otherwise.",
                    reader.names(bundle).stream().limit(20).toList());
        }
        return new ImageDefinitionsFile(name).read(SourceText.of(name, bytes.get()));
    }

    private Map<String, String> read(SourceText text) throws ReleaseFailure {
        Problems problems = new Problems();
        Optional<SourceNode> root = DocumentReader.read(text, problems);
        for (Problem problem : problems.list()) {
            wrong.add(problem.span() + ": " + problem.message());
        }
        root.ifPresent(this::readList);
        if (!wrong.isEmpty()) {
            throw new ReleaseFailure(
                    WRONG,
                    "The image definitions in '" + name
                            + "' are wrong. They are a list such as [{\"name\": \"web\", \"imageUri\": \"repository@sha256:…\"}].",
                    wrong);
        }
        return images;
    }

    private void readList(SourceNode root) {
        if (!(root instanceof SourceNode.Sequence list)) {
            wrong.add(root.span() + ": This is " + root.description() + "; a list is needed.");
            return;
        }
        if (list.items().isEmpty()) {
            wrong.add(root.span() + ": The list is empty; it needs one image at least.");
        }
        list.items().forEach(this::readDefinition);
    }

    private void readDefinition(SourceNode node) {
        if (!(node instanceof SourceNode.Mapping definition)) {
            wrong.add(node.span() + ": This is " + node.description() + "; an object is needed.");
            return;
        }
        String container = text(definition, "name");
        String image = text(definition, "imageUri");
        if (!container.isEmpty() && images.put(container, image) != null) {
            wrong.add(node.span() + ": The container '" + container + "' is named twice.");
        }
    }

    private String text(SourceNode.Mapping definition, String key) {
        Optional<SourceNode> value = definition.get(key);
        if (value.isPresent()
                && value.get() instanceof SourceNode.Scalar scalar
                && !scalar.text().isBlank()) {
            return scalar.text();
        }
        wrong.add(value.orElse(definition).span() + ": '" + key + "' is missing or no text.");
        return "";
    }
}
