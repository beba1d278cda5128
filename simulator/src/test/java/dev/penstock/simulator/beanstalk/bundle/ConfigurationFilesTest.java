package dev.penstock.simulator.beanstalk.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.Command;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.OptionSetting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigurationFilesTest {

    private static final String PROPERTIES = "aws:elasticbeanstalk:application:environment";

    @Test
    void optionSettingsAreReadInAllTheirForms() throws Exception {
        ConfigurationFiles files = ConfigurationFiles.read(
                Zip.bundle(
                        ".ebextensions/01.config",
                        """
                        option_settings:
                          - namespace: aws:elasticbeanstalk:command
                            option_name: BatchSize
                            value: 30
                          - option_name: DEBUG
                            value: yes
                        """,
                        ".ebextensions/02.config",
                        """
                        option_settings:
                          aws:elasticbeanstalk:application:environment:
                            STAGE: "test"
                        """,
                        ".ebextensions/03.config",
                        "{\"option_settings\": [{\"option_name\": \"REGION\", \"value\": \"eu\"}]}"),
                "v1");

        assertThat(files.optionSettings())
                .containsExactly(
                        new OptionSetting("aws:elasticbeanstalk:command", "BatchSize", "30"),
                        new OptionSetting(PROPERTIES, "DEBUG", "true"),
                        new OptionSetting(PROPERTIES, "STAGE", "test"),
                        new OptionSetting(PROPERTIES, "REGION", "eu"));
    }

    @Test
    void commandsComeInTheOrderOfTheirNamesThoseOfTheLeaderFirst() throws Exception {
        ConfigurationFile file = ConfigurationFiles.read(Zip.bundle(".ebextensions/all.config", """
                                packages:
                                  yum: {git: [], gcc: "4.8"}
                                groups: {one: {}, two: {gid: "45"}}
                                users: {me: {groups: [one], uid: "50", homeDir: /tmp}}
                                sources: {/etc/myapp: "https://example.com/a.zip"}
                                files:
                                  "/home/ec2-user/f": {mode: "000755", owner: root, group: root, content: "x\\n"}
                                commands:
                                  02_b: {command: [git, commit, -m, "two words"], cwd: /tmp, env: {A: b}}
                                  01_a: {command: "make all", test: "[ -x /usr/bin/make ]", ignoreErrors: true}
                                services: {sysvinit: {nginx: {enabled: true, ensureRunning: "false"}}}
                                container_commands:
                                  99customize: {command: "scripts/customize.sh"}
                                  02migrate: {command: "migrate", leader_only: true}
                                  01collect: {command: "collect"}
                                """), "v1")
                .files()
                .getFirst();

        assertThat(file.commands()).extracting(Command::name).containsExactly("01_a", "02_b");
        assertThat(file.commands().getLast().words()).containsExactly("git", "commit", "-m", "two words");
        assertThat(file.containerCommands())
                .extracting(Command::name)
                .containsExactly("02migrate", "01collect", "99customize");
        assertThat(file.packages()).isEqualTo(Map.of("yum", Map.of("git", List.of(), "gcc", List.of("4.8"))));
        assertThat(file.groups()).isEqualTo(Map.of("one", Optional.empty(), "two", Optional.of("45")));
        assertThat(file.users())
                .isEqualTo(Map.of(
                        "me", new ConfigurationFile.User(Optional.of("50"), List.of("one"), Optional.of("/tmp"))));
        assertThat(file.files().values())
                .extracting(ConfigurationFile.FileToWrite::content)
                .containsExactly(Optional.of("x\n"));
        assertThat(file.services().values())
                .containsExactly(new ConfigurationFile.Service(Optional.of(true), Optional.of(false)));
    }

    /** Texts as users of Elastic Beanstalk reported them. */
    @Test
    void whatIsNeitherYamlNorJsonFailsTheDeploymentInTheWordsOfTheEvent() {
        assertThat(refusal(".ebextensions/01django.config", """
                        option_settings:
                            aws:elasticbeanstalk:cloudwatch:logs
                                option_name: StreamLogs
                                value: true
                        """))
                .hasMessageStartingWith(
                        "The configuration file .ebextensions/01django.config in application version v1 contains invalid"
                                + " YAML or JSON. YAML exception: Invalid Yaml: mapping values are not allowed here\n"
                                + " in \"<reader>\", line 3, column 20:\n")
                .hasMessageEndingWith(
                        ", JSON exception: Invalid JSON: Unexpected character (o) at position 0.. Update the"
                                + " configuration file.");
        assertThat(refusal("__MACOSX/app/.ebextensions/._x.config", "\0x").getMessage())
                .contains("unacceptable character '\0' (0x0) special characters are not allowed\nin \"<reader>\","
                        + " position 0, JSON exception: Invalid JSON:"
                        + " Unexpected character (\0) at position 0..");
        assertThat(refusal(".ebextensions/x.config", "{\"files\": {,}}").getMessage())
                .contains("Invalid JSON: Unexpected character (,) at position 11.");
    }

    @Test
    void anOptionSettingMustBeAMap() {
        assertThat(refusal(".ebextensions/x.config", "option_settings:\n  aws:x: npm start\n"))
                .hasMessage("Each option setting in configuration file .ebextensions/x.config in application version v1"
                        + " must be a map. Update each option setting in the configuration file.");
    }

    @Test
    void aFileWithAnInvalidKeyIsSkippedAndTold() throws Exception {
        ConfigurationFiles files = ConfigurationFiles.read(
                Zip.bundle(
                        ".ebextensions/a.config", "OptionSettings: {}\noption_settings: {aws:x: {A: b}}\n",
                        ".ebextensions/readme.txt", "no configuration",
                        "sub/.ebextensions/b.config", "option_settings: {aws:x: {B: c}}\n"),
                "v1");

        assertThat(files.optionSettings()).isEmpty();
        assertThat(files.warnings())
                .containsExactly("Error processing file (Skipping): '.ebextensions/a.config' - Contains invalid key:"
                        + " 'OptionSettings'. For information about valid keys, see"
                        + " http://docs.aws.amazon.com/elasticbeanstalk/latest/dg/ebextensions.html");
    }

    @Test
    void aliasesWithinAliasesDoNotMakeMuchOfLittle() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append("*a".concat(String.valueOf(i - 1)).concat(", ").repeat(9));
            bomb.append("*a").append(i - 1).append("]\n");
        }

        assertThat(refusal(".ebextensions/x.config", bomb.toString())).hasMessageContaining("Number of aliases");
    }

    @Test
    void theManifestAndThePeriodicTasksAreRead() throws Exception {
        SourceBundle bundle = Zip.bundle(
                "env.yaml",
                """
                AWSConfigurationTemplateVersion: 1.1.0.0
                SolutionStack: 64bit Amazon Linux 2023 v4.3.0 running Docker
                EnvironmentName: front+
                EnvironmentLinks: {"WORKERQUEUE": "worker+"}
                OptionSettings:
                  aws:elasticbeanstalk:command: {BatchSize: '30'}
                """,
                "cron.yaml",
                "version: 1\ncron:\n - name: \"audit\"\n   url: \"/audit\"\n   schedule: \"0 23 * * *\"\n");

        EnvironmentManifest manifest = EnvironmentManifest.read(bundle, "v1").orElseThrow();
        assertThat(manifest.environmentName()).contains("front+");
        assertThat(manifest.links()).containsEntry("WORKERQUEUE", "worker+");
        assertThat(manifest.optionSettings())
                .containsExactly(new OptionSetting("aws:elasticbeanstalk:command", "BatchSize", "30"));
        assertThat(PeriodicTask.read(bundle)).containsExactly(new PeriodicTask("audit", "/audit", "0 23 * * *"));
        assertThat(catchThrowableOfType(
                        BundleRefused.class,
                        () -> PeriodicTask.read(Zip.bundle("cron.yaml", "version: 1\ncron: [{name: a}]\n"))))
                .isNotNull();
    }

    private static BundleRefused refusal(String path, String text) {
        return catchThrowableOfType(BundleRefused.class, () -> ConfigurationFiles.read(Zip.bundle(path, text), "v1"));
    }
}
