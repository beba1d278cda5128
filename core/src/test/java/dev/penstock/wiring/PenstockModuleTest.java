package dev.penstock.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.util.Modules;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Penstock;
import dev.penstock.library.PenstockBuilder;
import dev.penstock.meter.Meters;
import dev.penstock.meter.PrometheusMeters;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.OneApproval;
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

    @Test
    void aProgramsInjectorMakesAChildThatTakesWhatIsBoundAbove() throws Exception {
        var journal = new InMemoryJournal();
        Injector program = Guice.createInjector(binder -> {
            binder.bind(Journal.class).toInstance(journal);
            binder.bind(ArtifactStore.class).toInstance(new InMemoryArtifactStore());
        });
        Injector child = program.createChildInjector(new PenstockModule());

        try (Penstock penstock =
                child.getInstance(PenstockBuilder.class).workFolder(folder).build()) {
            ExecutionId id = penstock.start(OneApproval.definition(), StartRequest.by("ann"));
            assertThat(journal.read(id)).isPresent();
        }
        assertThat(program.getExistingBinding(Key.get(Penstock.class)))
                .as("what the child makes is not the program's")
                .isNull();
    }

    @Test
    void aPortIsReplacedByOverridingTheModuleThatBindsIt() throws Exception {
        var usual = new InMemoryJournal();
        var replaced = new InMemoryJournal();
        Module all = Modules.combine(new PenstockModule(), binder -> {
            binder.bind(Journal.class).toInstance(usual);
            binder.bind(ArtifactStore.class).toInstance(new InMemoryArtifactStore());
        });
        Injector injector = Guice.createInjector(
                Modules.override(all).with(binder -> binder.bind(Journal.class).toInstance(replaced)));

        try (Penstock penstock =
                injector.getInstance(PenstockBuilder.class).workFolder(folder).build()) {
            ExecutionId id = penstock.start(OneApproval.definition(), StartRequest.by("ann"));
            assertThat(replaced.read(id)).isPresent();
            assertThat(usual.read(id)).isEmpty();
        }
    }

    @Test
    void metersThatAreBoundAreCountedInto() throws Exception {
        var meters = new PrometheusMeters();
        Injector injector = Guice.createInjector(new PenstockModule(), binder -> {
            binder.bind(Journal.class).toInstance(new InMemoryJournal());
            binder.bind(ArtifactStore.class).toInstance(new InMemoryArtifactStore());
            binder.bind(Meters.class).toInstance(meters);
        });
        try (Penstock penstock =
                injector.getInstance(PenstockBuilder.class).workFolder(folder).build()) {
            penstock.start(OneApproval.definition(), StartRequest.by("ann"));
        }
        assertThat(meters.text()).containsPattern("penstock_journal_append_seconds_count [1-9]");
    }
}
