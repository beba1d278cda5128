package dev.penstock.samples.library;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.multibindings.OptionalBinder;
import dev.penstock.aws.AwsServices;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionState;
import dev.penstock.library.Cloud;
import dev.penstock.library.Engines;
import dev.penstock.library.Machine;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.wiring.EngineModule;
import java.io.IOException;
import java.nio.file.Path;

/** Releases what a definition says, to the account that the environment's credentials belong to. */
public final class ReleaseTool {

    private ReleaseTool() {}

    /** Runs a pipeline from its first stage to its end, and says what became of it. */
    public static void main(String[] arguments) throws IOException {
        PipelineFile file = PipelineFile.read(Path.of(arguments[0]));
        Masker masker = new SecretMasker();
        try (Machine machine = LocalMachine.at(Path.of(".penstock"), masker);
                Cloud cloud = AwsServices.ofEnvironment(masker)) {
            System.out.println(release(file, machine, cloud, masker).status());
        }
    }

    static ExecutionState release(PipelineFile file, Machine machine, Cloud cloud, Masker masker) {
        try (Engine engine =
                Engines.builder(file.settings(), machine, cloud, masker).build()) {
            return engine.whenEnded(engine.start(file.pipeline(), StartRequest.by("release tool")))
                    .join();
        }
    }

    /** The same with Guice. */
    static ExecutionState releaseWithGuice(PipelineFile file, Machine machine, Cloud cloud, Masker masker) {
        var injector = Guice.createInjector(new EngineModule(), new AbstractModule() {
            @Override
            protected void configure() {
                bind(Machine.class).toInstance(machine);
                bind(Cloud.class).toInstance(cloud);
                OptionalBinder.newOptionalBinder(binder(), Masker.class)
                        .setBinding()
                        .toInstance(masker);
                OptionalBinder.newOptionalBinder(binder(), RunSettings.class)
                        .setBinding()
                        .toInstance(file.settings());
            }
        });
        try (Engine engine = injector.getInstance(Engine.class)) {
            return engine.whenEnded(engine.start(file.pipeline(), StartRequest.by("release tool")))
                    .join();
        }
    }
}
