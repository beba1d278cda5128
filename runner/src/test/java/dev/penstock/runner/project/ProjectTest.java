package dev.penstock.runner.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {

    private static final ExecutionId ID = ExecutionId.of("019c2e00-0000-7000-8000-00001f3a9c2e");
    private static final Instant AT = Instant.parse("2026-03-04T10:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void stateIsKeptBesideTheDefinitionUnlessAFolderAboveKeepsSome() throws IOException {
        Path definition = folder.resolve("a/b/pipeline.yml");

        assertThat(Project.ofDefinition(definition).home()).isEqualTo(folder.resolve("a/b"));

        new Project(folder.resolve("a")).prepare();
        assertThat(Project.ofDefinition(definition).home()).isEqualTo(folder.resolve("a"));
        assertThat(Project.containing(folder.resolve("a/b"))).contains(new Project(folder.resolve("a")));
        assertThat(folder.resolve("a/.penstock/.gitignore")).hasContent("*");
    }

    @Test
    void simulatedRunsShareNothingWithRealOnes() {
        Project project = new Project(folder);

        assertThat(project.journal(RunTarget.AWS)).isNotEqualTo(project.journal(RunTarget.SIMULATED));
        assertThat(project.artifacts(RunTarget.AWS)).isNotEqualTo(project.artifacts(RunTarget.SIMULATED));
        assertThat(project.logs(RunTarget.AWS)).isNotEqualTo(project.logs(RunTarget.SIMULATED));
    }

    @Test
    void logsAreFoundByTheNamesThatTheirActionsHave() throws IOException {
        try (LogFiles logs = new LogFiles(folder)) {
            logs.append(ID, "Deploy.EU", "übersetzen %1", 2, AT.plusSeconds(1), "second");
            logs.append(ID, "Source", "App", 1, AT, "first\nline");
            logs.append(ID, "Source", "App", 1, AT, "more");

            List<LogFiles.ActionLog> found = logs.of(ID);

            assertThat(found).extracting(LogFiles.ActionLog::action).containsExactly("App", "übersetzen %1");
            assertThat(found.getLast().stage()).isEqualTo("Deploy.EU");
            assertThat(found.getLast().attempt()).isEqualTo(2);
            assertThat(Files.readAllLines(found.getFirst().file())).containsExactly(AT + " first line", AT + " more");
        }
        assertThat(new LogFiles(folder).of(ExecutionId.of("00000000-0000-4000-8000-000000000000")))
                .isEmpty();
    }
}
