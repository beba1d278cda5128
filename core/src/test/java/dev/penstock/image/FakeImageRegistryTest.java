package dev.penstock.image;

import dev.penstock.artifact.Digest;
import dev.penstock.testing.FakeImageRegistry;
import java.nio.charset.StandardCharsets;

class FakeImageRegistryTest extends ImageRegistryContract {

    private final FakeImageRegistry registry = new FakeImageRegistry();

    @Override
    protected ImageRegistry registry() {
        return registry;
    }

    @Override
    protected void create(String repositoryName) {
        registry.create(repositoryName);
    }

    @Override
    protected Digest push(String repositoryName, String tag) {
        Digest digest = Digest.of((repositoryName + tag).getBytes(StandardCharsets.UTF_8));
        registry.put(repositoryName, tag, digest);
        return digest;
    }
}
