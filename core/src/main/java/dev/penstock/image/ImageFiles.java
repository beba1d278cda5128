package dev.penstock.image;

import dev.penstock.json.JsonWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes the files that tell deployments of images: {@code imagedefinitions.json} for ECS, {@code
 * imageDetail.json} for CodeDeploy and for people ("Image definitions file reference", CodePipeline User Guide).
 */
public final class ImageFiles {

    /** The file that the ECS action reads, unless its configuration names another. */
    public static final String DEFINITIONS = "imagedefinitions.json";

    /** The file that the CodeDeploy action for ECS reads. */
    public static final String DETAIL = "imageDetail.json";

    private static final DateTimeFormatter PUSHED_AT = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss zzz uuuu", Locale.ROOT)
            .withZone(ZoneId.of("UTC"));

    private ImageFiles() {}

    /** {@code imagedefinitions.json} for one container. */
    public static String definitions(ImageDefinition definition) {
        return JsonWriter.indented()
                .array()
                .object()
                .field("name", definition.name())
                .field("imageUri", definition.imageUri())
                .endObject()
                .endArray()
                .toString();
    }

    /** {@code imageDetail.json} as the ECR source action writes it ("Image definitions file reference"). */
    public static String detail(ImageDetails image) {
        JsonWriter json = JsonWriter.indented().object();
        json.field("ImageSizeInBytes", Long.toString(image.size()))
                .field("ImageDigest", image.digest().value())
                .field("Version", "1.0")
                .field("ImagePushedAt", PUSHED_AT.format(image.pushedAt()))
                .field("RegistryId", image.registryId())
                .field("RepositoryName", image.repositoryName())
                .field("ImageURI", image.imageUri())
                .name("ImageTags")
                .array();
        image.tags().forEach(json::value);
        return json.endArray().endObject().toString();
    }

    /** {@code imageDetail.json}, with those of the fields that the ECR source action writes that are known. */
    public static String detail(PushedImage image, String repositoryName) {
        JsonWriter json = JsonWriter.indented().object();
        if (image.size() > 0) {
            json.field("ImageSizeInBytes", Long.toString(image.size()));
        }
        json.field("ImageDigest", image.digest().value())
                .field("Version", "1.0")
                .field("RepositoryName", repositoryName)
                .field("ImageURI", image.imageUri())
                .name("ImageTags")
                .array();
        image.tags().forEach(json::value);
        return json.endArray().endObject().toString();
    }
}
