package dev.penstock.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link PipelineRegistry} does. */
public abstract class PipelineRegistryContract {

    /** A registry without pipelines; asked again within a test, another view of the same one. */
    protected abstract PipelineRegistry registry();

    @Test
    void whatWasPutIsThereForEverybody() {
        var shop = new RegisteredPipeline("shop", "name: shop # ü €", Optional.of("region: eu-west-1\n"));
        registry().put(shop);
        assertThat(registry().get("shop")).contains(shop);
        assertThat(registry().all()).containsExactly(shop);
    }

    @Test
    void aPipelineIsReplacedWhole() {
        PipelineRegistry registry = registry();
        registry.put(new RegisteredPipeline("shop", "one", Optional.of("settings")));
        var replaced = new RegisteredPipeline("shop", "two", Optional.empty());
        registry.put(replaced);
        assertThat(registry.all()).containsExactly(replaced);
        assertThat(registry().all()).containsExactly(replaced);
    }

    @Test
    void aReaderSeesWhatAnotherHasChangedMeanwhile() {
        PipelineRegistry reader = registry();
        registry().put(new RegisteredPipeline("shop", "one", Optional.empty()));
        assertThat(reader.all()).hasSize(1);
        var changed = new RegisteredPipeline("shop", "two", Optional.empty());
        registry().put(changed);
        assertThat(reader.all()).containsExactly(changed);
    }

    @Test
    void pipelinesComeInTheOrderOfTheirNames() {
        PipelineRegistry registry = registry();
        for (String name : new String[] {"web", "api", "shop-2", "shop"}) {
            registry.put(new RegisteredPipeline(name, "x", Optional.empty()));
        }
        assertThat(registry.all()).extracting(RegisteredPipeline::name).containsExactly("api", "shop", "shop-2", "web");
    }

    @Test
    void whatWasDeletedIsGone() {
        PipelineRegistry registry = registry();
        registry.put(new RegisteredPipeline("shop", "one", Optional.empty()));
        assertThat(registry.delete("shop")).isTrue();
        assertThat(registry.delete("shop")).isFalse();
        assertThat(registry.get("shop")).isEmpty();
        assertThat(registry.all()).isEmpty();
    }
}
