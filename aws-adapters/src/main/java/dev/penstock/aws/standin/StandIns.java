package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.statemachine.StateMachineArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Makes stand-ins in a simulated AWS. What is there is left as it is. */
public final class StandIns {

    /** What a stand-in service runs until the first deployment. The simulator takes public images as they are named. */
    private static final String FIRST_IMAGE = "public.ecr.aws/docker/library/nginx:stable";

    private static final String EXECUTION_ROLE = "penstock-stand-in-execution";
    private static final String TRUST_TASKS = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}
        """;

    private static final String TRUST_STACKS = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
          "Principal": {"Service": "cloudformation.amazonaws.com"}}]}
        """;

    private static final String ACTIVE = "ACTIVE";

    /** What S3 answers of a bucket that another Region has. */
    private static final int IN_ANOTHER_REGION = 301;

    private static final String SUBNET = "subnet-0a1b2c3d4e5f60718";
    private static final String OTHER_SUBNET = "subnet-0a1b2c3d4e5f60719";

    private final AwsClients clients;

    /**
     * Makes stand-ins with these clients.
     *
     * @throws IllegalArgumentException if they are not clients of a simulated AWS: nothing is ever made in a real account
     */
    public StandIns(AwsClients clients) {
        if (!(clients.settings().realm() instanceof Realm.Simulated)) {
            throw new IllegalArgumentException("stand-ins are made in a simulated AWS only");
        }
        this.clients = clients;
    }

    /**
     * Makes a role of IAM in which CloudFormation may work; false if it is there.
     *
     * @param name with its path, as it stands in the role's ARN
     */
    public boolean serviceRole(AwsScope scope, String name) {
        return new RoleStandIns(clients).make(scope, name, TRUST_STACKS);
    }

    /** Makes an ECR repository; false if it is there. */
    public boolean repository(AwsScope scope, String name) {
        return clients.call("ecr:CreateRepository", "make the repository " + name, () -> {
            var ecr = clients.ecr(scope, Use.CHANGE);
            try {
                ecr.describeRepositories(request -> request.repositoryNames(name));
                return false;
            } catch (RepositoryNotFoundException e) {
                ecr.createRepository(request -> request.repositoryName(name));
                return true;
            }
        });
    }

    /** Makes an image of nothing in a repository of ECR that is there; false if it has one with that tag. */
    public boolean image(AwsScope scope, String repository, String tag) {
        return new ImageStandIns(clients).make(scope, repository, tag);
    }

    /** Makes a bucket of S3; false if it is there. */
    public boolean bucket(AwsScope scope, String name) {
        return clients.call("s3:CreateBucket", "make the bucket " + name, () -> {
            S3Client s3 = clients.s3(scope, Use.CHANGE);
            try {
                s3.headBucket(request -> request.bucket(name));
                return false;
            } catch (NoSuchBucketException e) {
                s3.createBucket(request -> request.bucket(name));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == IN_ANOTHER_REGION) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Makes an ECS cluster; false if it is there. */
    public boolean cluster(AwsScope scope, String name) {
        return clients.call("ecs:CreateCluster", "make the cluster " + name, () -> {
            EcsClient ecs = clients.ecs(scope, Use.CHANGE);
            boolean there = ecs.describeClusters(request -> request.clusters(name)).clusters().stream()
                    .anyMatch(cluster -> ACTIVE.equals(cluster.status()));
            if (!there) {
                ecs.createCluster(request -> request.clusterName(name));
            }
            return !there;
        });
    }

    /**
     * Makes an ECS service on Fargate, with a task definition, an execution role, a log group and what is wanted in front of it,
     * in a cluster that is there; false if the service is there.
     */
    public boolean service(AwsScope scope, ServiceStandIn wanted) {
        boolean there = clients.call(
                "ecs:DescribeServices",
                "look for the service " + wanted.service(),
                () -> clients
                        .ecs(scope, Use.CHANGE)
                        .describeServices(
                                request -> request.cluster(wanted.cluster()).services(wanted.service()))
                        .services()
                        .stream()
                        .anyMatch(service -> ACTIVE.equals(service.status())));
        if (!there) {
            String role = new RoleStandIns(clients).role(scope, EXECUTION_ROLE, TRUST_TASKS);
            LogConfiguration logs = logs(scope, wanted);
            List<LoadBalancer> front = switch (wanted.front()) {
                case NONE -> List.of();
                case LOAD_BALANCER -> List.of(new FrontStandIns(clients).make(scope, wanted, SUBNET, OTHER_SUBNET));
            };
            clients.call("ecs:CreateService", "make the service " + wanted.service(), () -> {
                EcsClient ecs = clients.ecs(scope, Use.CHANGE);
                return create(ecs, wanted, taskDefinition(ecs, wanted, role, logs), front);
            });
        }
        return !there;
    }

    /** The listener in front of a stand-in service; absent if there is none. */
    public Optional<String> listener(AwsScope scope, ServiceStandIn wanted) {
        return new FrontStandIns(clients).listener(scope, wanted);
    }

    /**
     * Makes an environment of Elastic Beanstalk with its application and instance profile; false if it is there, or if the
     * pipeline makes it.
     */
    public boolean environment(AwsScope scope, EnvironmentStandIn wanted) {
        return new EnvironmentStandIns(clients).make(scope, wanted);
    }

    /** Makes a function with a first version, and an alias of that; false if the function is there. */
    public boolean function(AwsScope scope, FunctionStandIn wanted) {
        return new FunctionStandIns(clients).make(scope, wanted);
    }

    /**
     * Makes a standard state machine that puts out its input, in the Region of its ARN; false if it is there, or if another account
     * would have it.
     */
    public boolean stateMachine(StateMachineArn wanted) {
        return new StateMachineStandIns(clients).make(wanted);
    }

    /**
     * Makes a key of KMS that signs, by an alias; false if the alias is there.
     *
     * @param alias such as {@code alias/releases}
     */
    public boolean signingKey(AwsScope scope, String alias) {
        return clients.call("kms:CreateKey", "make the key " + alias, () -> {
            KmsClient kms = clients.kms(scope, Use.CHANGE);
            try {
                kms.describeKey(request -> request.keyId(alias));
                return false;
            } catch (NotFoundException e) {
                String key = kms.createKey(request ->
                                request.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
                        .keyMetadata()
                        .keyId();
                kms.createAlias(request -> request.aliasName(alias).targetKeyId(key));
                return true;
            }
        });
    }

    /**
     * Makes a secret of Secrets Manager, or gives the one that is there these values; false if it has them already.
     *
     * @param values by key, at least one
     */
    public boolean secret(AwsScope scope, String name, Map<String, String> values) {
        return new SecretStandIns(clients).make(scope, name, values);
    }

    /** Whether an environment is ready for a deployment, as far as it is there. */
    public boolean isSettled(AwsScope scope, EnvironmentStandIn wanted) {
        return new EnvironmentStandIns(clients).isSettled(scope, wanted);
    }

    /** Whether the first deployment of a service has ended. */
    public boolean isSettled(AwsScope scope, ServiceStandIn wanted) {
        return clients.call(
                "ecs:DescribeServices",
                "look for the service " + wanted.service(),
                () -> clients
                        .ecs(scope, Use.READ)
                        .describeServices(
                                request -> request.cluster(wanted.cluster()).services(wanted.service()))
                        .services()
                        .stream()
                        .flatMap(service -> service.deployments().stream())
                        .noneMatch(deployment -> deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS));
    }

    private LogConfiguration logs(AwsScope scope, ServiceStandIn wanted) {
        String group = "/ecs/" + wanted.service();
        return clients.call("logs:CreateLogGroup", "make the log group " + group, () -> {
            CloudWatchLogsClient logs = clients.logs(scope, Use.CHANGE);
            try {
                logs.createLogGroup(request -> request.logGroupName(group));
            } catch (ResourceAlreadyExistsException e) {
                // Of an earlier service of that name.
            }
            return LogConfiguration.builder()
                    .logDriver(LogDriver.AWSLOGS)
                    .options(Map.of(
                            "awslogs-group", group,
                            "awslogs-region",
                                    logs.serviceClientConfiguration().region().id(),
                            "awslogs-stream-prefix", wanted.service()))
                    .build();
        });
    }

    private static String taskDefinition(EcsClient ecs, ServiceStandIn wanted, String role, LogConfiguration logs) {
        ContainerDefinition container = ContainerDefinition.builder()
                .name(wanted.container())
                .image(FIRST_IMAGE)
                .essential(true)
                .portMappings(PortMapping.builder()
                        .containerPort(wanted.containerPort())
                        .build())
                .logConfiguration(logs)
                .build();
        return ecs.registerTaskDefinition(request -> request.family(wanted.service())
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn(role)
                        .containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private static String create(
            EcsClient ecs, ServiceStandIn wanted, String taskDefinition, List<LoadBalancer> front) {
        return ecs.createService(request -> request.cluster(wanted.cluster())
                        .serviceName(wanted.service())
                        .taskDefinition(taskDefinition)
                        .desiredCount(wanted.desiredCount())
                        .launchType(LaunchType.FARGATE)
                        .loadBalancers(front)
                        .networkConfiguration(network -> network.awsvpcConfiguration(
                                vpc -> vpc.subnets(SUBNET).assignPublicIp(AssignPublicIp.DISABLED)))
                        .deploymentConfiguration(deployment -> deployment
                                .minimumHealthyPercent(100)
                                .maximumPercent(200)
                                .deploymentCircuitBreaker(
                                        breaker -> breaker.enable(true).rollback(true))))
                .service()
                .serviceArn();
    }
}
