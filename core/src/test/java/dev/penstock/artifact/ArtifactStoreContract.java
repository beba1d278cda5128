package dev.penstock.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every artifact store must do. */
public abstract class ArtifactStoreContract {

    /** Bundles that a test puts in come from here. */
    @TempDir
    protected Path bundles;

    /** The store under test: the same for the whole of a test. */
    protected abstract ArtifactStore store();

    @Test
    void whatIsPutInComesOut() throws IOException {
        Path bundle = bundle("one", "content");

        ArtifactReference reference = store().put(bundle);

        assertThat(reference.digest()).isEqualTo(Digest.of("content".getBytes(StandardCharsets.UTF_8)));
        assertThat(reference.size()).isEqualTo(7);
        assertThat(store().open(reference)).hasContent("content");
    }

    @Test
    void theSameBytesAreOneArtifact() throws IOException {
        ArtifactReference first = store().put(bundle("one", "same"));
        ArtifactReference second = store().put(bundle("two", "same"));

        assertThat(second).isEqualTo(first);
        assertThat(store().open(second)).hasContent("same");
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() {
        var reference = new ArtifactReference(Digest.of(new byte[] {1}), 1);

        assertThatThrownBy(() -> store().open(reference))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining(reference.digest().value());
    }

    @Test
    void anEmptyBundleIsOneToo() throws IOException {
        assertThat(store().open(store().put(bundle("empty", "")))).isEmptyFile();
    }

    @Test
    void manyWritersOfTheSameAndOfDifferentBytesDoNotDisturbEachOther() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<ArtifactReference>> writers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Path bundle = bundle("b" + i, "content " + i % 5);
                writers.add(() -> store().put(bundle));
            }
            List<Future<ArtifactReference>> references = threads.invokeAll(writers);
            for (int i = 0; i < references.size(); i++) {
                assertThat(store().open(references.get(i).get())).hasContent("content " + i % 5);
            }
        }
    }

    /** A file to put in. */
    protected final Path bundle(String name, String content) throws IOException {
        return Files.writeString(bundles.resolve(name + ".zip"), content);
    }
}
