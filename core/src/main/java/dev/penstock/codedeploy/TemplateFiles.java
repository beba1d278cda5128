package dev.penstock.codedeploy;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.BundleReader;
import dev.penstock.codedeploy.CodeDeployToEcsConfiguration.ImageSource;
import dev.penstock.codedeploy.CodeDeployToEcsConfiguration.TemplateFile;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.image.ImageFiles;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.release.ReleaseFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what the input artifacts hold: the two templates, and the images. */
final class TemplateFiles {

    /** "Quotas in AWS CodePipeline": what an input artifact of this action may have, in bytes. */
    private static final long LARGEST_INPUT = 3L * 1024 * 1024;

    private static final int TOLD_NAMES = 20;

    private final BundleReader bundles = new BundleReader();
    private final ActionContext context;

    TemplateFiles(ActionContext context) {
        this.context = context;
    }

    /** Both templates, in the form of a pair that fits together. */
    Templates read(CodeDeployToEcsConfiguration configuration) throws IOException, ReleaseFailure {
        Set<String> artifacts = new TreeSet<>();
        artifacts.add(configuration.taskDefinition().artifact());
        artifacts.add(configuration.appSpec().artifact());
        configuration.images().forEach(image -> artifacts.add(image.artifact()));
        for (String artifact : artifacts) {
            checkSize(artifact);
        }
        SourceText taskDefinition = text(configuration.taskDefinition(), "TaskDefinitionTemplatePath");
        SourceText appSpec = text(configuration.appSpec(), "AppSpecTemplatePath");
        return Templates.read(taskDefinition, appSpec);
    }

    private void checkSize(String artifact) throws IOException, ReleaseFailure {
        long size = Files.size(context.inputBundle(artifact));
        if (size > LARGEST_INPUT) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-012",
                    "The artifact '" + artifact + "' has " + size + " bytes; inputs of "
                            + context.declaration().type()
                            + " have at most 3 MB. Put the templates into an artifact of their own.");
        }
    }

    private SourceText text(TemplateFile file, String key) throws IOException, ReleaseFailure {
        Path bundle = context.inputBundle(file.artifact());
        Optional<byte[]> bytes = bundles.file(bundle, file.path(), (int) LARGEST_INPUT);
        if (bytes.isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-001",
                    "The artifact '" + file.artifact() + "' has no file '" + file.path() + "'; " + key
                            + " names it if it is called otherwise.",
                    bundles.names(bundle).stream().limit(TOLD_NAMES).toList());
        }
        return SourceText.of(file.path(), bytes.get());
    }

    /** Image by placeholder. */
    Map<String, String> images(List<ImageSource> sources) throws IOException, ReleaseFailure {
        Map<String, String> images = new LinkedHashMap<>();
        for (ImageSource source : sources) {
            images.put(source.placeholder(), image(source.artifact()));
        }
        return images;
    }

    private String image(String artifact) throws IOException, ReleaseFailure {
        Path bundle = context.inputBundle(artifact);
        Optional<byte[]> bytes = bundles.file(bundle, ImageFiles.DETAIL, (int) LARGEST_INPUT);
        if (bytes.isEmpty()) {
            throw new ReleaseFailure(
                    "PEN-CODEDEPLOY-004",
                    "The artifact '" + artifact + "' has no file '" + ImageFiles.DETAIL
                            + "'. This action takes the image from it; an ECR source and the action that builds the image"
                            + " write it.",
                    bundles.names(bundle).stream().limit(TOLD_NAMES).toList());
        }
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(SourceText.of(ImageFiles.DETAIL, bytes.get()), problems);
        Optional<String> image = document.filter(SourceNode.Mapping.class::isInstance)
                .flatMap(node -> ((SourceNode.Mapping) node).get("ImageURI"))
                .filter(SourceNode.Scalar.class::isInstance)
                .map(node -> ((SourceNode.Scalar) node).text())
                .filter(text -> !text.isBlank());
        return image.orElseThrow(() -> new ReleaseFailure(
                "PEN-CODEDEPLOY-004",
                "The file '" + ImageFiles.DETAIL + "' of the artifact '" + artifact
                        + "' names no image. It is an object such as {\"ImageURI\": \"repository@sha256:…\"}.",
                errors(problems.list())));
    }

    /** Errors as lines, each with its place. */
    static List<String> errors(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .map(problem -> problem.span() + ": " + problem.message()
                        + problem.hint().map(hint -> " " + hint).orElse(""))
                .toList();
    }
}
