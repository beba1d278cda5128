package dev.penstock.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.library.Penstock;
import dev.penstock.library.PenstockBuilder;
import dev.penstock.postgresql.wiring.PostgresJournalModule;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.OneApproval;
import dev.penstock.wiring.PenstockModule;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PostgresJournalModuleIT {

    @TempDir
    Path folder;

    private PostgresJournalOptions options;

    @BeforeEach
    void place() throws Exception {
        options = PostgresServer.options(PostgresServer.shared().location());
    }

    @Test
    void whatAnInjectorStartsAnotherOneFinishes() throws Exception {
        Injector first = injector();
        ExecutionId id;
        try (Journal opened = first.getInstance(Journal.class);
                Penstock penstock = first.getInstance(PenstockBuilder.class)
                        .workFolder(folder)
                        .build()) {
            assertThat(opened).isInstanceOf(PostgresJournal.class);
            id = penstock.start(OneApproval.definition(), StartRequest.by("ann"));
        }
        Injector second = injector();
        try (Journal opened = second.getInstance(Journal.class);
                Penstock penstock = second.getInstance(PenstockBuilder.class)
                        .workFolder(folder)
                        .build()) {
            assertThat(opened.read(id)).isPresent();
            penstock.resume(id);
            penstock.stop(id, true, "bob", "");
            assertThat(penstock.await(id).outcome()).isEqualTo(Optional.of(Outcome.STOPPED));
        }
    }

    private Injector injector() {
        return Guice.createInjector(
                new PenstockModule(),
                new PostgresJournalModule(options),
                binder -> binder.bind(ArtifactStore.class).toInstance(new InMemoryArtifactStore()));
    }
}
