package dev.penstock.cli.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.ServiceDeploymentReader;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.image.ImageRegistry;
import dev.penstock.release.ContainerServices;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretResolver;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;
import java.util.List;

/** The services of AWS behind the ports, whichever AWS is meant. */
final class ServicesModule extends AbstractModule {

    @Provides
    @Singleton
    AwsClients clients(AwsSettings settings, Closing closing) {
        return closing.later(new AwsClients(settings));
    }

    @Provides
    @Singleton
    ImageRegistry images(AwsClients clients, RegistryEndpoint endpoint, Masker masker, EngineClock clock) {
        return new EcrImageRegistry(clients, endpoint, masker, clock);
    }

    @Provides
    @Singleton
    SecretResolver secrets(AwsClients clients, Masker masker) {
        return new AwsSecretResolver(clients, masker);
    }

    @Provides
    @Singleton
    ContainerServices services(AwsClients clients) {
        return new EcsContainerServices(clients);
    }

    @Provides
    @Singleton
    ResourceReaders readers(AwsClients clients) {
        return new ResourceReaders(List.of(new ServiceDeploymentReader(clients)));
    }
}
