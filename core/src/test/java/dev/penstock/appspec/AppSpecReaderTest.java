package dev.penstock.appspec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppSpecReaderTest {

    private static final String ECS = """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: <TASK_DEFINITION>
                    LoadBalancerInfo:
                      ContainerName: web
                      ContainerPort: 80
                    PlatformVersion: LATEST
                    NetworkConfiguration:
                      AwsvpcConfiguration:
                        Subnets: [subnet-1, subnet-2]
                        SecurityGroups: [sg-1]
                        AssignPublicIp: DISABLED
                    CapacityProviderStrategy:
                      - {Base: 1, CapacityProvider: FARGATE_SPOT, Weight: 2}
            Hooks:
              - BeforeInstall: prepare
              - AfterAllowTestTraffic: arn:aws:lambda:eu-west-1:111122223333:function:check
            """;

    private static final String LAMBDA = """
            version: 0.0
            resources:
              - myFunction:
                  type: AWS::Lambda::Function
                  properties:
                    name: orders
                    alias: live
                    currentversion: 1
                    targetversion: "2"
            hooks:
              - BeforeAllowTraffic: check
            """;

    private static final String SERVER = """
            version: 0.0
            os: linux
            files:
              - {source: /, destination: /srv/app}
            file_exists_behavior: OVERWRITE
            permissions:
              - {object: /srv/app, owner: app, mode: 644, type: [file]}
            hooks:
              ApplicationStop:
                - location: stop.sh
                  timeout: 60
              ValidateService:
                - {location: check.sh, runas: app}
            """;

    @Test
    void readsWhatIsForAnEcsService() {
        assertThat(read(ECS))
                .isEqualTo(new AppSpec.EcsService(
                        "TargetService",
                        "<TASK_DEFINITION>",
                        "web",
                        80,
                        Optional.of("LATEST"),
                        Optional.of(new AppSpec.Network(
                                List.of("subnet-1", "subnet-2"), List.of("sg-1"), Optional.of("DISABLED"))),
                        List.of(new AppSpec.CapacityProvider("FARGATE_SPOT", OptionalInt.of(1), OptionalInt.of(2))),
                        List.of(
                                new AppSpec.Hook("BeforeInstall", "prepare"),
                                new AppSpec.Hook(
                                        "AfterAllowTestTraffic",
                                        "arn:aws:lambda:eu-west-1:111122223333:function:check"))));
    }

    @Test
    void keysMayBeWrittenSmall() {
        String small = ECS;
        for (String key : List.of(
                "Resources", "Type", "Properties", "TaskDefinition", "LoadBalancerInfo", "ContainerName", "Hooks")) {
            small = small.replace(key + ":", key.toLowerCase(Locale.ROOT) + ":");
        }
        assertThat(read(small)).isEqualTo(read(ECS));
    }

    @Test
    void readsWhatIsForAFunction() {
        assertThat(read(LAMBDA))
                .isEqualTo(new AppSpec.LambdaFunction(
                        "myFunction",
                        "orders",
                        "live",
                        "1",
                        "2",
                        List.of(new AppSpec.Hook("BeforeAllowTraffic", "check"))));
    }

    @Test
    void readsWhatIsForServers() {
        AppSpec.Server server = (AppSpec.Server) read(SERVER);
        assertThat(server.files()).containsExactly(new AppSpec.FileCopy("/", "/srv/app"));
        assertThat(server.scripts().get("ApplicationStop"))
                .containsExactly(new AppSpec.Script("stop.sh", 60, Optional.empty()));
        assertThat(server.scripts().get("ValidateService"))
                .containsExactly(new AppSpec.Script("check.sh", 3600, Optional.of("app")));
    }

    @Test
    void readsJson() {
        String json = """
                {"version": 0.0, "Resources": [{"TargetService": {"Type": "AWS::ECS::Service", "Properties":
                {"TaskDefinition": "arn", "LoadBalancerInfo": {"ContainerName": "web", "ContainerPort": 80}}}}]}""";
        AppSpecReading reading = AppSpecReader.read(SourceText.of("appspec.json", json));
        assertThat(reading.problems()).isEmpty();
        assertThat(((AppSpecReading.Accepted) reading).appSpec()).isInstanceOf(AppSpec.EcsService.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: 0.0               | version: 1.0                 | 1:10 PEN-APPSPEC-005 | no version '1.0'
            TaskDefinition: <TASK_DEFINITION> | TaskDefinitoin: x     | 6:9 PEN-APPSPEC-004  | TaskDefinition
            ContainerPort: 80          | ContainerPort: 80000         | 9:26 PEN-APPSPEC-005 | is no port
            ContainerPort: 80          | ContainerPort: http          | 9:26 PEN-APPSPEC-003 | whole number
            ContainerName: web         | Container: web               | 8:11 PEN-APPSPEC-002 | 'ContainerName' is missing
            AWS::ECS::Service          | AWS::ECS::Cluster            | 4:13 PEN-APPSPEC-005 | AWS::Lambda::Function
            AssignPublicIp: DISABLED   | AssignPublicIp: no           | 15:29 PEN-APPSPEC-005 | ENABLED or DISABLED
            BeforeInstall: prepare     | AllowTraffic: prepare        | 19:5 PEN-APPSPEC-006 | CodeDeploy's own event
            BeforeInstall: prepare     | BeforeInstal: prepare        | 19:5 PEN-APPSPEC-006 | BeforeInstall
            BeforeInstall: prepare     | AfterAllowTestTraffic: prepare | 20:5 PEN-APPSPEC-006 | named twice
            """)
    void eachMistakeHasItsPlace(String right, String wrong, String place, String says) {
        eachMistake(ECS.replace(right, wrong), place, says);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            os: linux                | os: Linux              | 2:5 PEN-APPSPEC-005   | linux
            destination: /srv/app    | destination: srv/app   | 4:30 PEN-APPSPEC-005  | no absolute path
            timeout: 60              | timeout: 4000          | 11:16 PEN-APPSPEC-005 | 1 to 3600
            ApplicationStop          | BlockTraffic           | 9:3 PEN-APPSPEC-006   | CodeDeploy's own event
            location: stop.sh        | script: stop.sh        | 10:7 PEN-APPSPEC-002  | 'location' is missing
            os: linux                | os: windows            | 7:3 PEN-APPSPEC-005   | for Linux
            """)
    void eachMistakeOfAServersFileHasItsPlace(String right, String wrong, String place, String says) {
        eachMistake(SERVER.replace(right, wrong), place, says);
    }

    private static void eachMistake(String text, String place, String says) {
        AppSpecReading reading = AppSpecReader.read(SourceText.of("appspec.yml", text));
        assertThat(reading.problems()).as(() -> reading.problems().toString()).anySatisfy(problem -> {
            assertThat(problem.span().line() + ":" + problem.span().column() + " " + problem.id())
                    .isEqualTo(place);
            assertThat(problem.message() + problem.hint().orElse("")).contains(says);
        });
    }

    @Test
    void aDeploymentIsToOneResource() {
        String two = ECS.replace("Hooks:", """
                  - Other:
                      Type: AWS::ECS::Service
                      Properties: {TaskDefinition: x, LoadBalancerInfo: {ContainerName: web, ContainerPort: 80}}
                Hooks:""");
        assertThat(AppSpecReader.read(SourceText.of("appspec.yml", two)))
                .isInstanceOfSatisfying(
                        AppSpecReading.Refused.class,
                        refused -> assertThat(refused.problems())
                                .anyMatch(problem -> problem.message().startsWith("There are 2 resources")));
    }

    @Test
    void aFileIsForOnePlatform() {
        for (String text : List.of("version: 0.0\n", ECS + "os: linux\n")) {
            assertThat(AppSpecReader.read(SourceText.of("appspec.yml", text)).problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.id()).isEqualTo("PEN-APPSPEC-001"));
        }
    }

    private static AppSpec read(String text) {
        AppSpecReading reading = AppSpecReader.read(SourceText.of("appspec.yml", text));
        assertThat(reading.problems()).isEmpty();
        return ((AppSpecReading.Accepted) reading).appSpec();
    }
}
