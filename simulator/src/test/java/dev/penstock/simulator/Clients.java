package dev.penstock.simulator;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Real SDK clients of a simulated AWS. */
public final class Clients {

    public static final String ACCOUNT = "111122223333";

    private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

    private final URI endpoint;
    private final AwsCredentials credentials;
    private final Region region;

    private Clients(URI endpoint, AwsCredentials credentials, Region region) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.region = region;
    }

    public static Clients of(SimulatedAws aws) {
        return new Clients(aws.endpoint(), AwsBasicCredentials.create(ACCOUNT, "secret"), Region.US_EAST_1);
    }

    public Clients as(AwsCredentials others) {
        return new Clients(endpoint, others, region);
    }

    public Clients in(Region other) {
        return new Clients(endpoint, credentials, other);
    }

    public S3Client s3() {
        return with(S3Client.builder());
    }

    public StsClient sts() {
        return with(StsClient.builder());
    }

    public IamClient iam() {
        return with(IamClient.builder());
    }

    public EcsClient ecs() {
        return with(EcsClient.builder());
    }

    public CloudWatchLogsClient logs() {
        return with(CloudWatchLogsClient.builder());
    }

    public ElasticLoadBalancingV2Client elb() {
        return with(ElasticLoadBalancingV2Client.builder());
    }

    public EcrClient ecr() {
        return with(EcrClient.builder());
    }

    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C with(B builder) {
        return builder.endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(HTTP)
                .build();
    }
}
