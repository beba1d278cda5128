package dev.penstock.samples.plugin.notes;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Deploy/Custom/ReleaseNotes/1}: takes the release notes out of its input artifact, writes them as a draft into a folder,
 * waits for a quiet period in which people may change or delete the draft, and publishes it.
 *
 * <p>Output variables: {@code Page}, the absolute path of the page, and {@code PublishedAt}, such as {@code
 * 20261121T120000Z}.
 */
final class ReleaseNotesAction implements ActionProvider<ReleaseNotesConfiguration, ReleaseNotesState> {

    static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "ReleaseNotes", "1");

    /** The input artifact has no such file of notes. */
    static final String NO_NOTES = "NOTES-001";

    /** Somebody deleted the draft in its quiet period. */
    static final String WITHDRAWN = "NOTES-002";

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(1, 0);
    }

    @Override
    public ReleaseNotesConfiguration configure(ConfigurationReader configuration) {
        return ReleaseNotesConfiguration.read(configuration);
    }

    @Override
    public Class<ReleaseNotesState> stateType() {
        return ReleaseNotesState.class;
    }

    @Override
    public ReleaseNotesState begin(ReleaseNotesConfiguration configuration) {
        return new ReleaseNotesState.Begun();
    }

    @Override
    public StepResult<ReleaseNotesState> step(
            ActionContext context, ReleaseNotesConfiguration configuration, ReleaseNotesState state)
            throws IOException {
        NotesFolder folder = folder(context, configuration);
        // The look before the effect: an earlier asking of this step, or an earlier attempt, may have come this far.
        Optional<NotesFolder.Page> published = folder.published();
        if (published.isPresent()) {
            return succeed(context, published.get());
        }
        return switch (state) {
            case ReleaseNotesState.Begun() -> draft(context, configuration, folder);
            case ReleaseNotesState.Drafted(Instant publishAt) -> publish(context, folder, publishAt);
        };
    }

    @Override
    public void abandon(ActionContext context, ReleaseNotesConfiguration configuration, ReleaseNotesState state)
            throws IOException {
        folder(context, configuration).withdraw();
    }

    /** Time goes on while no runner is there: whoever resumes it the next morning shall find it in time. */
    @Override
    public Duration timeout(ReleaseNotesConfiguration configuration) {
        return configuration.quietPeriod().plusDays(1);
    }

    private static StepResult<ReleaseNotesState> draft(
            ActionContext context, ReleaseNotesConfiguration configuration, NotesFolder folder) throws IOException {
        String artifact = context.declaration().inputArtifacts().getFirst();
        Path notes = context.inputDirectory(artifact).resolve(configuration.notesFile());
        if (!Files.isRegularFile(notes)) {
            return new StepResult.Fail<>(ActionFailure.failed(
                    NO_NOTES,
                    "The artifact '" + artifact + "' has no file '" + configuration.notesFile()
                            + "'. Name the file that holds the release notes in 'NotesFile'."));
        }
        String text = new String(Files.readAllBytes(notes), StandardCharsets.UTF_8);
        folder.writeDraft(context.masker().mask("# " + configuration.title() + "\n\n" + text));
        context.log("Wrote the draft " + folder.draft() + ".");
        return quietUntil(context.now().plus(configuration.quietPeriod()));
    }

    private static StepResult<ReleaseNotesState> publish(ActionContext context, NotesFolder folder, Instant publishAt)
            throws IOException {
        if (context.now().isBefore(publishAt)) {
            return quietUntil(publishAt);
        }
        if (!Files.exists(folder.draft())) {
            return new StepResult.Fail<>(new ActionFailure(
                    ActionFailure.Kind.REJECTED,
                    WITHDRAWN,
                    "Somebody deleted the draft " + folder.draft() + " in its quiet period.",
                    List.of()));
        }
        return succeed(context, folder.publish(context.now()));
    }

    private static StepResult<ReleaseNotesState> quietUntil(Instant publishAt) {
        return new StepResult.Await<>(
                new ReleaseNotesState.Drafted(publishAt),
                new Wait.Until(publishAt),
                "quiet until " + publishAt.truncatedTo(ChronoUnit.SECONDS));
    }

    private static StepResult<ReleaseNotesState> succeed(ActionContext context, NotesFolder.Page page) {
        context.log("Published " + page.file() + ".");
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(),
                Map.of("Page", page.file().toString(), "PublishedAt", page.at()),
                "published " + page.file().getFileName(),
                Optional.empty(),
                List.of()));
    }

    /** An announcement is one per execution, however often its stage is retried: its id names no attempt. */
    private static NotesFolder folder(ActionContext context, ReleaseNotesConfiguration configuration) {
        // Names of stages and actions may have a dash, but never a plus.
        String id = context.execution() + "+" + context.stage() + "+"
                + context.declaration().name();
        return new NotesFolder(Path.of(configuration.folder()), id);
    }
}
