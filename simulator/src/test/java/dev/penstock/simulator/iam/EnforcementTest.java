package dev.penstock.simulator.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

class EnforcementTest {

    private static final String USER = "arn:aws:iam::111122223333:user/ci";
    private static final String ROLE = "arn:aws:iam::111122223333:role/deployer";
    private static final ContainerDefinition CONTAINER =
            ContainerDefinition.builder().name("web").image("nginx").memory(64).build();
    private static final Duration PROPAGATION = Duration.ofSeconds(10);

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .enforcePolicies(true)
            .start();
    private final Clients root = Clients.of(aws);
    private final IamClient iam = root.iam();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theRootMayDoEverything() {
        root.ecs().createCluster(c -> c.clusterName("shop"));
        root.s3().createBucket(b -> b.bucket("artifacts"));

        assertThat(root.ecs().listClusters().clusterArns()).hasSize(1);
    }

    @Test
    void whatWasAskedForIsKnownSoThatPoliciesCanAllowThatAndNoMore() {
        Clients user = user();
        assertThatThrownBy(() -> user.ecs().deleteCluster(c -> c.cluster("shop")))
                .isInstanceOf(AwsServiceException.class);

        assertThat(aws.accesses().all()).contains(new Accesses.Asked(USER, "ecs:DeleteCluster", false));
        assertThat(aws.accesses().refused())
                .containsExactly(USER + ": ecs:DeleteCluster on arn:aws:ecs:us-east-1:111122223333:cluster/shop");
        assertThat(aws.accesses().all())
                .as("what the root was asked for is allowed")
                .anyMatch(asked -> asked.action().equals("iam:CreateUser") && asked.allowed());
    }

    @Test
    void eachProtocolSaysNoInItsOwnWay() {
        root.s3().createBucket(b -> b.bucket("artifacts"));
        Clients user = user();

        assertDenied(
                () -> user.ecs().deleteCluster(c -> c.cluster("shop")),
                400,
                "AccessDeniedException",
                "User: " + USER + " is not authorized to perform: ecs:DeleteCluster on resource:"
                        + " arn:aws:ecs:us-east-1:111122223333:cluster/shop because no identity-based policy allows the"
                        + " ecs:DeleteCluster action");
        assertDenied(
                () -> user.iam().getRole(r -> r.roleName("deployer")),
                403,
                "AccessDenied",
                "User: " + USER + " is not authorized to perform: iam:GetRole on resource: " + ROLE
                        + " because no identity-based policy allows the iam:GetRole action");
        assertDenied(
                () -> user.s3().putObject(o -> o.bucket("artifacts").key("a/b"), RequestBody.fromString("x")),
                403,
                "AccessDenied",
                "User: " + USER + " is not authorized to perform: s3:PutObject on resource:"
                        + " \"arn:aws:s3:::artifacts/a/b\" because no identity-based policy allows the s3:PutObject action");
    }

    @Test
    void anEnvironmentIsOnlyGivenRolesThatItsMakerMayPass() {
        iam.createRole(
                r -> r.roleName("instances").assumeRolePolicyDocument(trust("\"Service\": \"ec2.amazonaws.com\"")));
        iam.createInstanceProfile(p -> p.instanceProfileName("web"));
        iam.addRoleToInstanceProfile(p -> p.instanceProfileName("web").roleName("instances"));
        iam.createRole(r -> r.roleName("service")
                .assumeRolePolicyDocument(trust("\"Service\": \"elasticbeanstalk.amazonaws.com\"")));
        root.with(ElasticBeanstalkClient.builder()).createApplication(a -> a.applicationName("shop"));
        Clients user = user();
        allow("[\"elasticbeanstalk:*\", \"s3:*\"]", "\"*\"");

        assertDenied(
                () -> environment(user, "aws:autoscaling:launchconfiguration", "IamInstanceProfile", "web"),
                403,
                "AccessDenied",
                "User: " + USER + " is not authorized to perform: iam:PassRole on resource:"
                        + " arn:aws:iam::111122223333:role/instances because no identity-based policy allows the"
                        + " iam:PassRole action");
        assertDenied(
                () -> environment(user, "aws:elasticbeanstalk:environment", "ServiceRole", "service"),
                403,
                "AccessDenied",
                "User: " + USER + " is not authorized to perform: iam:PassRole on resource:"
                        + " arn:aws:iam::111122223333:role/service because no identity-based policy allows the"
                        + " iam:PassRole action");

        allow("[\"elasticbeanstalk:*\", \"s3:*\", \"iam:PassRole\"]", "\"*\"");
        assertThatCode(() -> environment(user, "aws:autoscaling:launchconfiguration", "IamInstanceProfile", "web"))
                .doesNotThrowAnyException();
    }

