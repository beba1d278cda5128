package dev.penstock.samples.plugin.notes;

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

/** Stands in for the source action of the sample: always the same commit with the same file. */
record NotesSource(String fileName, String notes) implements ActionProvider<NotesSource.Nothing, NotesSource.Nothing> {

    static final String COMMIT = "4f2a91c";

    record Nothing() {}

    @Override
    public ActionTypeId type() {
        return new ActionTypeId(ActionCategory.SOURCE, ActionOwner.AWS, "CodeStarSourceConnection", "1");
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 1);
    }

    @Override
    public Nothing configure(ConfigurationReader configuration) {
        List.of("ConnectionArn", "FullRepositoryId", "BranchName").forEach(configuration::required);
        return new Nothing();
    }

    @Override
    public Class<Nothing> stateType() {
        return Nothing.class;
    }

    @Override
    public Nothing begin(Nothing configuration) {
        return new Nothing();
    }

    @Override
    public StepResult<Nothing> step(ActionContext context, Nothing configuration, Nothing state) throws IOException {
        Path bundle = context.workDirectory().resolve("source.zip");
        new BundleWriter().file(fileName, notes).write(bundle);
        String artifact = context.declaration().outputArtifacts().getFirst().name();
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(artifact, context.store(bundle)), Map.of("CommitId", COMMIT), "", Optional.empty(), List.of()));
    }
}
