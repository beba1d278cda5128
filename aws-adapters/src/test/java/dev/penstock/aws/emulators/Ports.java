package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.ArtifactStoreContract;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.beanstalk.BeanstalkEnvironments;
import dev.penstock.aws.beanstalk.EnvironmentReader;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.cloudformation.ChangeSetReader;
import dev.penstock.aws.cloudformation.CloudFormationStackSets;
import dev.penstock.aws.cloudformation.CloudFormationStacks;
import dev.penstock.aws.cloudformation.StackReader;
import dev.penstock.aws.cloudformation.StackSetOperationReader;
import dev.penstock.aws.cloudformation.StackSetRoles;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.ServiceDeploymentReader;
import dev.penstock.aws.metric.CloudWatchMetricData;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.aws.simulated.ImagePush;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Environments;
import dev.penstock.beanstalk.EnvironmentsContract;
import dev.penstock.image.ImageRegistry;
import dev.penstock.image.ImageRegistryContract;
import dev.penstock.metric.MetricData;
import dev.penstock.metric.MetricDataContract;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerServicesContract;
import dev.penstock.release.ServiceId;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.secret.SecretResolver;
import dev.penstock.secret.SecretResolverContract;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.StacksContract;
import dev.penstock.stack.set.StackSets;
import dev.penstock.stack.set.StackSetsContract;
import dev.penstock.traffic.ListenerRuleArn;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.ListenerRulesContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The contracts of core's ports with the adapters behind them, at a place. */
final class Ports {

    private Ports() {}

