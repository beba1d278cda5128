package dev.penstock.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Penstock;
import dev.penstock.library.PenstockBuilder;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PenstockModuleTest {

    @TempDir
    Path folder;

    @Test
    void whatIsBoundTakesThePlaceOfDefaultsAndWhatIsMissingIsSaid() {
        var journal = new InMemoryJournal();
        var runner = new RunnerId("of-guice");
        Injector injector = Guice.createInjector(new PenstockModule(), new AbstractModule() {
            @Override
            protected void configure() {
                bind(Journal.class).toInstance(journal);
                bind(ArtifactStore.class).toInstance(new InMemoryArtifactStore());
                bind(RunnerId.class).toInstance(runner);
            }
        });
        assertThatThrownBy(() -> injector.getInstance(Penstock.class))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("workFolder(…)");

        try (Penstock penstock =
                injector.getInstance(PenstockBuilder.class).workFolder(folder).build()) {
            assertThat(penstock.query(ExecutionQuery.newest(1))).isEmpty();
            assertThatThrownBy(() -> journal.register(runner))
                    .as("the name that was bound is taken, in the journal that was bound")
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
