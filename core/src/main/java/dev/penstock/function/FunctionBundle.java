package dev.penstock.function;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.image.ImageFiles;
import dev.penstock.image.ImageRegistry;
import dev.penstock.problem.Problems;
import dev.penstock.release.ImageName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Makes code of the input artifact: the artifact itself for a function of an archive, the image that its {@code imageDetail.json}
 * names for a function of an image.
 */
final class FunctionBundle {

    private static final int LARGEST_FILE = 100 * 1024;

    private final Bundles bundles;
    private final Optional<BundlePlace> place;
    private final ImageRegistry registry;
    private final long largestSent;

    /**
     * @param place where archives are put that are too large to be sent; absent if no bucket is set
     * @param largestSent the most that an archive may be that is sent, in bytes
     */
    FunctionBundle(Bundles bundles, Optional<BundlePlace> place, ImageRegistry registry, long largestSent) {
        this.bundles = bundles;
        this.place = place;
        this.registry = registry;
        this.largestSent = largestSent;
    }

    /** The same each time that it is asked. */
    FunctionCode code(ActionContext context, PackageType packageType) throws IOException, FunctionFailure {
        Map.Entry<String, ArtifactReference> input =
                context.inputs().entrySet().iterator().next();
        return switch (packageType) {
            case ZIP -> archive(context, input.getKey(), input.getValue());
            case IMAGE -> image(context, input.getKey());
        };
    }

    private FunctionCode archive(ActionContext context, String name, ArtifactReference artifact)
            throws IOException, FunctionFailure {
        Path file = context.inputBundle(name);
        if (artifact.size() <= largestSent) {
            return new FunctionCode.Archive(file, artifact.digest());
        }
        if (place.isEmpty()) {
            throw new FunctionFailure(
                    "PEN-LAMBDA-005",
                    "The artifact '" + name + "' has " + artifact.size() + " bytes, and Lambda takes "
                            + largestSent + " at most with a request. Name a bucket in the function's Region"
                            + " as 'artifacts.bucket' in the settings; Lambda reads it from there. Nothing was changed.");
        }
        return switch (bundles.put(context.scope(), place.get(), file, artifact.digest(), ".zip")) {
            case Bundles.Upload.Done(var location, boolean wasThere) ->
                new FunctionCode.StoredArchive(location.bucket(), location.key(), artifact.digest());
            case Bundles.Upload.Refused(String bucket, String why) ->
                throw new FunctionFailure(
                        "PEN-LAMBDA-005",
                        "The artifact '" + name + "' cannot be put into the bucket '" + bucket + "': " + why
                                + " Nothing was changed.");
        };
    }

    private FunctionCode image(ActionContext context, String artifact) throws IOException, FunctionFailure {
        Optional<byte[]> file = new BundleReader().file(context.inputBundle(artifact), ImageFiles.DETAIL, LARGEST_FILE);
        String uri = file.flatMap(FunctionBundle::uri)
                .orElseThrow(
                        () -> new FunctionFailure(
                                "PEN-LAMBDA-006",
                                "The function's code is an image, and the artifact '" + artifact + "' has no '"
                                        + ImageFiles.DETAIL
                                        + "' with an 'ImageURI'. The action that pushes the image writes one. Nothing was changed."));
        ImageName name;
        try {
            name = ImageName.parse(uri);
        } catch (IllegalArgumentException e) {
            throw new FunctionFailure(
                    "PEN-LAMBDA-006",
                    "'" + uri + "' in '" + ImageFiles.DETAIL + "' names no image: " + e.getMessage()
                            + ". Nothing was changed.");
        }
        if (name.digest().isPresent()) {
            return new FunctionCode.Image(name.repository(), name.digest().get());
        }
        Optional<Digest> digest = registry.holds(name.repository())
                ? registry.digestOf(context.scope(), name.repository(), name.tagOrLatest())
                : Optional.empty();
        return new FunctionCode.Image(
                name.repository(),
                digest.orElseThrow(() -> new FunctionFailure(
                        "PEN-LAMBDA-006",
                        "The image '" + uri + "' is not in its repository, or that is none of ECR's: there is none"
                                + " tagged '" + name.tagOrLatest() + "'. Nothing was changed.")));
    }

    private static Optional<String> uri(byte[] file) {
        return DocumentReader.read(SourceText.of(ImageFiles.DETAIL, file), new Problems())
                .filter(SourceNode.Mapping.class::isInstance)
                .flatMap(root -> ((SourceNode.Mapping) root).get("ImageURI"))
                .filter(SourceNode.Scalar.class::isInstance)
                .map(node -> ((SourceNode.Scalar) node).text())
                .filter(text -> !text.isBlank());
    }
}
