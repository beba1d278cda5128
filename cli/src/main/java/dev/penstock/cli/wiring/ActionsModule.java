package dev.penstock.cli.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.build.BuildExecutor;
import dev.penstock.build.BuildProjects;
import dev.penstock.build.CodeBuildAction;
import dev.penstock.image.ImageRegistry;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.EcsDeployAction;
import dev.penstock.secret.SecretResolver;
import dev.penstock.source.SourceAction;
import dev.penstock.source.SourceMapping;
import dev.penstock.source.SourceRepository;
import jakarta.inject.Singleton;
import java.util.ArrayList;

/** The providers of actions that come with Penstock. */
final class ActionsModule extends AbstractModule {

    @Provides
    @Singleton
    ActionProviders providers(
            SourceMapping sources,
            SourceRepository repository,
            BuildProjects builds,
            BuildExecutor executor,
            SecretResolver secrets,
            ContainerServices services,
            ImageRegistry registry) {
        var all = new ArrayList<ActionProvider<?, ?>>();
        all.addAll(SourceAction.all(sources, repository));
        all.addAll(CodeBuildAction.all(builds, executor, secrets));
        all.add(new EcsDeployAction(services, registry));
        all.add(new ManualApprovalAction());
        return new ActionProviders(all);
    }
}
