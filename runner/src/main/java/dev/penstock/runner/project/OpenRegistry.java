package dev.penstock.runner.project;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.aws.s3.S3PipelineRegistry;
import dev.penstock.registry.PipelineRegistry;
import dev.penstock.runner.RunPlan;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** The pipelines that are registered in a bucket, reached from here. */
public final class OpenRegistry implements AutoCloseable {

    private final AwsClients clients;
    private final PipelineRegistry registry;
    private final String bucket;

    private OpenRegistry(AwsClients clients, String bucket) {
        this.clients = clients;
        this.bucket = bucket;
        this.registry = new S3PipelineRegistry(clients, AwsScope.OWN, bucket, "");
    }

    /**
     * The registry of a bucket. Nothing is asked before it is used.
     *
     * @param settings where the bucket is
     */
    public static OpenRegistry of(String bucket, AwsSettings settings) {
        return new OpenRegistry(new AwsClients(settings), bucket);
    }

    /**
     * How AWS is reached from a command line.
     *
     * @param region absent for that of the AWS configuration
     * @param profile of the AWS configuration
     * @param simulator where a simulated AWS is served; absent for AWS itself
     */
    public static AwsSettings settings(Optional<String> region, Optional<String> profile, Optional<URI> simulator) {
        return simulator
                .map(endpoint -> new AwsSettings(
                        new Realm.Simulated(endpoint, RunPlan.SIMULATED_ACCOUNT),
                        Optional.of(region.orElse(RunPlan.SIMULATED_REGION)),
                        Set.of(),
                        RoleSession.DEFAULT))
                .orElseGet(() -> new AwsSettings(
                        new Realm.Aws(profile, Optional.empty()), region, Set.of(), RoleSession.DEFAULT));
    }

    /** The bucket. */
    public String bucket() {
        return bucket;
    }

    /** The registry. */
    public PipelineRegistry registry() {
        return registry;
    }

    @Override
    public void close() {
        clients.close();
    }
}
