package dev.penstock.samples.plugin.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.action.ActionProvider;
import dev.penstock.engine.Preflight;
import dev.penstock.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseNotesConfigurationTest {

    private static final String FOLDER = "Folder: \"#{variables.Folder}\"";
    private static final String TITLE = "Title: \"Release of commit #{Source.CommitId}\"";
    private static final String NOTES_FILE = "NotesFile: RELEASE_NOTES.md";
    private static final String QUIET = "QuietMinutes: \"15\"";

    @Test
    void theSampleHasNoProblems() throws IOException {
        assertThat(problems(ReleaseNotesFixture.sampleText())).isEmpty();
    }

    @Test
    void saysWithLineAndColumnThatAFolderIsRelative() throws IOException {
        String wrong = ReleaseNotesFixture.sampleText().replace(FOLDER, "Folder: announcements");

        assertThat(problems(wrong)).singleElement().satisfies(problem -> {
            assertThat(problem.span()).hasToString("pipeline.yml:" + lineOf(wrong, "Folder: announcements") + ":21");
            assertThat(problem.field()).isEqualTo("/stages/1/actions/0/configuration/Folder");
            assertThat(problem.message()).isEqualTo("'announcements' is not an absolute path.");
            assertThat(problem.hint()).contains("Write an absolute path, such as '/srv/announcements'.");
        });
    }

    @Test
    void saysAllThatIsWrongAtOnce() throws IOException {
        String wrong = ReleaseNotesFixture.sampleText()
                .replace(FOLDER, "Folder: announcements")
                .replace(TITLE, "Heading: News")
                .replace(NOTES_FILE, "NotesFile: ../../etc/passwd")
                .replace(QUIET, "QuietMinutes: a while");

        assertThat(problems(wrong))
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "'announcements' is not an absolute path.",
                        "Deploy/Custom/ReleaseNotes/1 needs the configuration key 'Title'.",
                        "Deploy/Custom/ReleaseNotes/1 has no configuration key 'Heading'.",
                        "'../../etc/passwd' is not a path inside the artifact.",
                        "'a while' is not a whole number from 0 to 1440.");
    }

    @Test
    void withoutTheArtifactThereIsNothingToAnnounce() throws IOException {
        String wrong = ReleaseNotesFixture.sampleText();
        wrong = wrong.substring(0, wrong.indexOf("          inputArtifacts:"));

        assertThat(problems(wrong))
                .extracting(Problem::message, problem -> problem.hint().orElse(""))
                .containsExactly(tuple("There are 0 artifacts.", "Name 1."));
    }

    private static List<Problem> problems(String definition) {
        List<ActionProvider<?, ?>> providers = new ArrayList<>(new ReleaseNotesPlugin().providers());
        providers.add(new NotesSource(ReleaseNotesFixture.NOTES_FILE, ""));
        return new Preflight(providers).problems(ReleaseNotesFixture.read(definition));
    }

    private static int lineOf(String text, String part) {
        return (int) text.substring(0, text.indexOf(part)).lines().count();
    }
}
