package dev.penstock.local.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.library.Machine;
import dev.penstock.library.Penstock;
import dev.penstock.testing.OneApproval;
import dev.penstock.wiring.PenstockModule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalAdaptersModuleTest {

    @TempDir
    Path folder;

    @Test
    void oneMachineOfTheInjectorKeepsWhatIsStartedInItsFolder() {
        ExecutionId id;
        Injector injector = injector();
        try (Machine machine = injector.getInstance(Machine.class)) {
            assertThat(folder).as("nothing is opened before it is asked for").isEmptyDirectory();
            assertThat(injector.getInstance(Machine.class)).isSameAs(machine);
            id = started(machine);
        }
        assertThat(folder.resolve("journal.db")).isNotEmptyFile();
        try (Machine again = injector().getInstance(Machine.class)) {
            assertThat(again.journal().read(id)).isPresent();
        }
    }

    private Injector injector() {
        return Guice.createInjector(new PenstockModule(), new LocalAdaptersModule(folder));
    }

    private static ExecutionId started(Machine machine) {
        try (Penstock penstock = Penstock.builder()
                .journal(machine.journal())
                .artifacts(machine.artifacts())
                .workFolder(machine.workFolder())
                .build()) {
            return penstock.start(OneApproval.definition(), StartRequest.by("ann"));
        }
    }
}
