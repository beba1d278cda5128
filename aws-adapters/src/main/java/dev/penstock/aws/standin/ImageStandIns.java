package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;

/** Makes images of which there is nothing but the name: one empty layer. */
final class ImageStandIns {

    private static final String CONFIGURATION_TYPE = "application/vnd.docker.container.image.v1+json";
    private static final String LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    private static final String MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

    /** A tar archive without an entry. */
    private static final int END_OF_ARCHIVE = 1024;

    private final AwsClients clients;

    ImageStandIns(AwsClients clients) {
        this.clients = clients;
    }

    /** Makes an image in a repository that is there; false if it has one with that tag. */
    boolean make(AwsScope scope, String repository, String tag) {
        return clients.call("ecr:PutImage", "make the image " + repository + ":" + tag, () -> {
            EcrClient ecr = clients.ecr(scope, Use.CHANGE);
            try {
                ecr.describeImages(request -> request.repositoryName(repository)
                        .imageIds(ImageIdentifier.builder().imageTag(tag).build()));
                return false;
            } catch (ImageNotFoundException e) {
                put(ecr, repository, tag);
                return true;
            }
        });
    }

    private static void put(EcrClient ecr, String repository, String tag) {
        byte[] archive = new byte[END_OF_ARCHIVE];
        byte[] layer = gzip(archive);
        // Images of different names have different digests.
        byte[] configuration =
                """
            {"architecture": "amd64", "os": "linux", "config": {"Labels": {"dev.penstock.stand-in": "%s"}},
             "rootfs": {"type": "layers", "diff_ids": ["%s"]}}
            """.formatted(repository + ":" + tag, digest(archive)).getBytes(StandardCharsets.UTF_8);
        upload(ecr, repository, layer);
        upload(ecr, repository, configuration);
        String manifest = """
            {"schemaVersion": 2, "mediaType": "%s",
             "config": {"mediaType": "%s", "size": %d, "digest": "%s"},
             "layers": [{"mediaType": "%s", "size": %d, "digest": "%s"}]}
            """.formatted(
                        MANIFEST_TYPE,
                        CONFIGURATION_TYPE,
                        configuration.length,
                        digest(configuration),
                        LAYER_TYPE,
                        layer.length,
                        digest(layer));
        ecr.putImage(request -> request.repositoryName(repository)
                .imageTag(tag)
                .imageManifestMediaType(MANIFEST_TYPE)
                .imageManifest(manifest));
    }

    private static void upload(EcrClient ecr, String repository, byte[] content) {
        String upload = ecr.initiateLayerUpload(request -> request.repositoryName(repository))
                .uploadId();
        ecr.uploadLayerPart(request -> request.repositoryName(repository)
                .uploadId(upload)
                .partFirstByte(0L)
                .partLastByte(content.length - 1L)
                .layerPartBlob(SdkBytes.fromByteArray(content)));
        ecr.completeLayerUpload(
                request -> request.repositoryName(repository).uploadId(upload).layerDigests(List.of(digest(content))));
    }

    private static byte[] gzip(byte[] content) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String digest(byte[] content) {
        return Digest.of(content).value();
    }
}
