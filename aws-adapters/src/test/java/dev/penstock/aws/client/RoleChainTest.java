package dev.penstock.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.simulator.service.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

/** A chain of two roles over two accounts, against the simulated AWS. */
class RoleChainTest {

    private static final String OTHER = "444455556666";
    private static final String HUB = "arn:aws:iam::" + SimulatedAccount.ID + ":role/hub";
    private static final String TARGET = "arn:aws:iam::" + OTHER + ":role/deploy";
    private static final AwsScope CHAIN = new AwsScope(Optional.of("eu-west-1"), List.of(HUB, TARGET));

    private final SimulatedAccount account = new SimulatedAccount();

    @BeforeEach
    void createRoles() {
        createRole(SimulatedAccount.ID, "hub");
        createRole(OTHER, "deploy");
    }

    @AfterEach
    void close() {
        account.close();
    }

    private void createRole(String in, String name) {
        try (IamClient iam = IamClient.builder()
                .endpointOverride(account.aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(in, "simulated")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            iam.createRole(role -> role.roleName(name).assumeRolePolicyDocument("""
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},\
                    "Action":["sts:AssumeRole","sts:TagSession"]}]}"""));
        }
    }

    private AwsClients clients(Set<String> accounts) {
        RoleSession session =
                new RoleSession("penstock-web", Map.of("pipeline", "web"), Map.of(TARGET, "secret-handshake"));
        return new AwsClients(new AwsSettings(account.realm(), Optional.empty(), accounts, session));
    }

    @Test
    void callsInTheNameOfTheLastRoleInItsAccountAndRegion() {
        try (AwsClients clients = clients(Set.of(OTHER))) {
            assertThat(clients.identity(CHAIN))
                    .isEqualTo(new Identity(OTHER, "arn:aws:sts::" + OTHER + ":assumed-role/deploy/penstock-web"));
            clients.ecs(CHAIN, Use.CHANGE).createCluster(cluster -> cluster.clusterName("shop"));
        }
        assertThat(account.aws.effects().of("ecs", "CreateCluster"))
                .singleElement()
                .satisfies(effect -> {
                    assertThat(effect.account()).isEqualTo(OTHER);
                    assertThat(effect.region()).isEqualTo("eu-west-1");
                });
    }

    @Test
    void anAccountThatIsNotAllowedIsNotCalledThroughAChainEither() {
        try (AwsClients clients = clients(Set.of(SimulatedAccount.ID))) {
            var failure = catchThrowableOfType(RemoteCallException.class, () -> clients.ecs(CHAIN, Use.CHANGE));
            assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.DENIED);
            assertThat(failure).hasMessageContaining(OTHER);
        }
        assertThat(account.aws.effects().all()).extracting(Effect::service).doesNotContain("ecs");
    }

    @Test
    void aRoleThatIsNotThereIsSaid() {
        AwsScope nowhere =
                new AwsScope(Optional.of("eu-west-1"), List.of(HUB, "arn:aws:iam::" + OTHER + ":role/nobody"));
        try (AwsClients clients = clients(Set.of())) {
            var failure = catchThrowableOfType(
                    RemoteCallException.class,
                    () -> clients.call(
                            "ecs:ListClusters",
                            "list the clusters",
                            () -> clients.ecs(nowhere, Use.READ).listClusters()));
            assertThat(failure.kind()).isEqualTo(RemoteCallException.Kind.DENIED);
        }
    }
}
