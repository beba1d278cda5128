package dev.penstock.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Environments;
import dev.penstock.bucket.Buckets;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.Engine;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.function.Functions;
import dev.penstock.image.ImageRegistry;
import dev.penstock.library.Cloud;
import dev.penstock.library.Engines;
import dev.penstock.library.Machine;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.local.image.BaseImages;
import dev.penstock.metric.CanaryFacts;
import dev.penstock.metric.EnvironmentCounts;
import dev.penstock.metric.MetricData;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.TaskSets;
import dev.penstock.secret.Masker;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretMasker;
import dev.penstock.secret.SecretResolver;
import dev.penstock.stack.AlarmStates;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.set.StackSets;
import dev.penstock.statemachine.StateMachines;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.FakeBundles;
import dev.penstock.testing.FakeCodeBuilds;
import dev.penstock.testing.FakeCodeDeployments;
import dev.penstock.testing.FakeContainerServices;
import dev.penstock.testing.FakeContainerTasks;
import dev.penstock.testing.FakeEnvironments;
import dev.penstock.testing.FakeEvidence;
import dev.penstock.testing.FakeFunctions;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeListenerRules;
import dev.penstock.testing.FakeLoadBalancers;
import dev.penstock.testing.FakeStackSets;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.FakeStateMachines;
import dev.penstock.testing.FakeTaskSets;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.WebProbe;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A build that does all it can to give its secrets away: they are in nothing that the run wrote, said or kept. */
@Timeout(120)
class SecretCanaryIT {

    private static final String PASSWORD = "canary/Pa55+w0rd=\"of'the&build\"";
    private static final String PARAMETER = "canary-parameter-7f3a";
    private static final String KEY = "canary+of/the/secret/key/of/who/runs/it/";
    private static final String SESSION = "canary+of/the/session/of/who/runs/it==";

    private static final String PIPELINE = """
            name: canary
            roleArn: arn:aws:iam::123456789012:role/canary
            artifactStore: {type: S3, location: canary-artifacts}
            stages:
              - name: Source
                actions:
                  - name: App
                    actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                    configuration: {RepositoryName: canary, BranchName: main}
                    outputArtifacts: [{name: Source}]
              - name: Build
                actions:
                  - name: Leak
                    actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: "1"}
                    namespace: Leak
                    configuration:
                      ProjectName: canary
                      EnvironmentVariables: >-
                        [{"name": "PASSWORD", "value": "prod/db", "type": "SECRETS_MANAGER"},
                         {"name": "PARAMETER", "value": "/prod/parameter", "type": "PARAMETER_STORE"}]
                    inputArtifacts: [{name: Source}]
            """;

    private static final String BUILDSPEC = """
            version: 0.2
            phases:
              build:
                commands:
                  - echo "raw $PASSWORD and $PARAMETER"
                  - env
                  - printf '%s' "user:$PASSWORD" | base64
                  - printf '%s' "$PARAMETER" | od -An -tx1 | tr -d ' \\n'; echo
                  - echo "to stderr $PASSWORD" >&2
                  - ls "/no-such-folder-$PARAMETER"
            """;

    @TempDir
    Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    void noSecretOfABuildIsInAnythingThatTheRunWroteOrSaid() throws Exception {
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/buildspec.yml"), BUILDSPEC);
        Files.writeString(folder.resolve("pipeline.yml"), PIPELINE);
        Files.writeString(
                folder.resolve("penstock.yml"),
                "sources: {App: {directory: app}}\nbuilds: {default: {awsEnvironment: true}}\n");

        ExecutionState end = run();

        assertThat(end.outcome()).contains(Outcome.FAILED);
        assertThat(String.join("\n", said))
                .as("the build spoke, and was masked")
                .contains("raw **** and ****", "AWS_SECRET_ACCESS_KEY=****", "AWS_SESSION_TOKEN=****");
        List<String> written = written();
        assertThat(written).as("the run wrote something").isNotEmpty();
        for (Map.Entry<String, String> form : forms().entrySet()) {
            assertThat(said).as(form.getKey()).noneMatch(text -> text.contains(form.getValue()));
            assertThat(written).as(form.getKey()).noneMatch(text -> text.contains(form.getValue()));
            assertThat(end.toString()).as(form.getKey()).doesNotContain(form.getValue());
        }
    }

