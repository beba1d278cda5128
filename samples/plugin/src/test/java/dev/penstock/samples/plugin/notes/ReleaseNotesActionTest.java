package dev.penstock.samples.plugin.notes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.Engine;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's pipeline as a whole, on virtual time: a quarter of an hour takes milliseconds. */
class ReleaseNotesActionTest {

    private final InMemoryJournal journal = new InMemoryJournal();
    private final VirtualClock clock = VirtualClock.steppedFrom(ReleaseNotesFixture.NOON);
    private final ReleaseNotesFixture fixture;
    private Engine engine;

    ReleaseNotesActionTest(@TempDir Path root) {
        fixture = new ReleaseNotesFixture(root);
        engine = fixture.engine(journal, clock, new ReleaseNotesPlugin().providers());
    }

    @BeforeEach
    void nothingIsAnnouncedYet() throws IOException {
        assertThat(fixture.pages()).isEmpty();
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        clock.close();
        fixture.close();
    }

    @Test
    void publishesTheNotesOfTheArtifactAfterTheQuietPeriod() throws Exception {
        ExecutionId id = start();

        clock.advance(Duration.ofMinutes(14));
        assertThat(fixture.pages()).isEmpty();
        assertThat(fixture.drafts()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        ExecutionState ended = engine.state(id).orElseThrow();
        assertThat(ended.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(ended.updatedAt()).isEqualTo(ReleaseNotesFixture.NOON.plus(Duration.ofMinutes(15)));
        assertThat(fixture.drafts()).isEmpty();
        assertThat(fixture.pages())
                .singleElement()
                .satisfies(page -> assertThat(page)
                        .hasFileName("20261121T121500Z-" + id + "+Release+Announce.md")
                        .hasContent("# Release of commit " + NotesSource.COMMIT + "\n\n- Faster.\n"));
    }

    @Test
    void tellsOthersWhereThePageIs() throws Exception {
        ExecutionId id = start();

        clock.advance(Duration.ofMinutes(15));

        ActionResult result = ((ActionPhase.Succeeded) phase(id)).result();
        assertThat(result.variables())
                .containsEntry("Page", fixture.pages().getFirst().toString())
                .containsEntry("PublishedAt", "20261121T121500Z");
    }

    @Test
    void publishesWhatSomebodyMadeOfTheDraft() throws Exception {
        start();
        clock.advance(Duration.ofMinutes(5));
        Files.writeString(fixture.drafts().getFirst(), "# Better words\n");

        clock.advance(Duration.ofMinutes(10));

        assertThat(fixture.pages())
                .singleElement()
                .satisfies(page -> assertThat(page).hasContent("# Better words\n"));
    }

    @Test
    void aDraftThatSomebodyDeletesIsNotPublished() throws Exception {
        ExecutionId id = start();
        clock.advance(Duration.ofMinutes(5));
        Files.delete(fixture.drafts().getFirst());

        clock.advance(Duration.ofMinutes(10));

        assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.FAILED);
        ActionFailure failure = ((ActionPhase.Failed) phase(id)).failure();
        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.REJECTED);
        assertThat(failure.code()).isEqualTo(ReleaseNotesAction.WITHDRAWN);
        assertThat(fixture.pages()).isEmpty();
    }

    @Test
    void aRetryAfterAWithdrawalDraftsAgain() throws Exception {
        ExecutionId id = start();
        clock.advance(Duration.ofMinutes(5));
        Files.delete(fixture.drafts().getFirst());
        clock.advance(Duration.ofMinutes(10));

        engine.send(id, new Signal.Retry(Optional.empty(), RetryMode.FAILED_ACTIONS, "test"));
        engine.resume(id);
        clock.advance(Duration.ofMinutes(15));

        assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
        assertThat(fixture.pages()).hasSize(1);
    }

    @Test
    void aRetryOfItsStageDoesNotAnnounceAgain() throws Exception {
        String second = ReleaseNotesFixture.sampleText();
        second = second.substring(second.indexOf("        - name: Announce"))
                .replace("- name: Announce", "- name: Second")
                .replace("namespace: Announcement", "namespace: Second")
                .replace("runOrder: 1", "runOrder: 2")
                .replace("NotesFile: RELEASE_NOTES.md", "NotesFile: MISSING.md");
        ExecutionId id = engine.start(
                ReleaseNotesFixture.read(ReleaseNotesFixture.sampleText() + second)
                        .pipeline(),
                fixture.request());
        clock.advance(Duration.ofMinutes(15));
        assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.FAILED);

        engine.send(id, new Signal.Retry(Optional.empty(), RetryMode.ALL_ACTIONS, "test"));
        engine.resume(id);
        clock.advance(Duration.ofMinutes(15));

        ExecutionState retried = engine.state(id).orElseThrow();
        assertThat(retried.stage("Release")
                        .orElseThrow()
                        .action("Announce")
                        .orElseThrow()
                        .attempt())
                .isEqualTo(2);
        assertThat(ReleaseNotesFixture.phase(retried)).isInstanceOf(ActionPhase.Succeeded.class);
        assertThat(fixture.pages()).hasSize(1);
        assertThat(fixture.drafts()).isEmpty();
    }

    @Test
    void anAbandonedAnnouncementLeavesNoDraft() throws Exception {
        ExecutionId id = start();
        clock.advance(Duration.ofMinutes(5));
        assertThat(fixture.drafts()).hasSize(1);

        engine.send(id, new Signal.Stop(true, "wrong notes", "test"));
        clock.advance(Duration.ofMinutes(10));

        assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.STOPPED);
        assertThat(fixture.drafts()).isEmpty();
        assertThat(fixture.pages()).isEmpty();
    }

    @Test
    void anArtifactWithoutTheNotesFailsAndNamesTheFile() throws Exception {
        engine.close();
        engine = fixture.engine(journal, clock, new ReleaseNotesPlugin().providers(), "README.md");
        ExecutionId id = start();

        clock.advance(Duration.ofMinutes(1));

        assertThat(((ActionPhase.Failed) phase(id)).failure())
                .isEqualTo(new ActionFailure(
                        ActionFailure.Kind.FAILED,
                        ReleaseNotesAction.NO_NOTES,
                        "The artifact 'AppSource' has no file 'RELEASE_NOTES.md'. Name the file that holds the release"
                                + " notes in 'NotesFile'.",
                        List.of()));
        assertThat(fixture.drafts()).isEmpty();
    }

    private ExecutionId start() throws IOException {
        return engine.start(ReleaseNotesFixture.sample().pipeline(), fixture.request());
    }

    private ActionPhase phase(ExecutionId id) {
        return ReleaseNotesFixture.phase(engine.state(id).orElseThrow());
    }
}
