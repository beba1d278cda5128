package dev.penstock.testing;

import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.ArtifactStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

final class InMemoryArtifactStoreTest extends ArtifactStoreContract {

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }
}
