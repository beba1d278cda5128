package dev.penstock.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.registry.PipelineRegistry;
import dev.penstock.registry.PipelineRegistryContract;
import dev.penstock.registry.RegisteredPipeline;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class S3PipelineRegistryTest extends PipelineRegistryContract {

    private static final String BUCKET = "penstock";

    private final SimulatedAccount account = new SimulatedAccount();

    @BeforeEach
    void createBucket() {
        account.clients.s3(AwsScope.OWN, Use.CHANGE).createBucket(request -> request.bucket(BUCKET));
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected PipelineRegistry registry() {
        return new S3PipelineRegistry(account.clients, AwsScope.OWN, BUCKET, "home");
    }

    @Test
    void aBucketThatIsNotThereIsAnErrorAndNotAnEmptyRegistry() {
        var nowhere = new S3PipelineRegistry(account.clients, AwsScope.OWN, "nowhere", "");
        assertThatThrownBy(() -> nowhere.get("shop")).isInstanceOf(RemoteCallException.class);
        assertThatThrownBy(nowhere::all).isInstanceOf(RemoteCallException.class);
    }

    @Test
    void whatSomebodyElsePutThereIsNamedIfItIsNoPipeline() {
        registry().put(new RegisteredPipeline("shop", "x", Optional.empty()));
        account.clients
                .s3(AwsScope.OWN, Use.CHANGE)
                .putObject(
                        put -> put.bucket(BUCKET).key("home/pipelines/shop.json"), RequestBody.fromString("no json"));
        assertThatThrownBy(() -> registry().get("shop"))
                .isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("home/pipelines/shop.json");
    }

    @Test
    void otherObjectsOfTheBucketAreNoPipelines() {
        account.clients
                .s3(AwsScope.OWN, Use.CHANGE)
                .putObject(put -> put.bucket(BUCKET).key("pipelines/other.json"), RequestBody.fromString("{}"));
        assertThat(registry().all()).isEmpty();
    }
}
