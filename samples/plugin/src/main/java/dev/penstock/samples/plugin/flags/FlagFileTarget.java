package dev.penstock.samples.plugin.flags;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.Replacement;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code Deploy/Custom/FlagFile/1}: releases a version to the users of an application that reads a file of {@link Flags}. */
public final class FlagFileTarget implements ReleaseTarget<FlagFileTarget.Configuration, FlagFileTarget.Remembered> {

    private static final ActionTypeId TYPE =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "FlagFile", "1");

    /**
     * The configuration.
     *
     * @param file an absolute path, because whoever resumes may be started elsewhere
     * @param version that is released
     */
    public record Configuration(String file, String version) {

        Path path() {
            return Path.of(file);
        }
    }

    /**
     * What must be known to go back.
     *
     * @param before the version that users had; absent before the first release
     */
    public record Remembered(Optional<String> before) {}

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 5, 0, 0);
    }

    @Override
    public Configuration configure(ConfigurationReader configuration) {
        String file = configuration.required("File");
        if (configuration.isKnown("File") && !Path.of(file).isAbsolute()) {
            configuration.problem("File", "'" + file + "' is not an absolute path.", "Write one, such as /srv/flags.");
        }
        return new Configuration(file, configuration.required("Version"));
    }

    @Override
    public Class<Remembered> stateType() {
        return Remembered.class;
    }

    @Override
    public Remembered begin(Configuration configuration) {
        return new Remembered(Optional.empty());
    }

    @Override
    public Optional<Refusal> refusal(Configuration configuration, ReleasePlan plan) {
        return plan.replacement()
                .filter(how -> how instanceof Replacement.Batches || how instanceof Replacement.InPlace)
                .map(how -> new Refusal(
                        "A file of flags has no instances that could be replaced one after the other.", ""));
    }

    @Override
    public TargetFacts facts(ActionContext context, Configuration configuration) throws IOException {
        return Flags.read(configuration.path()).stable().isPresent()
                ? TargetFacts.live(OptionalInt.empty())
                : TargetFacts.EMPTY;
    }

    @Override
    public TargetResult<Remembered> carryOut(
            ReleaseContext context, Configuration configuration, Remembered state, ReleaseStep.OfTarget step)
            throws IOException {
        Flags flags = Flags.read(configuration.path());
        String ours = context.action().execution().toString();
        if (flags.canary().isPresent() && !flags.release().equals(ours)) {
            Aftermath then = step instanceof ReleaseStep.Prepare ? Aftermath.UNTOUCHED : Aftermath.OUT_OF_HAND;
            return new TargetResult.Failed<>(state, overtaken(flags), then);
        }
        String version = configuration.version();
        switch (step) {
            case ReleaseStep.Prepare() -> {
                if (flags.stable().equals(Optional.of(version))
                        && flags.canary().isEmpty()) {
                    return new TargetResult.Nothing<>(state, "users have " + version + " already");
                }
                return new TargetResult.Done<>(new Remembered(flags.stable()), "");
            }
            case ReleaseStep.ScaleUp scaleUp ->
                flags.beside(version, flags.share(), ours).write(configuration.path());
            case ReleaseStep.Test() -> {}
            case ReleaseStep.Shift(Share share) ->
                flags.beside(version, share, ours).write(configuration.path());
            case ReleaseStep.Replace replace -> Flags.only(Optional.of(version)).write(configuration.path());
            case ReleaseStep.Finish() -> Flags.only(Optional.of(version)).write(configuration.path());
        }
        return new TargetResult.Done<>(state, "");
    }

    @Override
    public Position position(ReleaseContext context, Configuration configuration, Remembered state) throws IOException {
        Flags flags = Flags.read(configuration.path());
        boolean isOurs = flags.canary().isEmpty()
                || flags.release().equals(context.action().execution().toString());
        Arm canary = new Arm(configuration.version(), Map.of("version", configuration.version()));
        Optional<Arms> arms = state.before().map(old -> new Arms(canary, new Arm(old, Map.of("version", old))));
        return new Position(
                isOurs ? new Condition.Well() : new Condition.Overtaken(overtaken(flags)),
                flags.canary().map(version -> flags.share()),
                Optional.empty(),
                arms,
                List.of());
    }

    private static ActionFailure overtaken(Flags flags) {
        return new ActionFailure(
                ActionFailure.Kind.SUPERSEDED,
                "FLAGS-001",
                "The release " + flags.release() + " has the flags.",
                List.of());
    }

    @Override
    public TargetResult<Remembered> rollBack(ReleaseContext context, Configuration configuration, Remembered state)
            throws IOException {
        Flags.only(state.before()).write(configuration.path());
        return new TargetResult.Done<>(state, "");
    }

    @Override
    public void abandon(ReleaseContext context, Configuration configuration, Remembered state) throws IOException {
        Flags flags = Flags.read(configuration.path());
        if (flags.release().equals(context.action().execution().toString())) {
            Flags.only(flags.stable()).write(configuration.path());
        }
    }

    @Override
    public ActionResult result(ReleaseContext context, Configuration configuration, Remembered state) {
        return new ActionResult(Map.of(), Map.of("Version", configuration.version()), "", Optional.empty(), List.of());
    }
}
