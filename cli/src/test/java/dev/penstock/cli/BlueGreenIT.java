package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs of environments of Elastic Beanstalk, deployed to from the command line. */
class BlueGreenIT {

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
                    - name: Front
                      actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                      configuration: {S3Bucket: sources, S3ObjectKey: front.zip}
                      outputArtifacts: [{name: Templates}]
                - name: Network
                  actions:
                    - name: Balancer
                      actionTypeId: {category: Deploy, owner: AWS, provider: CloudFormation, version: "1"}
                      configuration: {ActionMode: CREATE_UPDATE, StackName: front, TemplatePath: "Templates::front.yml"}
                      inputArtifacts: [{name: Templates}]
                - name: Deploy
                  actions:
                    - name: Web
                      actionTypeId: {category: Deploy, owner: AWS, provider: ElasticBeanstalk, version: "1"}
                      configuration: {ApplicationName: shop, EnvironmentName: shop-web}
                      inputArtifacts: [{name: App}]
            """;

    /** The load balancer, and a rule for the users' host name that answers by itself until there is an environment. */
    private static final String FRONT = """
            Resources:
              Balancer:
                Type: AWS::ElasticLoadBalancingV2::LoadBalancer
                Properties: {Subnets: [subnet-a, subnet-b]}
              Listener:
                Type: AWS::ElasticLoadBalancingV2::Listener
                Properties:
                  LoadBalancerArn: !Ref Balancer
                  Port: 80
                  Protocol: HTTP
                  DefaultActions:
                    - {Type: fixed-response, FixedResponseConfig: {StatusCode: "404"}}
              Rule:
                Type: AWS::ElasticLoadBalancingV2::ListenerRule
                Properties:
                  ListenerArn: !Ref Listener
                  Priority: 1
                  Conditions:
                    - {Field: host-header, HostHeaderConfig: {Values: [shop.example.com]}}
                  Actions:
                    - {Type: fixed-response, FixedResponseConfig: {StatusCode: "503"}}
            Outputs:
              Balancer: {Value: !Ref Balancer}
              Rule: {Value: !Ref Rule}
            """;

    private static final String SETTINGS = """
            sources:
              Source: {directory: app}
              Front: {directory: front}
            deployments:
              Web:
                environment:
                  create: {platform: 64bit Amazon Linux 2023 * running Docker}
                  loadBalancer: application
                  instances: {profile: aws-elasticbeanstalk-ec2-role, minimum: 1, maximum: 2}
                  options:
                    aws:elasticbeanstalk:healthreporting:system: {SystemType: enhanced}
            """;

    @TempDir
    Path folder;

    private Console console;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(folder.resolve("front"));
        Files.writeString(folder.resolve("pipeline.yml"), PIPELINE);
        Files.writeString(folder.resolve("front/front.yml"), FRONT);
        page("one");
        console = new Console(folder);
    }

    private void page(String text) throws IOException {
        Files.writeString(folder.resolve("app/Dockerfile"), "FROM nginx:1.27-alpine\nCOPY index.html /\nEXPOSE 80\n");
        Files.writeString(folder.resolve("app/index.html"), text);
    }

    private void settings(String more) throws IOException {
        Files.writeString(folder.resolve("penstock.yml"), SETTINGS + more);
    }

    private String run() {
        int code = console.run("run", "pipeline.yml", "--simulate");
        assertThat(code).as(console.out() + console.err()).isZero();
        return console.out();
    }

    @Test
    void environmentsChangeTheirHostNamesOnceTheNewOneAnswers() throws IOException {
        settings("      blueGreen: {cname: shop, keepMinutes: 1, warm: {path: /, attempts: 3}}\n");
        run();
        page("two");
        assertThat(run())
                .contains("'shop-web-green' is well")
                .contains("live; the previous environment is kept until")
                .contains("environment 'shop-web-green' of application 'shop'")
                .contains("http://shop.us-east-1.elasticbeanstalk.com");
    }

    @Test
    void requestsAreMovedByTheRuleOfAStackAndNothingIsDoneWhereNothingIsNew() throws IOException {
        settings("""
                        aws:elasticbeanstalk:environment: {LoadBalancerIsShared: true}
                        aws:elbv2:loadbalancer:
                          SharedLoadBalancer: {stack: front, output: Balancer}
                      blueGreen:
                        listenerRule: {stack: front, output: Rule}
                        steps: [{weight: 25, bakeMinutes: 1}]
                        keepMinutes: 1
                        warm: {path: /}
                """);
        assertThat(run()).contains("moves requests to 'shop-web'");
        page("two");
        assertThat(run())
                .contains("25 % of requests go to 'shop-web-green' until")
                .contains("live; the previous environment is kept until")
                .contains("environment 'shop-web-green' of application 'shop'");
        assertThat(run()).contains("nothing was changed").doesNotContain("% of requests");
    }
}
