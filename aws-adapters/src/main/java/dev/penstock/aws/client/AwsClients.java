package dev.penstock.aws.client;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * All clients of a program: one for each scope, service and {@linkplain Use use}, made when first asked for, over one HTTP
 * client. Calls go through {@link #call}, which makes {@link RemoteCallException}s of failures.
 */
public final class AwsClients implements AutoCloseable {

    private final AwsSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, SdkAutoCloseable> clients = new HashMap<>();
    private final Map<AwsScope, Identity> identities = new HashMap<>();
    private @Nullable ClientFactory factory;
    private @Nullable Credentials credentials;
    private boolean closed;

    /** Clients that are made as settings say. Touches nothing yet. */
    public AwsClients(AwsSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** What they were made with. */
    public AwsSettings settings() {
        return settings;
    }

    /**
     * Makes a call, and a sentence of its failure.
     *
     * @param operation the service's prefix in IAM and the operation, such as {@code ecs:UpdateService}
     * @param asked what is asked, to follow "could not": {@code update service web of cluster shop}
     * @param call takes its client from here and makes the call
     */
    public <T> T call(String operation, String asked, Supplier<T> call) {
        try {
            return call.get();
        } catch (RemoteCallException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Failures.of(operation, asked, settings.realm(), e);
        }
    }

    /** Who calls in a scope. Asked once. */
    public Identity identity(AwsScope scope) {
        lock.lock();
        try {
            Identity known = identities.get(scope);
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        Identity identity = call("sts:GetCallerIdentity", "find out who calls", () -> {
            var answer = sts(scope).getCallerIdentity();
            return new Identity(answer.account(), answer.arn());
        });
        lock.lock();
        try {
            identities.put(scope, identity);
        } finally {
            lock.unlock();
        }
        return identity;
    }

    /** The endpoint that stands in for all of AWS, if one does. */
    public Optional<URI> endpoint() {
        return switch (settings.realm()) {
            case Realm.Aws aws -> aws.endpoint();
            case Realm.Simulated simulated -> Optional.of(simulated.endpoint());
        };
    }

    /** Amazon ECS. */
    public EcsClient ecs(AwsScope scope, Use use) {
        return checked(scope, EcsClient.class, use, EcsClient::builder);
    }

    /** Amazon ECR. */
    public EcrClient ecr(AwsScope scope, Use use) {
        return checked(scope, EcrClient.class, use, EcrClient::builder);
    }

    /** IAM. */
    public IamClient iam(AwsScope scope, Use use) {
        return checked(scope, IamClient.class, use, IamClient::builder);
    }

    /** AWS CloudFormation. */
    public CloudFormationClient cloudFormation(AwsScope scope, Use use) {
        return checked(scope, CloudFormationClient.class, use, CloudFormationClient::builder);
    }

    /** AWS Elastic Beanstalk. */
    public ElasticBeanstalkClient elasticBeanstalk(AwsScope scope, Use use) {
        return checked(scope, ElasticBeanstalkClient.class, use, ElasticBeanstalkClient::builder);
    }

    /** AWS Lambda. */
    public LambdaClient lambda(AwsScope scope, Use use) {
        return checked(scope, LambdaClient.class, use, LambdaClient::builder);
    }

    /** AWS Step Functions. */
    public SfnClient stepFunctions(AwsScope scope, Use use) {
        return checked(scope, SfnClient.class, use, SfnClient::builder);
    }

    /** AWS CodeBuild. */
    public CodeBuildClient codeBuild(AwsScope scope, Use use) {
        return checked(scope, CodeBuildClient.class, use, CodeBuildClient::builder);
    }

    /** AWS CodeDeploy. */
    public CodeDeployClient codeDeploy(AwsScope scope, Use use) {
        return checked(scope, CodeDeployClient.class, use, CodeDeployClient::builder);
    }

    /** Elastic Load Balancing v2. */
    public ElasticLoadBalancingV2Client elasticLoadBalancing(AwsScope scope, Use use) {
        return checked(scope, ElasticLoadBalancingV2Client.class, use, ElasticLoadBalancingV2Client::builder);
    }

    /** AWS CloudWatch. */
    public CloudWatchClient cloudWatch(AwsScope scope, Use use) {
        return checked(scope, CloudWatchClient.class, use, CloudWatchClient::builder);
    }

    /** CloudWatch Logs. */
    public CloudWatchLogsClient logs(AwsScope scope, Use use) {
        return checked(scope, CloudWatchLogsClient.class, use, CloudWatchLogsClient::builder);
    }

    /** Amazon S3; buckets by path where an endpoint stands in for AWS, as such endpoints have no wildcard host names. */
    public S3Client s3(AwsScope scope, Use use) {
        return checked(scope, S3Client.class, use, this::s3Builder);
    }

    /** Amazon EventBridge Scheduler. */
    public SchedulerClient scheduler(AwsScope scope, Use use) {
        return checked(scope, SchedulerClient.class, use, SchedulerClient::builder);
    }

    /** Amazon DynamoDB. */
    public DynamoDbClient dynamoDb(AwsScope scope, Use use) {
        return checked(scope, DynamoDbClient.class, use, DynamoDbClient::builder);
    }

    /** Systems Manager. */
    public SsmClient ssm(AwsScope scope, Use use) {
        return checked(scope, SsmClient.class, use, SsmClient::builder);
    }

    /** AWS KMS. */
    public KmsClient kms(AwsScope scope, Use use) {
        return checked(scope, KmsClient.class, use, KmsClient::builder);
    }

    /** Secrets Manager. */
    public SecretsManagerClient secretsManager(AwsScope scope, Use use) {
        return checked(scope, SecretsManagerClient.class, use, SecretsManagerClient::builder);
    }

    private S3ClientBuilder s3Builder() {
        return S3Client.builder().forcePathStyle(endpoint().isPresent());
    }

    private StsClient sts(AwsScope scope) {
        return client(scope, StsClient.class, Use.READ, StsClient::builder);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C checked(
            AwsScope scope, Class<C> type, Use use, Supplier<B> builder) {
        if (!settings.accounts().isEmpty()) {
            String account = identity(scope).account();
            if (!settings.accounts().contains(account)) {
                throw Failures.wrongAccount(account, settings.accounts());
            }
        }
        return client(scope, type, use, builder);
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C client(
            AwsScope scope, Class<C> type, Use use, Supplier<B> builder) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the clients are closed");
            }
            if (factory == null || credentials == null) {
                factory = new ClientFactory(settings);
                credentials = new Credentials(settings, factory);
            }
            ClientFactory making = factory;
            Credentials naming = credentials;
            return type.cast(clients.computeIfAbsent(
                    new Key(scope, type, use),
                    key -> making.build(builder.get(), making.region(scope), naming.of(scope), use)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            clients.values().forEach(SdkAutoCloseable::close);
            clients.clear();
            if (credentials != null) {
                credentials.close();
            }
            if (factory != null) {
                factory.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private record Key(AwsScope scope, Class<?> type, Use use) {}
}
