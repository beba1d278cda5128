package dev.penstock.function;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes an artifact {@code code} of the files that its configuration has, by their names. */
public final class PackAction implements ActionProvider<PackAction.Contents, PackAction.Begun> {

    /** Its type. */
    public static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.BUILD, ActionOwner.CUSTOM, "Pack", "1");

    /** What it packs. */
    public record Contents(Map<String, String> files) {}

    /** Nothing is remembered. */
    public record Begun(int nothing) {}

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 1);
    }

    @Override
    public Contents configure(ConfigurationReader configuration) {
        Map<String, String> files = new HashMap<>();
        configuration
                .declaration()
                .configuration()
                .keySet()
                .forEach(name -> files.put(name, configuration.required(name)));
        return new Contents(files);
    }

    @Override
    public Class<Begun> stateType() {
        return Begun.class;
    }

    @Override
    public Begun begin(Contents configuration) {
        return new Begun(0);
    }

    @Override
    public StepResult<Begun> step(ActionContext context, Contents contents, Begun state) throws IOException {
        Path bundle = Files.createTempFile(context.workDirectory(), "bundle", ".zip");
        BundleWriter writer = new BundleWriter();
        for (Map.Entry<String, String> file : contents.files().entrySet()) {
            writer.file(file.getKey(), file.getValue());
        }
        writer.write(bundle);
        return new StepResult.Succeed<>(
                new ActionResult(Map.of("code", context.store(bundle)), Map.of(), "", Optional.empty(), List.of()));
    }
}
