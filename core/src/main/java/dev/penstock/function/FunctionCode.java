package dev.penstock.function;

import dev.penstock.artifact.Digest;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/** Code that a function is to have. */
public sealed interface FunctionCode {

    /** The most that an archive may be that is sent with the request, in bytes ("Lambda quotas"). */
    long LARGEST_SENT = 50_000_000;

    /** What the platform names this code by, as {@link FunctionVersion#codeSha256} has it. */
    String sha256();

    /** What the code is. */
    FunctionVersion.PackageType packageType();

    /**
     * An archive that is sent.
     *
     * @param file a ZIP file of {@link #LARGEST_SENT} bytes at most
     * @param digest of its bytes
     */
    record Archive(Path file, Digest digest) implements FunctionCode {

        @Override
        public String sha256() {
            return base64(digest);
        }

        @Override
        public FunctionVersion.PackageType packageType() {
            return FunctionVersion.PackageType.ZIP;
        }
    }

    /**
     * An archive in a bucket of the function's Region.
     *
     * @param digest of its bytes
     */
    record StoredArchive(String bucket, String key, Digest digest) implements FunctionCode {

        @Override
        public String sha256() {
            return base64(digest);
        }

        @Override
        public FunctionVersion.PackageType packageType() {
            return FunctionVersion.PackageType.ZIP;
        }
    }

    /**
     * A container image.
     *
     * @param repositoryUri such as {@code 123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders}
     * @param digest of its manifest
     */
    record Image(String repositoryUri, Digest digest) implements FunctionCode {

        @Override
        public String sha256() {
            return digest.hex();
        }

        @Override
        public FunctionVersion.PackageType packageType() {
            return FunctionVersion.PackageType.IMAGE;
        }

        /** The image by its digest. */
        public String uri() {
            return repositoryUri + "@" + digest.value();
        }
    }

    private static String base64(Digest digest) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest.hex()));
    }
}
