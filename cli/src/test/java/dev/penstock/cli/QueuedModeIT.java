package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.ExecutionSummary;
import dev.penstock.journal.Fence;
import dev.penstock.journal.RunnerId;
import dev.penstock.local.journal.SqliteJournal;
import dev.penstock.local.journal.SqliteJournalOptions;
import dev.penstock.runner.view.ExecutionView;
import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Execution mode QUEUED as people meet it: three runs in three terminals, on one journal. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class QueuedModeIT {

    private static final String PIPELINE = """
        name: releases
        roleArn: arn:aws:iam::123456789012:role/pipeline
        pipelineType: V2
        executionMode: QUEUED
        artifactStore: {type: S3, location: artifacts}
        stages:
          - name: Source
            actions:
              - name: Source
                actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                outputArtifacts: [{name: App}]
          - name: Release
            actions:
              - name: Ask
                actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
        """;
    private static final String ASKS = "Release/Ask needs approval";
    private static final String WAITS = "Release waits for the stage to be free";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("pipeline.yml"), PIPELINE);
        Files.createDirectory(folder.resolve("app"));
        Files.writeString(folder.resolve("app/version.txt"), "1");
        Files.writeString(folder.resolve("penstock.yml"), "sources: {Source: {directory: app}}\n");
    }

    @Test
    void threeRunsGoThroughOneAfterTheOtherAlsoIfOneIsKilledAndOneIsStopped() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder().start();
                Child first = run(aws)) {
            first.awaitOutput(ASKS);
            try (Child second = run(aws)) {
                second.awaitOutput(WAITS);
                try (Child third = run(aws);
                        Child fourth = runBehind(third, aws)) {
                    List<ExecutionSummary> all = executions();
                    assertThat(all).hasSize(4);
                    isShownWhoWaitsForWhom(all);
                    second.kill();
                    penstock("stop", id(all.get(2)));
                    assertThat(third.exitCode()).isEqualTo(ExitCode.STOPPED.number());

                    approve(all.getFirst());
                    assertThat(first.exitCode()).as(first.output()).isZero();
                    assertThat(fourth.output()).doesNotContain(ASKS);
                    try (Child resumed = Child.start(folder, "resume", id(all.get(1)))) {
                        resumed.awaitOutput(ASKS);
                        approve(all.get(1));
                        assertThat(resumed.exitCode()).as(resumed.output()).isZero();
                    }
                    fourth.awaitOutput(ASKS);
                    approve(all.getLast());
                    assertThat(fourth.exitCode()).as(fourth.output()).isZero();
                }
            }
        }
        assertThat(executions())
                .extracting(ExecutionSummary::status)
                .containsExactly("SUCCEEDED", "SUCCEEDED", "STOPPED", "SUCCEEDED");
    }

    @Test
    void theFiftyFirstIsRefusedWithItsPlace() throws IOException {
        Files.createDirectories(folder.resolve(".penstock/simulated"));
        try (SqliteJournal journal = open()) {
            Fence fence = new Fence(new RunnerId("another"), 1);
            for (int i = 0; i < 50; i++) {
                ExecutionId id = new ExecutionId(new UUID(1, i));
                journal.create("releases", "d", new AppendBuilder(id, 0, fence).build())
                        .join();
            }
        }
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.INVALID.number());

        assertThat(console.err())
                .contains("PEN-RUN-006")
                .contains("pipeline.yml:4")
                .contains("has 50 executions that have not ended")
                .contains("Nothing was started.");
        assertThat(executions()).hasSize(50);
    }

    private SqliteJournal open() {
        return SqliteJournal.open(folder.resolve(".penstock/simulated/journal.db"), SqliteJournalOptions.defaults());
    }

    private Child run(SimulatedAws aws) throws IOException {
        return Child.start(
                folder, "run", "pipeline.yml", "--simulator", aws.endpoint().toString());
    }

    private Child runBehind(Child before, SimulatedAws aws) throws IOException, InterruptedException {
        before.awaitOutput(WAITS);
        Child started = run(aws);
        started.awaitOutput(WAITS);
        return started;
    }

    private void isShownWhoWaitsForWhom(List<ExecutionSummary> all) {
        assertThat(penstock("list", "--open"))
                .contains("for Release, after " + id(all.get(0)))
                .contains("for Release, after " + id(all.get(1)))
                .contains("for Release, after " + id(all.get(2)));
        assertThat(penstock("status", id(all.get(3))).replace('\n', ' '))
                .contains("It waits in front of stage 'Release': execution " + id(all.get(0)) + " is in it.")
                .contains("Before it come " + id(all.get(1)) + ", " + id(all.get(2)) + ".");
        JsonNode line = JsonMapper.shared().readTree(penstock("status", id(all.get(3)), "--output", "json"));
        assertThat(line.at("/waitsFor/stage").asString()).isEqualTo("Release");
        assertThat(line.at("/waitsFor/inside").asString())
                .isEqualTo(all.get(0).id().toString());
        assertThat(line.at("/waitsFor/before/1").asString())
                .isEqualTo(all.get(2).id().toString());
    }

    private void approve(ExecutionSummary execution) {
        penstock("approve", id(execution));
    }

    private String penstock(String... line) {
        Console console = new Console(folder);
        int code = console.run(line);
        assertThat(code).as(console.err()).isZero();
        return console.out();
    }

    private static String id(ExecutionSummary execution) {
        return ExecutionView.shortId(execution.id());
    }

    /** All of them, the first that was started first. */
    private List<ExecutionSummary> executions() {
        try (SqliteJournal journal = open()) {
            return journal.list(ExecutionQuery.newest(60)).reversed();
        }
    }
}
