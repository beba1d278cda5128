package dev.penstock.samples.library;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.wiring.AwsAdaptersModule;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.library.Cloud;
import dev.penstock.library.Machine;
import dev.penstock.library.Penstock;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.local.wiring.LocalAdaptersModule;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.wiring.PenstockModule;
import java.io.IOException;
import java.nio.file.Path;

/** Releases what a definition says, to the account that the environment's credentials belong to. */
public final class ReleaseTool {

    private ReleaseTool() {}

    /** Runs a pipeline from its first stage to its end, and says what became of it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PipelineFile file = PipelineFile.read(Path.of(arguments[0]));
        Masker masker = new SecretMasker();
        try (Machine machine = LocalMachine.at(Path.of(".penstock"), masker);
                Cloud cloud = AwsServices.ofEnvironment(masker)) {
            System.out.println(release(file, machine, cloud, masker).status());
        }
    }

    static ExecutionState release(PipelineFile file, Machine machine, Cloud cloud, Masker masker)
            throws InterruptedException {
        try (Penstock penstock = Penstock.builder()
                .machine(machine)
                .cloud(cloud)
                .masker(masker)
                .settings(file.settings())
                .build()) {
            ExecutionId id = penstock.start(file, StartRequest.by("release tool"));
            penstock.follow(id).subscribe(new PrintedFacts());
            return penstock.await(id);
        }
    }

    /** The same with Guice. What is bound in {@code own} takes the place of what the modules of Penstock bind. */
    static ExecutionState releaseWithGuice(PipelineFile file, Path folder, Module own) throws InterruptedException {
        Module usual = Modules.combine(
                new PenstockModule(),
                new LocalAdaptersModule(folder),
                new AwsAdaptersModule(),
                binder -> binder.bind(RunSettings.class).toInstance(file.settings()));
        Injector injector = Guice.createInjector(Modules.override(usual).with(own));
        // Nothing is closed by Guice: in the order in which it would be, written by hand.
        try (Machine machine = injector.getInstance(Machine.class);
                Cloud cloud = injector.getInstance(Cloud.class);
                Penstock penstock = injector.getInstance(Penstock.class)) {
            return penstock.await(penstock.start(file, StartRequest.by("release tool")));
        }
    }
}