    abstract static class Artifacts extends ArtifactStoreContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        @TempDir
        Path folder;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
            account.s3().createBucket(request -> request.bucket("artifacts-" + account.id));
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected ArtifactStore store() {
            return new S3ArtifactStore(account.clients, AwsScope.OWN, "artifacts-" + account.id, "shop", folder);
        }
    }

    abstract static class Metrics extends MetricDataContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected MetricData data() {
            return new CloudWatchMetricData(account.clients);
        }

        @Override
        protected Instant minute() {
            return Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(600);
        }

        @Override
        protected void put(String metric, Map<String, String> dimensions, Instant at, double value) {
            MetricDatum datum = MetricDatum.builder()
                    .metricName(metric)
                    .dimensions(dimensions.entrySet().stream()
                            .map(each -> Dimension.builder()
                                    .name(each.getKey())
                                    .value(each.getValue())
                                    .build())
                            .toList())
                    .timestamp(at)
                    .value(value)
                    .build();
            account.clients
                    .cloudWatch(AwsScope.OWN, Use.CHANGE)
                    .putMetricData(request -> request.namespace("Shop").metricData(datum));
        }
    }

    abstract static class Secrets extends SecretResolverContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        private final SecretMasker masker = new SecretMasker();
        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected SecretResolver resolver() {
            return new AwsSecretResolver(account.clients, masker);
        }

        @Override
        protected Masker masker() {
            return masker;
        }

        @Override
        protected void putParameter(String name, String value, boolean encrypted) {
            account.client(SsmClient.builder())
                    .putParameter(request -> request.name(name)
                            .value(value)
                            .type(encrypted ? ParameterType.SECURE_STRING : ParameterType.STRING));
        }

        @Override
        protected String putSecret(String name, String value) {
            SecretsManagerClient secrets = account.client(SecretsManagerClient.builder());
            try {
                return secrets.createSecret(request -> request.name(name).secretString(value))
                        .arn();
            } catch (ResourceExistsException e) {
                return secrets.putSecretValue(request -> request.secretId(name).secretString(value))
                        .arn();
            }
        }
    }

    abstract static class Rules extends ListenerRulesContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
        }

        @AfterEach
        void close() {
            account.close();
        }

        private ElasticLoadBalancingV2Client elb() {
            return account.clients.elasticLoadBalancing(AwsScope.OWN, Use.CHANGE);
        }

        @Override
        protected ListenerRules rules() {
            return new ElbListenerRules(account.clients);
        }

        @Override
        protected String targetGroup(String name) {
            return elb().createTargetGroup(group -> group.name(name)
                            .protocol(ProtocolEnum.HTTP)
                            .port(80)
                            .vpcId(account.network().vpc()))
                    .targetGroups()
                    .getFirst()
                    .targetGroupArn();
        }

        @Override
        protected ListenerRuleArn rule(String targetGroup) {
            Action forward = Action.builder()
                    .type(ActionTypeEnum.FORWARD)
                    .targetGroupArn(targetGroup)
                    .build();
            String balancer = elb().createLoadBalancer(front ->
                            front.name("front").subnets(account.network().subnets()))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            String listener = elb().createListener(at -> at.loadBalancerArn(balancer)
                            .port(80)
                            .protocol(ProtocolEnum.HTTP)
                            .defaultActions(forward))
                    .listeners()
                    .getFirst()
                    .listenerArn();
            return ListenerRuleArn.of(elb().createRule(rule -> rule.listenerArn(listener)
                                    .priority(10)
                                    .conditions(RuleCondition.builder()
                                            .field("host-header")
                                            .hostHeaderConfig(values -> values.values(HOST))
                                            .build())
                                    .actions(forward))
                            .rules()
                            .getFirst()
                            .ruleArn())
                    .orElseThrow();
        }
    }

    abstract static class Images extends ImageRegistryContract implements SecondOpinion {

        private static final Pattern HOST = Pattern.compile("^[^/]+/");

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected ImageRegistry registry() {
            RegistryEndpoint endpoint = place == Place.MINISTACK
                    // It keeps images under their repository's name, without AWS's host in front.
                    ? uri -> new RegistryEndpoint.Reached(
                            account.endpoint.getAuthority() + "/"
                                    + HOST.matcher(uri).replaceFirst(""),
                            true)
                    : RegistryEndpoint.of(account.clients.settings().realm());
            return new EcrImageRegistry(account.clients, endpoint, new SecretMasker(), InstantSource.system());
        }

        @Override
        protected void create(String repositoryName) {
            account.clients
                    .ecr(AwsScope.OWN, Use.CHANGE)
                    .createRepository(request -> request.repositoryName(repositoryName));
        }

        @Override
        protected Digest push(String repositoryName, String tag) {
            if (place == Place.MOTO) {
                // It has no registry; what a push ends with is put by the API.
                String manifest = manifest(tag);
                String digest = account.client(EcrClient.builder())
                        .putImage(request -> request.repositoryName(repositoryName)
                                .imageTag(tag)
                                .imageManifest(manifest))
                        .image()
                        .imageId()
                        .imageDigest();
                return new Digest(digest);
            }
            try {
                return new ImagePush(registry().access(AwsScope.OWN, repositoryName)).push(tag);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static String manifest(String tag) {
            String layer = EcrContract.digest("layer of " + tag).value();
            return """
                    {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":\
                    "application/vnd.oci.image.config.v1+json","size":2,"digest":"%s"},"layers":[{"mediaType":\
                    "application/vnd.oci.image.layer.v1.tar","size":3,"digest":"%s"}]}""".formatted(layer, layer);
        }
    }

    abstract static class Services extends ContainerServicesContract implements SecondOpinion {

        private static final ServiceId WEB = new ServiceId("shop", "web");

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void createService() {
            account = place.open();
            account.client(IamClient.builder())
                    .createRole(role -> role.roleName("execution")
                            .assumeRolePolicyDocument(
                                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                            + "\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},"
                                            + "\"Action\":\"sts:AssumeRole\"}]}"));
            EcsClient ecs = account.client(EcsClient.builder());
            ecs.createCluster(request -> request.clusterName(WEB.cluster()));
            String definition = ecs.registerTaskDefinition(request -> request.family("web")
                            .networkMode("awsvpc")
                            .requiresCompatibilitiesWithStrings("FARGATE")
                            .cpu("256")
                            .memory("512")
                            .executionRoleArn("arn:aws:iam::" + account.id + ":role/execution")
                            .containerDefinitions(container("web"), container("sidecar")))
                    .taskDefinition()
                    .taskDefinitionArn();
            ecs.createService(request -> request.cluster(WEB.cluster())
                    .serviceName(WEB.service())
                    .taskDefinition(definition)
                    .launchType("FARGATE")
                    .networkConfiguration(network -> network.awsvpcConfiguration(
                            vpc -> vpc.subnets(account.network().subnets())
                                    .securityGroups(account.network().securityGroup())))
                    .desiredCount(2));
        }

        /** What deploy asks for, also where no rollout follows. */
        @Test
        void deploysByAskingForATaskDefinitionOnce() {
            String one = deployed();
            String two = services().registerTaskDefinition(AwsScope.OWN, one, Map.of("web", image("two")), "token");
            services().deploy(AwsScope.OWN, WEB, two);
            services().deploy(AwsScope.OWN, WEB, two);
            assertThat(deployed()).isEqualTo(two).isNotEqualTo(one);
        }

        private String deployed() {
            return account.client(EcsClient.builder())
                    .describeServices(request -> request.cluster(WEB.cluster()).services(WEB.service()))
                    .services()
                    .getFirst()
                    .taskDefinition();
        }

        private ContainerDefinition container(String name) {
            return ContainerDefinition.builder()
                    .name(name)
                    .image(image("one"))
                    .essential(true)
                    .memory(128)
                    .environment(
                            KeyValuePair.builder().name("STAGE").value("test").build())
                    .build();
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected ContainerServices services() {
            return new EcsContainerServices(account.clients);
        }

        @Override
        protected ResourceReader reader() {
            return new ServiceDeploymentReader(account.clients, InstantSource.system());
        }

        @Override
        protected ServiceId service() {
            return WEB;
        }

        @Override
        protected String image(String version) {
            return "registry.example/web:" + version;
        }

        @Override
        protected void letTimePass() {
            // Emulators do not wait for time.
        }
    }

    abstract static class StackPlatform extends StacksContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected Stacks stacks() {
            return new CloudFormationStacks(account.clients, Optional.empty());
        }

        @Override
        protected ResourceReader stackReader() {
            return new StackReader(account.clients, InstantSource.system());
        }

        @Override
        protected ResourceReader changeSetReader() {
            return new ChangeSetReader(account.clients);
        }

        @Override
        protected void letTimePass() {
            // Emulators work while they are asked.
        }

        @Override
        protected void letBrokenFail() {
            // There is no such type of parameters.
        }
    }

    abstract static class StackSetPlatform extends StackSetsContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
            StackSetRoles.make(account.clients);
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected StackSets sets() {
            return new CloudFormationStackSets(account.clients, Optional.empty());
        }

        @Override
        protected ResourceReader reader() {
            return new StackSetOperationReader(account.clients);
        }

        @Override
        protected String account() {
            return account.id;
        }

        @Override
        protected void letTimePass() {
            // Emulators work while they are asked.
        }
    }

    abstract static class EnvironmentPlatform extends EnvironmentsContract implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
            account.s3().createBucket(request -> request.bucket("bundles-" + account.id));
        }

        @AfterEach
        void close() {
            account.close();
        }

        @Override
        protected Environments environments() {
            return new BeanstalkEnvironments(account.clients);
        }

        @Override
        protected ResourceReader reader() {
            return new EnvironmentReader(account.clients, InstantSource.system());
        }

        @Override
        protected BundleLocation bundle(String content) {
            account.s3()
                    .putObject(
                            put -> put.bucket("bundles-" + account.id).key(content + ".zip"),
                            RequestBody.fromString(content));
            return new BundleLocation("bundles-" + account.id, content + ".zip");
        }

        @Override
        protected void letTimePass() {
            // Emulators do not wait for time.
        }
    }

    /** Bundles for Elastic Beanstalk, in a bucket that is named: buckets of Beanstalk's own are not everywhere. */
    abstract static class BundlePlaces implements SecondOpinion {

        @Parameter
        Place place = Place.SIMULATOR;

        @TempDir
        Path folder;

        private AccountAt account;

        @Override
        public Place place() {
            return place;
        }

        @BeforeEach
        void open() {
            account = place.open();
            account.s3().createBucket(request -> request.bucket("bundles-" + account.id));
        }

        @AfterEach
        void close() {
            account.close();
        }

        private Bundles.Upload put(String bucket, String content) throws IOException {
            Path file = Files.writeString(folder.resolve("bundle.zip"), content);
            return new S3Bundles(account.clients)
                    .put(
                            AwsScope.OWN,
                            new Bundles.BundlePlace(bucket, "penstock"),
                            file,
                            Digest.of(Files.readAllBytes(file)),
                            ".zip");
        }

        @Test
        void theSameBytesAreKeptOnce() throws IOException {
            Bundles.Upload.Done first = (Bundles.Upload.Done) put("bundles-" + account.id, "one");
            Bundles.Upload.Done again = (Bundles.Upload.Done) put("bundles-" + account.id, "one");
            Bundles.Upload.Done other = (Bundles.Upload.Done) put("bundles-" + account.id, "two");

            assertThat(first.wasThere()).isFalse();
            assertThat(again).isEqualTo(new Bundles.Upload.Done(first.location(), true));
            assertThat(other.wasThere()).isFalse();
            assertThat(other.location().key()).isNotEqualTo(first.location().key());
        }

        @Test
        void aBucketThatIsNotThereIsRefused() throws IOException {
            assertThat(put("nowhere-" + account.id, "one")).isInstanceOf(Bundles.Upload.Refused.class);
        }
    }
}
