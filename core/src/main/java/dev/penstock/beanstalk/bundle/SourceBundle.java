package dev.penstock.beanstalk.bundle;

import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What becomes a version. Its digest is known before anything is written: a version that is there already costs no ZIP.
 */
public sealed interface SourceBundle {

    /** "Create an application source bundle", and the guard of the EB CLI: 512 MiB. */
    long LARGEST = 512L << 20;

    /** From here on people are told that it gets close. */
    long LARGE = 500L * 1000 * 1000;

    /** The digest of what is in it. */
    Digest digest();

    /** The end of its file's name, such as {@code .zip}. */
    String suffix();

    /**
     * The file that is uploaded.
     *
     * @param folder where it may be written to
     * @throws BundleRefusal if it is larger than {@link #LARGEST}
     */
    Path file(Path folder) throws IOException, BundleRefusal;

    /** A file that is a bundle already, and is uploaded as it stands. */
    record AsItStands(Path file, Digest digest, String suffix) implements SourceBundle {

        @Override
        public Path file(Path folder) throws IOException, BundleRefusal {
            return checked(file);
        }
    }

    /** Files that are made into a bundle. */
    record Made(BundleWriter writer, Digest digest) implements SourceBundle {

        @Override
        public String suffix() {
            return ".zip";
        }

        @Override
        public Path file(Path folder) throws IOException, BundleRefusal {
            Path zip = folder.resolve("beanstalk-" + digest.abbreviated() + ".zip");
            Digest written = writer.write(zip);
            if (!written.equals(digest)) {
                Files.deleteIfExists(zip);
                throw new BundleRefusal(
                        "PEN-BEANSTALK-001",
                        "Files of the artifact changed while they were bundled. Nothing was uploaded; retry.");
            }
            return checked(zip);
        }
    }

    private static Path checked(Path file) throws IOException, BundleRefusal {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new BundleRefusal(
                    "PEN-BEANSTALK-002",
                    "The bundle is " + (size >> 20) + " MiB large, and Elastic Beanstalk takes 512 MiB. Nothing was"
                            + " uploaded. Leave out by .ebignore what the application does not need, or bring it by an"
                            + " image.");
        }
        return file;
    }
}
