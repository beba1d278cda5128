package dev.penstock.local.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.artifact.ArtifactMissingException;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.ArtifactStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryArtifactStoreTest extends ArtifactStoreContract {

    @TempDir
    Path folder;

    @Override
    protected ArtifactStore store() {
        return new DirectoryArtifactStore(folder.resolve("artifacts"));
    }

    @Test
    void aBundleIsKeptUnderItsDigest() throws IOException {
        ArtifactReference reference = store().put(bundle("b", "content"));

        String hex = reference.digest().hex();
        assertThat(store().open(reference))
                .isEqualTo(folder.resolve("artifacts/sha256/" + hex.substring(0, 2) + "/" + hex + ".zip"));
        assertThat(folder.resolve("artifacts/incoming")).isEmptyDirectory();
    }

    @Test
    void aDamagedBundleIsNotHandedOutAndPuttingItAgainMendsIt() throws IOException {
        ArtifactReference reference = store().put(bundle("b", "content"));
        Path kept = store().open(reference);
        Files.writeString(kept, "c0ntent");

        assertThatThrownBy(() -> store().open(reference))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining("is damaged");

        store().put(bundle("b", "content"));
        assertThat(store().open(reference)).hasContent("content");
    }

    @Test
    void whatCannotBeReadLeavesNothing() {
        assertThatThrownBy(() -> store().put(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("artifacts/incoming")).isEmptyDirectory();
    }
}
