package dev.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.artifact.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ImageFilesTest {

    private static final PushedImage IMAGE = new PushedImage(
            "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web",
            Digest.of(new byte[] {1}),
            List.of("v1", "latest"),
            10,
            List.of());

    @Test
    void definitionsNameTheContainerAndTheImageByDigest() {
        JsonNode written =
                JsonMapper.shared().readTree(ImageFiles.definitions(new ImageDefinition("we\"b", IMAGE.imageUri())));

        assertThat(written).hasSize(1);
        assertThat(written.get(0).get("name").asString()).isEqualTo("we\"b");
        assertThat(written.get(0).get("imageUri").asString()).isEqualTo(IMAGE.repositoryUri() + "@" + IMAGE.digest());
    }

    @Test
    void theDetailHasTheFieldsOfTheEcrSource() {
        JsonNode written = JsonMapper.shared().readTree(ImageFiles.detail(IMAGE, "shop/web"));

        assertThat(written.propertyNames())
                .containsExactly(
                        "ImageSizeInBytes", "ImageDigest", "Version", "RepositoryName", "ImageURI", "ImageTags");
        assertThat(written.get("ImageURI").asString()).isEqualTo(IMAGE.imageUri());
        assertThat(written.get("ImageTags")).hasSize(2);
    }
}
