package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The EB CLI and Penstock take turns at one environment of the simulated Elastic Beanstalk, and agree on what is there. */
class EbCliIT {

    private static final String PIPELINE = """
            pipeline:
              name: shop
              roleArn: arn:aws:iam::123456789012:role/pipeline
              pipelineType: V2
              artifactStore: {type: S3, location: artifacts}
              stages:
                - name: Source
                  actions:
                    - name: Source
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                      outputArtifacts: [{name: App}]
                - name: Deploy
                  actions:
                    - name: Web
                      actionTypeId: {category: Deploy, owner: AWS, provider: ElasticBeanstalk, version: "1"}
                      configuration: {ApplicationName: shop, EnvironmentName: shop-web}
                      inputArtifacts: [{name: App}]
            """;

    private static final String SETTINGS = """
            region: us-east-1
            sources:
              Source: {directory: app}
            """;

    private static final String LIVE = """
            deployments:
              Web:
                environment:
                  blueGreen: {cname: shop-live}
            """;

    private static final Pattern LABEL = Pattern.compile("Deployed Version: (\\S+)");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Child server;
    private Path theirs;
    private Path ours;

    @BeforeEach
    void serve() throws Exception {
        server = Child.start(folder, "simulate", "--port", "0", "--output", "json");
        server.awaitOutput("\n");
        JsonMapper.shared()
                .readTree(server.output())
                .get("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asString()));
        environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        environment.put("AWS_PAGER", "");
        environment.put("HOME", folder.toString());
        theirs = Files.createDirectories(folder.resolve("theirs"));
        ours = Files.createDirectories(folder.resolve("ours"));
        Files.createDirectories(ours.resolve("app"));
        Files.writeString(ours.resolve("pipeline.yml"), PIPELINE);
        Files.writeString(ours.resolve("penstock.yml"), SETTINGS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void write(Path place, String content) throws IOException {
        Files.writeString(
                place.resolve("Dockerfile"), "FROM nginx:1.27-alpine\nEXPOSE 80\nLABEL content=" + content + "\n");
    }

    /** Instances take an hour for the commands of this bundle, and may. */
    private static void slowly(Path place) throws IOException {
        Files.writeString(place.resolve(".penstock-simulate"), "command@60m");
        Files.writeString(
                Files.createDirectories(place.resolve(".ebextensions")).resolve("slow.config"), """
                option_settings:
                  aws:elasticbeanstalk:command: {Timeout: 3600}
                """);
    }

    private Child penstock(String... args) throws IOException {
        return Child.start(ours, environment, args);
    }

    private String says(int exitCode, String... args) throws Exception {
        try (Child child = penstock(args)) {
            assertThat(child.exitCode()).as(child.output()).isEqualTo(exitCode);
            return child.output();
        }
    }

    private static String label(String status) {
        Matcher matcher = LABEL.matcher(status);
        assertThat(matcher.find()).as(status).isTrue();
        return matcher.group(1);
    }

    @Test
    void oneEnvironmentIsUpdatedByBothAndBothTellTheSame() throws Exception {
        EbCli eb = EbCli.find(theirs, environment);
        write(theirs, "theirs");
        eb.does("init shop --platform Docker --region us-east-1");
        assertThat(eb.does("create shop-web --elb-type application --cname shop-live --timeout 15"))
                .contains("Successfully launched environment: shop-web");

        write(ours.resolve("app"), "ours");
        assertThat(says(0, "run", "pipeline.yml")).contains("Deployed version shop-");
        String status = eb.does("status");
        assertThat(status).contains("Status: Ready", "Health: Green");
        String label = label(status);
        assertThat(label).startsWith("shop-");
        assertThat(eb.does("health")).contains("Ok").containsPattern("Deployed\\s+\\d+\\s+" + label);
        assertThat(eb.does("events")).contains("Environment update completed successfully.");
        assertThat(says(0, "plan", "pipeline.yml")).contains("nothing to do, it has version " + label + " already");
        assertThat(says(0, "run", "pipeline.yml")).contains("nothing was changed");

        write(theirs, "theirs again");
        assertThat(eb.does("deploy")).contains("Environment update completed successfully.");
        String foreign = label(eb.does("status"));
        assertThat(foreign).startsWith("app-");
        assertThat(says(0, "plan", "pipeline.yml"))
                .contains(foreign + " → version " + label, "has this version already: nothing is uploaded");

        write(ours.resolve("app"), "aborted");
        slowly(ours.resolve("app"));
        try (Child run = penstock("run", "pipeline.yml")) {
            run.awaitOutput("the environment is updated");
            eb.does("abort");
            assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.ROLLED_BACK.number());
            assertThat(run.output())
                    .contains("runs its previous version " + foreign)
                    .contains("somebody else's request took it back (abortEnvironmentUpdate is starting.)");
        }
        assertThat(label(eb.does("status"))).isEqualTo(foreign);
        eb.does("appversion --create --label by-hand");
        swap(eb);
    }

    /** Which environment is live, a swap by the EB CLI decides for Penstock, too. */
    private void swap(EbCli eb) throws Exception {
        Files.writeString(ours.resolve("penstock.yml"), SETTINGS + LIVE);
        eb.does("create shop-two --single --version by-hand --timeout 15");
        assertThat(says(0, "plan", "pipeline.yml")).contains("comes to shop-web-green, which is made like shop-web");
        eb.does("swap shop-web --destination_name shop-two");
        assertThat(says(0, "plan", "pipeline.yml")).contains("comes to shop-web, beside shop-two");
    }

    @Test
    void waitersOfTheAwsCliAndOfBotoSeeWhatPenstockDid() throws Exception {
        ForeignProgram aws = ForeignProgram.find(theirs, environment, List.of("aws"), "--version");
        ForeignProgram python = ForeignProgram.find(theirs, environment, List.of("python3"), "-c", "import boto3");
        Files.writeString(ours.resolve("penstock.yml"), SETTINGS + """
                deployments:
                  Web:
                    environment:
                      create: {platform: 64bit Amazon Linux 2023 * running Docker}
                      loadBalancer: none
                      instances: {profile: aws-elasticbeanstalk-ec2-role}
                """);
        does(aws, "iam create-instance-profile --instance-profile-name aws-elasticbeanstalk-ec2-role");
        write(ours.resolve("app"), "ours");
        says(0, "run", "pipeline.yml");

        does(aws, "elasticbeanstalk wait environment-exists --environment-names shop-web");
        does(aws, "elasticbeanstalk wait environment-updated --environment-names shop-web");
        assertThat(does(
                        aws,
                        "elasticbeanstalk describe-environments --environment-names shop-web --query"
                                + " Environments[].[Status,Health,VersionLabel] --output text"))
                .containsPattern("Ready\\s+(Green|Grey)\\s+shop-");
        Path script = Files.writeString(theirs.resolve("waiters.py"), """
                import boto3
                beanstalk = boto3.client("elasticbeanstalk")
                def wait(name):
                    beanstalk.get_waiter(name).wait(EnvironmentNames=["shop-web"],
                                                    WaiterConfig={"Delay": 1, "MaxAttempts": 90})
                label = beanstalk.describe_application_versions(ApplicationName="shop")["ApplicationVersions"][0]["VersionLabel"]
                beanstalk.update_environment(EnvironmentName="shop-web", VersionLabel=label)
                wait("environment_updated")
                beanstalk.terminate_environment(EnvironmentName="shop-web")
                wait("environment_terminated")
                print("done")
                """);
        ForeignProgram.Answer answer = python.call(script.toString());
        assertThat(answer.out()).as(answer.err()).isEqualTo("done\n");
    }

    private static String does(ForeignProgram aws, String line) throws Exception {
        ForeignProgram.Answer answer = aws.call(line.split("\\s+"));
        assertThat(answer.exitCode()).as(line + "\n" + answer.err()).isZero();
        return answer.out();
    }
}
