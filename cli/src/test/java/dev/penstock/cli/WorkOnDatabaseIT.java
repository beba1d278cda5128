package dev.penstock.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Workers as processes on a journal in PostgreSQL. */
class WorkOnDatabaseIT extends KilledWorkerContract {

    private static SharedStore.Database database;

    @BeforeAll
    static void start() throws Exception {
        database = new SharedStore.Database();
    }

    @AfterAll
    static void stop() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    WorkedProject project(Path empty) throws IOException {
        return new WorkedProject(
                empty, List.of("--journal", database.text()), database.ofCommands(), () -> database.open());
    }
}
