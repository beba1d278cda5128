package dev.penstock.samples.plugin;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Deploy/Custom/Announce/1}: adds a line to a file, then waits a while for objections. Its keys are {@code File},
 * {@code Text} and {@code QuietMinutes}; it puts out the variable {@code AnnouncementId}.
 */
final class AnnounceAction implements ActionProvider<Announcement, AnnounceState> {

    private static final int A_DAY = 24 * 60;

    @Override
    public ActionTypeId type() {
        return new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Announce", "1");
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 1, 0, 0);
    }

    @Override
    public Announcement configure(ConfigurationReader configuration) {
        String file = configuration.required("File");
        String text = configuration.required("Text");
        if (text.contains("\n")) {
            configuration.problem("Text", "The announcement has several lines.", "Say it on one line.");
        }
        int quiet = configuration.integer("QuietMinutes", 0, 0, A_DAY);
        return new Announcement(Path.of(file), text, Duration.ofMinutes(quiet));
    }

    @Override
    public Class<AnnounceState> stateType() {
        return AnnounceState.class;
    }

    @Override
    public AnnounceState begin(Announcement configuration) {
        return new AnnounceState.Begun();
    }

    @Override
    public StepResult<AnnounceState> step(ActionContext context, Announcement announcement, AnnounceState state)
            throws IOException {
        return switch (state) {
            case AnnounceState.Begun() -> announce(context, announcement);
            case AnnounceState.Announced(String id) ->
                new StepResult.Succeed<>(new ActionResult(
                        Map.of(), Map.of("AnnouncementId", id), "nobody objected", Optional.empty(), List.of()));
        };
    }

    private static StepResult<AnnounceState> announce(ActionContext context, Announcement announcement)
            throws IOException {
        // The process may end between the line and the next state: whoever goes on finds the line by its token.
        String id = context.token("announce");
        if (!isAnnounced(announcement.file(), id)) {
            Files.writeString(
                    announcement.file(),
                    id + " " + announcement.text() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            context.log("Announced in " + announcement.file());
        }
        return new StepResult.Await<>(
                new AnnounceState.Announced(id),
                new Wait.Until(context.now().plus(announcement.quiet())),
                "announced, waiting for objections");
    }

    private static boolean isAnnounced(Path file, String id) throws IOException {
        return Files.exists(file) && Files.readAllLines(file).stream().anyMatch(line -> line.startsWith(id));
    }

    @Override
    public Duration timeout(Announcement announcement) {
        return announcement.quiet().plusHours(1);
    }
}
