package dev.penstock.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.ImagePush;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.image.ImageRegistry;
import dev.penstock.image.ImageRegistryContract;
import dev.penstock.image.RepositoryAccess;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.service.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EcrImageRegistryTest extends ImageRegistryContract {

    private final SimulatedAccount account = new SimulatedAccount();
    private final SecretMasker masker = new SecretMasker();
    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private final EcrImageRegistry registry =
            new EcrImageRegistry(account.clients, RegistryEndpoint.of(account.realm()), masker, () -> now);

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected ImageRegistry registry() {
        return registry;
    }

    @Override
    protected void create(String repositoryName) {
        account.clients
                .ecr(AwsScope.OWN, Use.CHANGE)
                .createRepository(request -> request.repositoryName(repositoryName));
    }

    @Override
    protected Digest push(String repositoryName, String tag) {
        try {
            return new ImagePush(registry.access(AwsScope.OWN, repositoryName)).push(tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void namesRepositoriesAsAwsDoesAndReachesThemWhereTheSimulatorIs() {
        create("web");
        RepositoryAccess access = registry.access(AwsScope.OWN, "web");
        assertThat(access.repositoryUri()).isEqualTo(SimulatedAccount.ID + ".dkr.ecr.us-east-1.amazonaws.com/web");
        assertThat(access.pushUri()).isEqualTo(account.aws.registryReference(access.repositoryUri()));
        assertThat(access.insecure()).isTrue();
    }

    @Test
    void asksForATokenOnceUntilItIsAboutToEndAndMasksIt() {
        create("web");
        String first = registry.access(AwsScope.OWN, "web").password().reveal();
        account.aws.faults().before("ecr", "GetAuthorizationToken", 1, Fault.serverError());
        assertThat(registry.access(AwsScope.OWN, "web").password().reveal()).isEqualTo(first);
        assertThat(masker.mask("token " + first + " end")).doesNotContain(first);

        now = now.plus(Duration.ofHours(11));
        var failure = catchThrowableOfType(RemoteCallException.class, () -> registry.access(AwsScope.OWN, "web"));
        assertThat(failure.operation()).isEqualTo("ecr:GetAuthorizationToken");
    }

    @Test
    void looksIntoTheRegionThatAUriNames() {
        AwsScope ireland = new AwsScope(Optional.of("eu-west-1"), List.of());
        account.clients.ecr(ireland, Use.CHANGE).createRepository(request -> request.repositoryName("web"));
        String uri = registry.access(ireland, "web").repositoryUri();
        assertThat(uri).contains(".eu-west-1.");
        assertThat(registry.digestOf(AwsScope.OWN, uri, "v1")).isEmpty();
    }
}
