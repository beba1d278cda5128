package dev.penstock.beanstalk.bundle;

import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a bundle of an artifact. An artifact of which everything is taken as it stands is the bundle itself, and is copied
 * nowhere; of any other, exactly the files that go in are read, one after the other.
 */
public final class BundlePreparation {

    private static final List<String> READY = List.of(".zip", ".war", ".jar");

    private final BundleChoice choice;
    private final ImagePlaces images;

    /**
     * A preparation.
     *
     * @param pin makes of an image that is named by a tag the same by digest, where its registry can be asked
     */
    public BundlePreparation(BundleChoice choice, ImagePin pin) {
        this.choice = choice;
        this.images = new ImagePlaces(choice.containerPort(), pin);
    }

    /** An artifact, and the folder that it is unpacked to when that is needed. */
    public interface Artifact {

        /** Its name, for messages. */
        String name();

        /** What it is. */
        ArtifactReference reference();

        /** It as a file. */
        Path bundle() throws IOException;

        /** It as a folder. */
        Path folder() throws IOException;
    }

    /** Pins images by digest. */
    @FunctionalInterface
    public interface ImagePin {

        /** The image by digest; as it stands where its registry cannot be asked. */
        String pinned(String image) throws BundleRefusal;
    }

    /**
     * A bundle, and the images that it brings.
     *
     * @param images by the name of their container; the only one of a {@code Dockerrun.aws.json} of version 1 has an empty name
     */
    public record Prepared(SourceBundle bundle, Map<String, String> images) {

        public Prepared {
            images = Map.copyOf(images);
        }
    }

    /**
     * Prepares a bundle. Reads what goes in, and writes nothing.
     *
     * @throws BundleRefusal if no bundle can be made of it
     */
    public Prepared prepare(Artifact artifact) throws IOException, BundleRefusal {
        if (choice.path().isEmpty()) {
            List<String> names = new BundleReader().names(artifact.bundle());
            if (names.isEmpty()) {
                throw new BundleRefusal(
                        "PEN-BEANSTALK-001", "The artifact '" + artifact.name() + "' is empty. Nothing was changed.");
            }
            boolean asItStands = BundleFiles.takesAll(names) && !ImagePlaces.isBroughtBy(names);
            if (asItStands) {
                var bundle = new SourceBundle.AsItStands(
                        artifact.bundle(), artifact.reference().digest(), ".zip");
                return new Prepared(bundle, Map.of());
            }
            return folder(artifact, artifact.folder());
        }
        Path chosen = inside(artifact, choice.path().get());
        if (Files.isDirectory(chosen)) {
            return folder(artifact, chosen);
        }
        return new Prepared(ready(artifact, chosen), Map.of());
    }

    private Prepared folder(Artifact artifact, Path folder) throws IOException, BundleRefusal {
        ImagePlaces.Placed placed = images.place(folder);
        BundleWriter writer = new BundleWriter().folder(folder, new BundleFiles(folder, placed.leftOut()));
        for (Map.Entry<String, byte[]> file : placed.files().entrySet()) {
            writer.file(file.getKey(), file.getValue());
        }
        if (writer.size() == 0) {
            throw new BundleRefusal(
                    "PEN-BEANSTALK-001",
                    "Nothing of the artifact '" + artifact.name() + "' goes into the bundle: look at its .ebignore."
                            + " Nothing was changed.");
        }
        return new Prepared(new SourceBundle.Made(writer, writer.contentDigest()), placed.images());
    }

    private static SourceBundle ready(Artifact artifact, Path file) throws IOException, BundleRefusal {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        Optional<String> suffix = READY.stream().filter(name::endsWith).findFirst();
        if (suffix.isEmpty()) {
            throw new BundleRefusal(
                    "PEN-BEANSTALK-001",
                    "'" + file.getFileName() + "' of the artifact '" + artifact.name()
                            + "' is no bundle: a folder, or a file that ends with " + String.join(", ", READY)
                            + " is needed. Nothing was changed.");
        }
        MessageDigest digest = Digest.sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return new SourceBundle.AsItStands(file, Digest.of(digest), suffix.get());
    }

    private static Path inside(Artifact artifact, String path) throws IOException, BundleRefusal {
        Path top = artifact.folder().toRealPath();
        try {
            Path chosen = top.resolve(path.startsWith("/") ? "." + path : path).normalize();
            if (Files.exists(chosen) && chosen.toRealPath().startsWith(top)) {
                return chosen;
            }
        } catch (InvalidPathException e) {
            throw new BundleRefusal("PEN-BEANSTALK-001", "'" + path + "' cannot be a path. Nothing was changed.");
        }
        throw new BundleRefusal(
                "PEN-BEANSTALK-001",
                "The artifact '" + artifact.name() + "' has no '" + path + "', which the settings name as its bundle."
                        + " Nothing was changed.",
                new BundleReader().names(artifact.bundle()).stream().limit(20).toList());
    }
}
