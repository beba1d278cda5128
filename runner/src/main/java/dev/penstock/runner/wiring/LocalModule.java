package dev.penstock.runner.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.library.Machine;
import dev.penstock.local.LocalMachine;
import dev.penstock.local.image.BaseImages;
import dev.penstock.runner.RunPlan;
import dev.penstock.secret.Masker;
import jakarta.inject.Singleton;

/** This machine, with the project's folders. */
final class LocalModule extends AbstractModule {

    @Provides
    @Singleton
    Machine machine(RunPlan plan, AwsSettings aws, Masker masker, Closing closing) {
        return closing.later(new LocalMachine(
                plan.project().folder(plan.target()),
                plan.project().cache(),
                plan.artifacts(),
                BuildSurroundings.of(plan.environment(), aws),
                masker,
                baseImages(plan)));
    }

    /** In a simulated run nobody looks into an image, so that an empty one may stand in for its base. */
    private static BaseImages baseImages(RunPlan plan) {
        return switch (plan.target()) {
            case AWS -> BaseImages.REAL_ONLY;
            case SIMULATED -> BaseImages.STAND_INS;
        };
    }
}