    private static void environment(Clients by, String namespace, String name, String value) {
        by.with(ElasticBeanstalkClient.builder())
                .createEnvironment(e -> e.applicationName("shop")
                        .environmentName("shop-web")
                        .solutionStackName("64bit Amazon Linux 2023 v4.8.0 running Docker")
                        .optionSettings(List.of(ConfigurationOptionSetting.builder()
                                .namespace(namespace)
                                .optionName(name)
                                .value(value)
                                .build())));
    }

    @Test
    void aDeniedCallChangesNothing() {
        root.ecs().createCluster(c -> c.clusterName("shop"));
        assertThatThrownBy(() -> user().ecs().deleteCluster(c -> c.cluster("shop")))
                .isInstanceOf(AwsServiceException.class);

        assertThat(root.ecs()
                        .describeClusters(c -> c.clusters("shop"))
                        .clusters()
                        .getFirst()
                        .status())
                .isEqualTo("ACTIVE");
        assertThat(aws.effects().of("ecs", "DeleteCluster")).isEmpty();
    }

    @Test
    void whatAPolicyAllowsIsAllowedAndNoMore() {
        Clients user = user();
        allow("\"ecs:CreateCluster\"", "\"arn:aws:ecs:us-east-1:111122223333:cluster/shop\"");

        assertThatCode(() -> user.ecs().createCluster(c -> c.clusterName("shop")))
                .doesNotThrowAnyException();
        assertDenied(() -> user.ecs().createCluster(c -> c.clusterName("other")), "cluster/other");
    }

    @Test
    void groupsAndManagedPoliciesOfAwsCount() {
        Clients user = user();
        iam.createGroup(g -> g.groupName("deployers"));
        iam.addUserToGroup(g -> g.groupName("deployers").userName("ci"));
        iam.attachGroupPolicy(g -> g.groupName("deployers").policyArn("arn:aws:iam::aws:policy/AmazonECS_FullAccess"));

        assertThatCode(() -> user.ecs().createCluster(c -> c.clusterName("shop")))
                .doesNotThrowAnyException();
        assertDenied(() -> user.iam().createUser(u -> u.userName("other")), "iam:CreateUser");
    }

