package dev.penstock.testing;

import dev.penstock.artifact.ArtifactMissingException;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An artifact store that is gone with the program. Bundles that are opened are files in the folder for temporary files. */
public final class InMemoryArtifactStore implements ArtifactStore, AutoCloseable {

    private final Map<Digest, byte[]> bundles = new ConcurrentHashMap<>();
    private final Map<Digest, Path> opened = new ConcurrentHashMap<>();

    @Override
    public ArtifactReference put(Path bundle) throws IOException {
        byte[] bytes = Files.readAllBytes(bundle);
        var reference = new ArtifactReference(Digest.of(bytes), bytes.length);
        bundles.put(reference.digest(), bytes);
        return reference;
    }

    @Override
    public Path open(ArtifactReference reference) throws IOException {
        byte[] bytes = bundles.get(reference.digest());
        if (bytes == null) {
            throw new ArtifactMissingException(reference, "is not in this store");
        }
        Path file = opened.get(reference.digest());
        if (file == null) {
            file = Files.createTempFile("penstock-artifact-", ".zip");
            file.toFile().deleteOnExit();
            Files.write(file, bytes);
            opened.put(reference.digest(), file);
        }
        return file;
    }

    /** How many different bundles are kept. */
    public int size() {
        return bundles.size();
    }

    /** Removes the files of opened bundles. */
    @Override
    public void close() throws IOException {
        for (Path file : opened.values()) {
            Files.deleteIfExists(file);
        }
        opened.clear();
    }
}
