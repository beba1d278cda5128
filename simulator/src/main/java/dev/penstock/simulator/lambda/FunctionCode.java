package dev.penstock.simulator.lambda;

import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Reads the code that a request brings or points to. Limits: Lambda Developer Guide, "Lambda quotas".
 */
final class FunctionCode {

    /** The most that an archive may be, packed. */
    static final long LARGEST_PACKED = 50L * 1024 * 1024;

    /** An archive must be smaller than that, unpacked. */
    static final long LARGEST_UNPACKED = 250L * 1024 * 1024;

    private final Blobs blobs;
    private final ObjectAccess objects;
    private final ImageSource images;

    FunctionCode(Blobs blobs, ObjectAccess objects, ImageSource images) {
        this.blobs = blobs;
        this.objects = objects;
        this.images = images;
    }

    /** An archive that stands in the request. */
    Code archive(SdkBytes zip) {
        byte[] bytes = zip.asByteArrayUnsafe();
        if (bytes.length > LARGEST_PACKED) {
            throw LambdaErrors.tooLarge("Zipped size must be smaller than " + LARGEST_PACKED + " bytes");
        }
        check(bytes);
        return archive(blobs.store(bytes).sha256(), bytes.length);
    }

    /** An archive in the simulated S3. */
    Code object(Call call, String bucket, @Nullable String key, @Nullable String version) {
        ObjectAccess.Found found;
        try {
            found = objects.get(call.caller(), call.now(), bucket, key == null ? "" : key, version);
        } catch (ServiceError e) {
            throw LambdaErrors.invalid("Error occurred while GetObject. S3 Error Code: " + e.code()
                    + ". S3 Error Message: " + e.message());
        }
        byte[] bytes = blobs.bytes(found.sha256());
        check(bytes);
        return archive(found.sha256(), bytes.length);
    }

    /** An image in the simulated ECR. */
    Code image(String uri) {
        return switch (images.pull(uri)) {
            case ImageSource.Pull.Found found ->
                new Code(
                        "",
                        found.digest().substring(found.digest().indexOf(':') + 1),
                        0,
                        Optional.of(new Code.Image(uri, found.digest())),
                        found.environment(),
                        found.labels());
            case ImageSource.Pull.Missing missing ->
                throw LambdaErrors.invalid("Source image " + uri + " does not exist. Provide a valid source image.");
            case ImageSource.Pull.Elsewhere elsewhere ->
                throw LambdaErrors.invalid("Source image " + uri + " is not valid. Provide a valid source image.");
        };
    }

    private static Code archive(String blob, long size) {
        String sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(blob));
        return Code.archive(blob, sha256, size);
    }

    /** Unpacks an archive to see that it can be, and how much there is of it. */
    private static void check(byte[] zip) {
        long size = 0;
        int entries = 0;
        byte[] buffer = new byte[64 * 1024];
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries++;
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    size += count;
                    if (size >= LARGEST_UNPACKED) {
                        throw LambdaErrors.invalid("Unzipped size must be smaller than " + LARGEST_UNPACKED + " bytes");
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw LambdaErrors.invalid(
                    "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
        if (entries == 0) {
            throw zip.length == 0
                    ? LambdaErrors.invalid("Uploaded file must be a non-empty zip")
                    : LambdaErrors.invalid(
                            "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
    }
}