    private ExecutionState run() throws IOException {
        PipelineFile file = PipelineFile.read(folder.resolve("pipeline.yml"));
        Masker masker = new SecretMasker();
        try (Machine machine = new LocalMachine(
                        folder.resolve("state"),
                        folder.resolve("state/cache"),
                        folder.resolve("state/artifacts"),
                        Map.of(
                                "PATH",
                                System.getenv("PATH"),
                                "AWS_SECRET_ACCESS_KEY",
                                KEY,
                                "AWS_SESSION_TOKEN",
                                SESSION),
                        masker,
                        BaseImages.REAL_ONLY);
                Cloud cloud = new Vault(masker);
                Engine engine = Engines.builder(file.settings(), machine, cloud, masker)
                        .listener(new Ear())
                        .build()) {
            return engine.whenEnded(engine.start(file.pipeline(), StartRequest.by("canary")))
                    .join();
        }
    }

    /** Every byte that is left, as text in which each byte is one character. */
    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
            return texts;
        }
    }

    private static Map<String, String> forms() {
        Map<String, String> forms = new LinkedHashMap<>();
        for (String secret : List.of(PASSWORD, PARAMETER, KEY, SESSION)) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            forms.put("raw " + secret, secret);
            forms.put("base64 " + secret, Base64.getEncoder().withoutPadding().encodeToString(bytes));
            forms.put(
                    "base64url " + secret,
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            forms.put("hex " + secret, HexFormat.of().formatHex(bytes));
            forms.put("url " + secret, URLEncoder.encode(secret, StandardCharsets.UTF_8));
            forms.put("json " + secret, secret.replace("\"", "\\\""));
        }
        // As it stands in the middle of what was encoded together with its user.
        forms.put(
                "base64 with user",
                Base64.getEncoder()
                        .encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8))
                        .substring(8, 40));
        return forms;
    }

    private final class Ear implements ExecutionListener {

        @Override
        public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
            said.add(state.status());
        }

        @Override
        public void progressed(ExecutionId execution, ActionAttempt action, String summary) {
            said.add(summary);
        }

        @Override
        public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
            said.add(line);
        }
    }

    /** A cloud that keeps two secrets, and nothing else. */
    private static final class Vault implements Cloud {

        private final SecretResolver secrets;

        Vault(Masker masker) {
            this.secrets = new SecretResolver() {
                @Override
                public Secret parameter(AwsScope scope, String name) {
                    return registered(masker, PARAMETER);
                }

                @Override
                public Secret secret(AwsScope scope, String reference) {
                    return registered(masker, PASSWORD);
                }
            };
        }

        private static Secret registered(Masker masker, String value) {
            Secret secret = Secret.of(value);
            masker.register(secret);
            return secret;
        }

        @Override
        public SecretResolver secrets() {
            return secrets;
        }

        @Override
        public ContainerTasks containerTasks() {
            return new FakeContainerTasks();
        }

        @Override
        public TaskSets taskSets() {
            return new FakeTaskSets();
        }

        @Override
        public CodeBuilds codeBuilds() {
            return new FakeCodeBuilds(InstantSource.system());
        }

        @Override
        public Buckets buckets() {
            return new FakeBuckets();
        }

        @Override
        public CodeDeployments codeDeployments() {
            return new FakeCodeDeployments();
        }

        @Override
        public ContainerServices services() {
            return new FakeContainerServices();
        }

        @Override
        public ListenerRules listenerRules() {
            return new FakeListenerRules();
        }

        @Override
        public LoadBalancers loadBalancers() {
            return new FakeLoadBalancers();
        }

        @Override
        public WebProbe webProbe() {
            return new FakeWebProbe();
        }

        @Override
        public Functions functions() {
            return new FakeFunctions(InstantSource.system());
        }

        @Override
        public StateMachines stateMachines() {
            return new FakeStateMachines(InstantSource.system());
        }

        @Override
        public Stacks stacks() {
            return new FakeStacks();
        }

        @Override
        public StackSets stackSets() {
            return new FakeStackSets();
        }

        @Override
        public StackFiles stackFiles() {
            return StackFiles.NONE;
        }

        @Override
        public AlarmStates alarms() {
            return (scope, names) -> List.of();
        }

        @Override
        public MetricData metricData() {
            return FakeEvidence.nobody().ports().metrics();
        }

        @Override
        public CanaryFacts canaryFacts() {
            return FakeEvidence.nobody().ports().facts();
        }

        @Override
        public EnvironmentCounts environmentCounts() {
            return FakeEvidence.nobody().ports().environments();
        }

        @Override
        public Environments environments() {
            return new FakeEnvironments(InstantSource.system());
        }

        @Override
        public Bundles bundles() {
            return new FakeBundles();
        }

        @Override
        public ImageRegistry registry() {
            return new FakeImageRegistry();
        }

        @Override
        public List<ResourceReader> resourceReaders() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
