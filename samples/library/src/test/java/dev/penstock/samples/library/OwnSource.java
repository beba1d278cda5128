package dev.penstock.samples.library;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes the place of {@code Source/AWS/S3/1}: sources that a program has in memory. */
final class OwnSource implements ActionProvider<OwnSource.Key, OwnSource.State> {

    static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.SOURCE, ActionOwner.AWS, "S3", "1");

    private final AtomicInteger fetched = new AtomicInteger();

    record Key(String bucket, String key) {}

    record State() {}

    int fetched() {
        return fetched.get();
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 1);
    }

    @Override
    public Key configure(ConfigurationReader configuration) {
        return new Key(configuration.required("S3Bucket"), configuration.required("S3ObjectKey"));
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State begin(Key configuration) {
        return new State();
    }

    @Override
    public StepResult<State> step(ActionContext context, Key configuration, State state) throws IOException {
        fetched.incrementAndGet();
        Path bundle = context.workDirectory().resolve("sources.zip");
        new BundleWriter().file("page.html", configuration.key()).write(bundle);
        return new StepResult.Succeed<>(new ActionResult(
                Map.of("Files", context.store(bundle)), Map.of(), "from memory", Optional.empty(), List.of()));
    }
}
