package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.JournalException;
import dev.penstock.secret.SecretMasker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMachineTest {

    @TempDir
    Path folder;

    @Test
    void aJournalThatIsOpenedAheadIsTheOneThatIsAskedFor() {
        try (LocalMachine machine = LocalMachine.at(folder, new SecretMasker()).openAhead()) {
            assertThat(machine.journal()).isSameAs(machine.journal());
            assertThat(machine.journal().list(ExecutionQuery.newest(1))).isEmpty();
        }
    }

    @Test
    void whatIsWrongWithAJournalThatIsOpenedAheadIsToldWhereItIsAskedFor() throws Exception {
        Files.writeString(folder.resolve("journal.db"), "this is a text of somebody's and no journal\n".repeat(50));
        try (LocalMachine machine = LocalMachine.at(folder, new SecretMasker()).openAhead()) {
            assertThatThrownBy(machine::journal).isInstanceOf(JournalException.Damaged.class);
        }
    }

    @Test
    void nothingIsOpenedAnyMoreOnceTheMachineIsClosed() throws Exception {
        // Closed before the thread that opens comes to it, or after: no log is left beside the journal in either case.
        for (int round = 0; round < 20; round++) {
            Path own = folder.resolve("r" + round);
            LocalMachine.at(own, new SecretMasker()).openAhead().close();
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("penstock-journal-ahead")) {
                    thread.join();
                }
            }
            assertThat(own.resolve("journal.db-wal")).doesNotExist();
        }
    }
}
