package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.importing.EbProject.Extensions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EbImporterTest {

    private static final String SMALL =
            "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a, default_region: eu-west-1}\n";

    @Test
    void makesAPipelineForEachBranchWithAnEnvironment() {
        Import.Imported imported = imported("""
                branch-defaults:
                  main: {environment: shop-live, group_suffix: null}
                  develop: {environment: shop-test, default_region: eu-central-1}
                deploy:
                  artifact: target/shop.war
                global:
                  application_name: shop
                  default_region: eu-west-1
                  default_platform: Tomcat 8.5
                  profile: staging
                  sc: git
                """, EbProject.none());
        assertThat(imported.files())
                .extracting(ImportedFile::name)
                .containsExactly("pipeline-main.yml", "pipeline-develop.yml", "penstock.yml");
        assertThat(imported.files().getFirst().text()).doesNotContain("region:");
        assertThat(imported.files().get(1).text()).contains("shop-test", "BranchName: develop", "region: eu-central-1");
        assertThat(imported.files().getLast().text())
                .contains("profile: staging", "region: eu-west-1", "bundle: target/shop.war");
        assertThat(told(imported)).containsExactly("PEN-IMPORT-001 5", "PEN-IMPORT-002 9");
    }

    @Test
    void tellsEveryKeyThatIsNotCarriedOver() {
        Import.Imported imported = imported("""
                branch-defaults:
                  main:
                    environment: shop-live
                    group_suffix: blue
                    profile: other
                    default_ec2_keyname: key
                    colour: green
                  idle: null
                environment-defaults:
                  shop-live: {branch: main, repository: origin}
                deploy: {artifct: a.zip}
                extra: 1
                global:
                  application_name: shop
                  branch: main
                  repository: shop
                  default_ec2_keyname: key
                  default_platform: Docker
                  editor: vi
                  include_git_submodules: false
                  instance_profile: role
                  no-verify-ssl: true
                  platform_name: mine
                  platform_version: 1.0.0
                  region_name: eu-west-1
                  sc: git
                """, EbProject.none());
        assertThat(told(imported))
                .containsExactly(
                        "PEN-IMPORT-002 4",
                        "PEN-IMPORT-001 5",
                        "PEN-IMPORT-002 6",
                        "PEN-IMPORT-001 7",
                        "PEN-IMPORT-001 8",
                        "PEN-IMPORT-001 10",
                        "PEN-IMPORT-001 11",
                        "PEN-IMPORT-001 12",
                        "PEN-IMPORT-001 15",
                        "PEN-IMPORT-001 16",
                        "PEN-IMPORT-002 17",
                        "PEN-IMPORT-002 18",
                        "PEN-IMPORT-002 19",
                        "PEN-IMPORT-001 20",
                        "PEN-IMPORT-002 21",
                        "PEN-IMPORT-001 22",
                        "PEN-IMPORT-002 23",
                        "PEN-IMPORT-002 24",
                        "PEN-IMPORT-001 25",
                        "PEN-IMPORT-002 26");
    }

    @Test
    void readsTheConfigurationThatIsSharedBelowThatOfTheWorkingCopy() {
        Import.Imported imported = imported(
                "branch-defaults: {main: {environment: mine}}\nglobal: {profile: me, default_region: null}\n",
                project(Map.of(".elasticbeanstalk/config.global.yml", """
                        branch-defaults: {main: {environment: ours}}
                        global: {application_name: shop, default_region: eu-west-1, profile: us}
                        """)));
        assertThat(imported.files().getFirst().text()).contains("ApplicationName: shop", "EnvironmentName: mine");
        assertThat(imported.files().getLast().text()).contains("profile: me", "region: eu-west-1");
    }

    @Test
    void deploysToTheEnvironmentThatIsNamedWhereNoBranchHasOne() {
        Import.Imported imported = imported(
                "branch-defaults: {main: {environment: null}}\nglobal: {default_region: eu-west-1}\n",
                new EbProject(
                        ProjectFolder.NONE,
                        Optional.empty(),
                        Extensions.BUNDLE,
                        Optional.of(new Destination.Environment("shop", "shop-live"))));
        assertThat(imported.files().getFirst().text())
                .contains("ApplicationName: shop", "EnvironmentName: shop-live", "BranchName: main");
    }

    private static final String SAVED = """
            EnvironmentConfigurationMetadata: {DateCreated: '1469557424000'}
            AWSConfigurationTemplateVersion: 1.1.0.0
            Platform:
              PlatformArn: arn:aws:elasticbeanstalk:us-east-2::platform/Docker running on 64bit Amazon Linux 2023/4.3.0
            EnvironmentTier: {Name: WebServer, Type: Standard}
            CName: shop-live
            Tags: {team: shop}
            OptionSettings:
              aws:elasticbeanstalk:command:
                BatchSize: '30'
              aws:elasticbeanstalk:application:environment:
                MODE: live
                DB_PASSWORD: s3cr3t
              AWSEBAutoScalingScaleUpPolicy.aws:autoscaling:trigger:
                UpperBreachScaleIncrement: '2'
            Extensions: {RDS: 1}
            """;

    @Test
    void takesOptionsAndVariablesOfASavedConfigurationAndHowTheEnvironmentIsMade() {
        Import.Imported imported = imported(
                SMALL,
                new EbProject(
                        ProjectFolder.NONE, Optional.of(SourceText.of("live.cfg.yml", SAVED)), Extensions.BUNDLE));
        assertThat(imported.files().getLast().text())
                .contains("MODE: live", "aws:elasticbeanstalk:command:\n          BatchSize: \"30\"")
                .contains(
                        "create:\n        platform: 64bit Amazon Linux 2023 v* running Docker\n        cname: shop-live\n")
                .contains("tags:\n          team: shop\n")
                .doesNotContain("s3cr3t");
        assertThat(told(imported)).containsExactly("PEN-IMPORT-003 13", "PEN-IMPORT-001 14", "PEN-IMPORT-001 16");
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:elasticbeanstalk:us-east-2::platform/Java 8 running on 64bit Amazon Linux/2.5.0,"
                + " 64bit Amazon Linux 2018.03 v* running Java 8",
        "arn:aws:elasticbeanstalk:us-east-2:123456789012:platform/Mine/1.0.0, ''"
    })
    void findsThePlatformOfAnArn(String arn, String platform) {
        assertThat(NewEnvironment.platformOfArn(arn).orElse("")).isEqualTo(platform);
    }

    @Test
    void makesTheEnvironmentOfAManifestAndNamesItByItsGroup() {
        Import.Imported imported = imported(
                "branch-defaults: {main: {environment: null, group_suffix: dev}}\nglobal: {application_name: a}\n",
                project(Map.of("env.yaml", """
                        AWSConfigurationTemplateVersion: 1.1.0.0
                        SolutionStack: 64bit Amazon Linux 2 v3.4.1 running Docker
                        EnvironmentName: front+
                        CName: front-A08G28LG+
                        EnvironmentLinks: {WORKERQUEUE: worker+}
                        OptionSettings:
                          aws:elb:loadbalancer: {CrossZone: true}
                        """)));
        assertThat(imported.files().getFirst().text()).contains("EnvironmentName: front-dev");
        assertThat(imported.files().getLast().text())
                .contains("platform: 64bit Amazon Linux 2 v* running Docker")
                .doesNotContain("CrossZone", "cname");
        assertThat(imported.problems())
                .extracting(problem -> problem.id() + " " + problem.span().file() + " "
                        + problem.span().line())
                .containsExactly(
                        "PEN-IMPORT-002 config.yml 1",
                        "PEN-IMPORT-002 env.yaml 1",
                        "PEN-IMPORT-001 env.yaml 4",
                        "PEN-IMPORT-001 env.yaml 5");
    }

    private static final Map<String, String> EXTENSIONS = Map.of(
            ".ebextensions/01.config",
            """
            option_settings:
              - option_name: MODE
                value: live
              - {namespace: "aws:autoscaling:asg", option_name: MaxSize, value: 4}
              - {namespace: "aws:autoscaling:asg", resource_name: AWSEBAutoScalingGroup, option_name: MinSize, value: 2}
            packages: {yum: {jq: []}}
            container_commands:
              01migrate: {command: ./migrate, leader_only: true}
            """,
            ".ebextensions/02.config",
            """
            option_settings:
              aws:elasticbeanstalk:application:environment:
                TOPIC: '`{"Ref" : "Topic"}`'
                API_KEY: s3cr3t
            Resources: {Topic: {Type: "AWS::SNS::Topic"}}
            """,
            ".ebextensions/03.config",
            "option_setings: {}\n",
            ".ebextensions/04.config",
            "commands:\n\t01: {command: a}\n",
            ".ebextensions/notes.txt",
            "",
            ".ebignore",
            "node_modules\n",
            ".platform/hooks/a.sh",
            "");

    @Test
    void tellsWhatTravelsInTheBundleByItsLine() {
        Import.Imported imported = imported(SMALL, project(EXTENSIONS));
        assertThat(imported.files().getLast().text()).doesNotContain("MODE", "MaxSize", "TOPIC", "s3cr3t");
        assertThat(imported.problems())
                .extracting(problem -> problem.id() + " " + problem.span().file() + " "
                        + problem.span().line())
                .containsExactly(
                        "PEN-IMPORT-002 .ebextensions/01.config 2",
                        "PEN-IMPORT-002 .ebextensions/01.config 4",
                        "PEN-IMPORT-002 .ebextensions/01.config 6",
                        "PEN-IMPORT-002 .ebextensions/01.config 7",
                        "PEN-IMPORT-002 .ebextensions/02.config 3",
                        "PEN-IMPORT-002 .ebextensions/02.config 5",
                        "PEN-EXTENSION-001 .ebextensions/03.config 1",
                        "PEN-YAML-001 .ebextensions/04.config 2",
                        "PEN-EXTENSION-004 .ebextensions/notes.txt 0",
                        "PEN-IMPORT-002 .ebignore 1",
                        "PEN-IMPORT-002 .platform 0");
    }

    @Test
    void copiesOptionsOfTheBundleIntoTheSettingsWhenItIsAskedTo() {
        Import.Imported imported =
                imported(SMALL, new EbProject(new MemoryFolder(EXTENSIONS), Optional.empty(), Extensions.SETTINGS));
        assertThat(imported.files().getLast().text())
                .contains("MODE: live", "aws:autoscaling:asg:\n          MaxSize: \"4\"")
                .doesNotContain("MinSize", "TOPIC", "s3cr3t");
        assertThat(imported.problems()).extracting("id").contains("PEN-IMPORT-003");
    }

    @ParameterizedTest
    @CsvSource({
        "aws/codebuild/amazonlinux2-x86_64-standard:5.0, image: public.ecr.aws/codebuild/amazonlinux2-x86_64-standard:5.0",
        "aws/codebuild/eb-java-8-amazonlinux-64:2.1.6, '\"on\": host'",
        "maven:3, image: maven:3"
    })
    void buildsAsTheCliDidByCodeBuild(String image, String settings) {
        Import.Imported imported = imported(SMALL, project(Map.of("buildspec.yml", """
                        version: 0.2
                        eb_codebuild_settings: {CodeBuildServiceRole: r, ComputeType: BUILD_GENERAL1_SMALL, Image: "%s"}
                        phases: {build: {commands: [make]}}
                        """.formatted(image))));
        assertThat(imported.files().getFirst().text()).contains("provider: CodeBuild", "BuildOutput");
        assertThat(imported.files().getLast().text()).contains(settings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "global: {application_name: a}",
                "branch-defaults: {main: {environment: b}}\nglobal: {profile: x}",
                "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a, default_region: Ireland}",
                "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a, workspace_type: Platform}",
                "branch-defaults: {main: {environment: b}}",
                "[]"
            })
    void refusesWhatSaysNotWhereToDeployTo(String text) {
        Import result = EbImporter.read(SourceText.of("config.yml", text), ImportOptions.beside());
        assertThat(result).isInstanceOf(Import.Refused.class);
    }

    private static EbProject project(Map<String, String> files) {
        return new EbProject(new MemoryFolder(files), Optional.empty(), Extensions.BUNDLE);
    }

    private static List<String> told(Import.Imported imported) {
        return imported.problems().stream()
                .map(problem -> problem.id() + " " + problem.span().line())
                .toList();
    }

    private static Import.Imported imported(String text, EbProject project) {
        Import result = EbImporter.read(SourceText.of("config.yml", text), ImportOptions.beside(), project);
        assertThat(result).as(result.problems().toString()).isInstanceOf(Import.Imported.class);
        var imported = (Import.Imported) result;
        imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
        return imported;
    }
}