    @Test
    void anExplicitDenyWins() {
        Clients user = user();
        iam.attachUserPolicy(u -> u.userName("ci").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        iam.putUserPolicy(
                u -> u.userName("ci").policyName("never").policyDocument(document("Deny", "\"ecs:*\"", "\"*\"")));

        assertDenied(
                () -> user.ecs().listClusters(),
                "is not authorized to perform: ecs:ListClusters on resource: * with an explicit deny in an identity-based"
                        + " policy");
    }

    @Test
    void aBoundaryBoundsAnAdministrator() {
        Clients user = user();
        iam.attachUserPolicy(u -> u.userName("ci").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        iam.putUserPermissionsBoundary(
                u -> u.userName("ci").permissionsBoundary("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));

        assertDenied(
                () -> user.ecs().listClusters(), "because no permissions boundary allows the ecs:ListClusters action");
        assertThatCode(() -> user.s3().listBuckets()).doesNotThrowAnyException();
    }

    @Test
    void whoRegistersATaskDefinitionHasToBeAllowedToPassItsRoles() {
        iam.createRole(
                r -> r.roleName("tasks").assumeRolePolicyDocument(trust("\"Service\": \"ecs-tasks.amazonaws.com\"")));
        Clients user = user();
        allow("\"ecs:RegisterTaskDefinition\"", "\"*\"");
        ThrowingCallable register = () -> user.ecs()
                .registerTaskDefinition(t -> t.family("web")
                        .taskRoleArn("arn:aws:iam::111122223333:role/tasks")
                        .containerDefinitions(List.of(CONTAINER)));

        assertDenied(
                register,
                "is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/tasks because no"
                        + " identity-based policy allows the iam:PassRole action");

        passTo("codebuild.amazonaws.com");
        assertDenied(register, "iam:PassRole");
        passTo("ecs-tasks.amazonaws.com");
        assertThatCode(register).doesNotThrowAnyException();
    }

    @Test
    void whoRunsATaskHasToBeAllowedToPassTheRolesOfItsDefinition() {
        iam.createRole(
                r -> r.roleName("tasks").assumeRolePolicyDocument(trust("\"Service\": \"ecs-tasks.amazonaws.com\"")));
        root.ecs().createCluster(c -> c.clusterName("shop"));
        String definition = root.ecs()
                .registerTaskDefinition(t -> t.family("web")
                        .taskRoleArn("arn:aws:iam::111122223333:role/tasks")
                        .containerDefinitions(List.of(CONTAINER)))
                .taskDefinition()
                .taskDefinitionArn();
        Clients user = user();
        allow("\"ecs:RunTask\"", "\"*\"");
        for (String reference : List.of(definition, "web", "web:1")) {
            assertDenied(
                    () -> user.ecs().runTask(r -> r.cluster("shop").taskDefinition(reference)),
                    "iam:PassRole on resource: arn:aws:iam::111122223333:role/tasks");
        }
        passTo("ecs-tasks.amazonaws.com");
        assertThatCode(() -> user.ecs().runTask(r -> r.cluster("shop").taskDefinition("web")))
                .doesNotThrowAnyException();
    }

    @Test
    void aSecretsPolicyGrantsAndForbidsHoweverTheSecretIsNamed() {
        String arn = secrets(root)
                .createSecret(s -> s.name("shop/my-secret").secretString("x"))
                .arn();
        Clients user = user();
        for (String id : List.of("shop/my-secret", arn)) {
            assertDenied(
                    () -> secrets(user).getSecretValue(s -> s.secretId(id)),
                    "secretsmanager:GetSecretValue on resource: " + arn);
        }
        String policy = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": {"AWS": "%s"},
                  "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}
                """;

        secrets(root).putResourcePolicy(p -> p.secretId(arn).resourcePolicy(policy.formatted("Allow", USER)));
        for (String id : List.of("shop/my-secret", arn)) {
            assertThat(secrets(user).getSecretValue(s -> s.secretId(id)).secretString())
                    .isEqualTo("x");
        }

        allow("\"secretsmanager:*\"", "\"" + arn + "\"");
        assertThatCode(() -> secrets(user).describeSecret(s -> s.secretId("shop/my-secret")))
                .as("an identity-based policy that names the whole ARN")
                .doesNotThrowAnyException();
        secrets(root).putResourcePolicy(p -> p.secretId(arn).resourcePolicy(policy.formatted("Deny", USER)));
        assertDenied(
                () -> secrets(user).getSecretValue(s -> s.secretId("shop/my-secret")),
                "with an explicit deny in a resource-based policy");
    }

    private static SecretsManagerClient secrets(Clients clients) {
        return clients.with(SecretsManagerClient.builder());
    }

    private void passTo(String service) {
        iam.putUserPolicy(u -> u.userName("ci").policyName("pass").policyDocument("""
                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                          "Condition": {"StringEquals": {"iam:PassedToService": "%s"}}}}
                        """.formatted(service)));
    }

    @Test
    void aBucketsPolicyGrantsAndForbids() {
        root.s3().createBucket(b -> b.bucket("artifacts"));
        root.s3().putObject(o -> o.bucket("artifacts").key("a:b"), RequestBody.fromString("x"));
        Clients user = user();
        assertDenied(() -> user.s3().headBucket(b -> b.bucket("artifacts")), 403);
        String policy = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": {"AWS": "%s"},
                  "Action": "s3:GetObject", "Resource": "arn:aws:s3:::artifacts/*"}]}
                """;

        root.s3().putBucketPolicy(b -> b.bucket("artifacts").policy(policy.formatted("Allow", USER)));
        assertThat(user.s3()
                        .getObjectAsBytes(o -> o.bucket("artifacts").key("a:b"))
                        .asUtf8String())
                .isEqualTo("x");

        allow("\"s3:*\"", "\"*\"");
        root.s3().putBucketPolicy(b -> b.bucket("artifacts").policy(policy.formatted("Deny", USER)));
        assertDenied(
                () -> user.s3().getObjectAsBytes(o -> o.bucket("artifacts").key("a:b")),
                "is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::artifacts/a:b\" with an explicit deny"
                        + " in a resource-based policy");
    }

    @Test
    void aRoleIsAssumedByWhomItTrusts() {
        Clients user = user();
        allow("\"sts:AssumeRole\"", "\"" + ROLE + "\"");
        role(trust("\"Service\": \"codebuild.amazonaws.com\""));
        assertDenied(
                () -> assume(user),
                "User: " + USER + " is not authorized to perform: sts:AssumeRole on resource: " + ROLE
                        + " because no role trust policy allows the sts:AssumeRole action");

        iam.updateAssumeRolePolicy(r -> r.roleName("deployer").policyDocument(trust("\"AWS\": \"111122223333\"")));
        assertThatCode(() -> assume(user)).doesNotThrowAnyException();

        iam.deleteUserPolicy(u -> u.userName("ci").policyName("allowed"));
        assertDenied(() -> assume(user), "because no identity-based policy allows the sts:AssumeRole action");

        iam.updateAssumeRolePolicy(r -> r.roleName("deployer").policyDocument(trust("\"AWS\": \"" + USER + "\"")));
        assertThatCode(() -> assume(user)).doesNotThrowAnyException();
    }

    @Test
    void aRoleOfAnotherAccountAsksForItsExternalId() {
        Clients other = root.as(AwsBasicCredentials.create("444455556666", "x"));
        role("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "444455556666"},
                  "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "contract-7"}}}]}
                """);

        assertDenied(() -> assume(other), "no role trust policy allows");
        assertThatCode(() -> other.sts()
                        .assumeRole(r -> r.roleArn(ROLE).roleSessionName("run").externalId("contract-7")))
                .doesNotThrowAnyException();
    }

    @Test
    void taggingASessionHasToBeTrustedToo() {
        role(trust("\"AWS\": \"111122223333\""));

        assertDenied(
                () -> root.sts()
                        .assumeRole(r -> r.roleArn(ROLE)
                                .roleSessionName("run")
                                .tags(Tag.builder().key("team").value("shop").build())),
                "is not authorized to perform: sts:TagSession on resource: " + ROLE);
    }

    @Test
    void aSessionPolicyNarrowsTheSession() {
        role(trust("\"AWS\": \"111122223333\""));
        iam.attachRolePolicy(r -> r.roleName("deployer").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder().roleArn(ROLE).roleSessionName("run");
        Clients wide = session(root.sts().assumeRole(request.build()).credentials());
        Clients narrow = session(root.sts()
                .assumeRole(
                        request.policy(document("Allow", "\"s3:*\"", "\"*\"")).build())
                .credentials());

        assertThatCode(() -> wide.ecs().listClusters()).doesNotThrowAnyException();
        assertThatCode(() -> narrow.s3().listBuckets()).doesNotThrowAnyException();
        assertDenied(
                () -> narrow.ecs().listClusters(),
                "User: arn:aws:sts::111122223333:assumed-role/deployer/run is not authorized to perform: ecs:ListClusters on"
                        + " resource: * because no session policy allows the ecs:ListClusters action");
    }

    @Test
    void tagsOfASessionAreConditionsOnIt() {
        role("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"},
                  "Action": ["sts:AssumeRole", "sts:TagSession"]}]}
                """);
        iam.putRolePolicy(r -> r.roleName("deployer")
                .policyName("own")
                .policyDocument(
                        document("Allow", "\"ecs:*\"", "\"arn:aws:ecs:*:*:cluster/${aws:PrincipalTag/team}\"")));
        Clients shop = session(root.sts()
                .assumeRole(r -> r.roleArn(ROLE)
                        .roleSessionName("run")
                        .tags(Tag.builder().key("team").value("shop").build()))
                .credentials());

        assertThatCode(() -> shop.ecs().createCluster(c -> c.clusterName("shop")))
                .doesNotThrowAnyException();
        assertDenied(() -> shop.ecs().createCluster(c -> c.clusterName("till")), "cluster/till");
    }

    @Test
    void aSessionEndsOnSimulatedTime() {
        role(trust("\"AWS\": \"111122223333\""));
        iam.attachRolePolicy(r -> r.roleName("deployer").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        Clients session = session(root.sts()
                .assumeRole(r -> r.roleArn(ROLE).roleSessionName("run").durationSeconds(900))
                .credentials());
        aws.time().advance(Duration.ofSeconds(899));
        assertThatCode(() -> session.ecs().listClusters()).doesNotThrowAnyException();

        aws.time().advance(Duration.ofSeconds(1));

        assertDenied(
                () -> session.ecs().listClusters(),
                400,
                "ExpiredTokenException",
                "The security token included in the request is expired");
        assertDenied(
                () -> session.sts().getCallerIdentity(),
                403,
                "ExpiredToken",
                "The security token included in the request is expired");
        assertDenied(() -> session.s3().listBuckets(), 400, "ExpiredToken", "The provided token has expired.");
    }

    @Test
    void sessionsOfRolesAreChainedForAnHourAtMost() {
        role(trust("\"AWS\": \"111122223333\""));
        iam.updateRole(r -> r.roleName("deployer").maxSessionDuration(7200));
        iam.attachRolePolicy(r -> r.roleName("deployer").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
        AssumeRoleRequest long2 = AssumeRoleRequest.builder()
                .roleArn(ROLE)
                .roleSessionName("run")
                .durationSeconds(7200)
                .build();
        Clients session = session(root.sts().assumeRole(long2).credentials());

        assertDenied(
                () -> session.sts().assumeRole(long2),
                400,
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
    }

    @Test
    void aKeyThatWasDeactivatedOrDeletedIsNobodys() {
        iam.createUser(u -> u.userName("ci"));
        AccessKey key = iam.createAccessKey(k -> k.userName("ci")).accessKey();
        Clients user = root.as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
        assertThat(user.sts().getCallerIdentity().arn()).isEqualTo(USER);

        iam.updateAccessKey(k -> k.userName("ci").accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
        assertDenied(
                () -> user.sts().getCallerIdentity(),
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.");
        iam.deleteAccessKey(k -> k.userName("ci").accessKeyId(key.accessKeyId()));
        assertDenied(
                () -> user.ecs().listClusters(),
                400,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.");
    }

    @Test
    void theRegistryIsForThoseWhoMay() throws IOException, InterruptedException {
        root.ecr().createRepository(r -> r.repositoryName("web"));
        Clients user = user();
        allow("\"ecr:GetAuthorizationToken\"", "\"*\"");
        String token = user.ecr()
                .getAuthorizationToken()
                .authorizationData()
                .getFirst()
                .authorizationToken();
        assertThat(manifest(token))
                .startsWith("403")
                .contains(
                        "DENIED",
                        USER + " is not authorized to perform: ecr:BatchGetImage on resource:"
                                + " arn:aws:ecr:us-east-1:111122223333:repository/web");

        allow("[\"ecr:GetAuthorizationToken\", \"ecr:BatchGetImage\"]", "\"*\"");

        assertThat(manifest(token)).startsWith("404").contains("MANIFEST_UNKNOWN");
    }

    private String manifest(String token) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = aws.endpoint().resolve("/v2/111122223333.dkr.ecr.us-east-1.amazonaws.com/web/manifests/1");
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Basic " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }

    @Test
    void changesCountAfterAWhileWhenAskedFor() {
        try (SimulatedAws slow = SimulatedAws.builder()
                .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
                .enforcePolicies(true)
                .policyPropagation(PROPAGATION)
                .start()) {
            IamClient admin = Clients.of(slow).iam();
            admin.createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(trust("\"AWS\": \"111122223333\"")));
            assertThat(admin.getRole(r -> r.roleName("deployer")).role().arn()).isEqualTo(ROLE);
            assertDenied(() -> assume(Clients.of(slow)), "is not authorized to perform: sts:AssumeRole");

            slow.time().advance(PROPAGATION);
            Credentials keys = Clients.of(slow)
                    .sts()
                    .assumeRole(r -> r.roleArn(ROLE).roleSessionName("run"))
                    .credentials();
            Clients session = Clients.of(slow)
                    .as(AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
            admin.attachRolePolicy(
                    r -> r.roleName("deployer").policyArn("arn:aws:iam::aws:policy/AdministratorAccess"));
            assertDenied(() -> session.ecs().listClusters(), "no identity-based policy allows");

            slow.time().advance(PROPAGATION);
            assertThatCode(() -> session.ecs().listClusters()).doesNotThrowAnyException();
        }
    }

    @Test
    void nothingIsEnforcedUnlessAskedFor() {
        try (SimulatedAws open = SimulatedAws.builder().start()) {
            Clients admin = Clients.of(open);
            admin.iam().createUser(u -> u.userName("ci"));
            AccessKey key = admin.iam().createAccessKey(k -> k.userName("ci")).accessKey();

            assertThatCode(() -> admin.as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))
                            .ecs()
                            .createCluster(c -> c.clusterName("shop")))
                    .doesNotThrowAnyException();
        }
    }

    private Clients user() {
        iam.createUser(u -> u.userName("ci"));
        AccessKey key = iam.createAccessKey(k -> k.userName("ci")).accessKey();
        return root.as(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    private void allow(String actions, String resources) {
        iam.putUserPolicy(
                u -> u.userName("ci").policyName("allowed").policyDocument(document("Allow", actions, resources)));
    }

    private void role(String trust) {
        iam.createRole(r -> r.roleName("deployer").assumeRolePolicyDocument(trust));
    }

    private static Object assume(Clients who) {
        return who.sts().assumeRole(r -> r.roleArn(ROLE).roleSessionName("run"));
    }

    private Clients session(Credentials keys) {
        return root.as(AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
    }

    private static String trust(String principal) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {" + principal
                + "}, \"Action\": \"sts:AssumeRole\"}]}";
    }

    private static String document(String effect, String actions, String resources) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"" + effect + "\", \"Action\": " + actions
                + ", \"Resource\": " + resources + "}]}";
    }

    private static void assertDenied(ThrowingCallable call, int status) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.statusCode()).isEqualTo(status));
    }

    private static void assertDenied(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorMessage()).contains(message));
    }

    private static void assertDenied(ThrowingCallable call, int status, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }
}
