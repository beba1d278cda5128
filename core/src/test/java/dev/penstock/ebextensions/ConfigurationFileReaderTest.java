package dev.penstock.ebextensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileReaderTest {

    @Test
    void readsBothFormsOfOptionSettings() {
        ConfigurationFile list = read("""
                option_settings:
                  - namespace: aws:autoscaling:asg
                    option_name: MaxSize
                    value: 4
                  - option_name: MODE
                    value: live
                """).file().orElseThrow();
        assertThat(list.options())
                .extracting(option -> option.namespace() + " " + option.name() + "=" + option.value() + " "
                        + option.span().line())
                .containsExactly(
                        "aws:autoscaling:asg MaxSize=4 3", "aws:elasticbeanstalk:application:environment MODE=live 5");
        ConfigurationFile mapping = read("""
                option_settings:
                  aws:autoscaling:asg:
                    MaxSize: 4
                  AWSEBAutoScalingScaleUpPolicy.aws:autoscaling:trigger:
                    UpperBreachScaleIncrement: '`{"Ref": "Step"}`'
                """).file().orElseThrow();
        assertThat(mapping.options())
                .extracting(option -> option.resource().orElse("-") + " " + option.namespace() + " " + option.name()
                        + " " + option.isComputed())
                .containsExactly(
                        "- aws:autoscaling:asg MaxSize false",
                        "AWSEBAutoScalingScaleUpPolicy aws:autoscaling:trigger UpperBreachScaleIncrement true");
    }

    @Test
    void readsJson() {
        ConfigurationFile file = read("{\"option_settings\": [{\"option_name\": \"A\", \"value\": \"b\"}]}")
                .file()
                .orElseThrow();
        assertThat(file.options()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'# nothing'|",
                "'container_command: {a: {command: b}}'| PEN-EXTENSION-001 1:1",
                "'[]'| PEN-EXTENSION-002 1:1",
                "'files: [a]'| PEN-EXTENSION-002 1:8",
                "'commands: {a: {comand: b}}'| PEN-EXTENSION-002 1:12",
                "'commands: {a: {command: b, leader_only: true}}'| PEN-EXTENSION-003 1:28",
                "'container_commands: {a: {command: b, ignoreError: true}}'| PEN-EXTENSION-003 1:38",
                "'option_settings: x'| PEN-EXTENSION-002 1:18",
                "'option_settings: [{value: x}]'| PEN-EXTENSION-002 1:19",
                "'option_settings: [{option_name: x}]'| PEN-EXTENSION-002 1:33",
                "'option_settings: [{option_name: x, value: y, name: z}]'| PEN-EXTENSION-003 1:46",
                "'option_settings: {aws:a: [x]}'| PEN-EXTENSION-002 1:19",
                "'option_settings: {aws:a: {x: [y]}}'| PEN-EXTENSION-002 1:30"
            })
    void namesWhatElasticBeanstalkRefusesOrPassesOverByItsPlace(String text, String problem) {
        assertThat(read(text).problems())
                .extracting(each ->
                        each.id() + " " + each.span().line() + ":" + each.span().column())
                .containsExactlyElementsOf(problem == null ? List.of() : List.of(problem));
    }

    /** How many settings and members of sections each has; one has nothing but comments. */
    @Test
    void readsEveryConfigurationFileOfRealProjects() throws IOException {
        Map<String, String> read = new TreeMap<>();
        for (Corpus.Sample sample : Corpus.samples("ebextensions")) {
            ConfigurationFileReader.Reading reading = ConfigurationFileReader.read(sample.text());
            assertThat(reading.problems()).as(sample.name()).isEmpty();
            ConfigurationFile file = reading.file().orElseThrow();
            String name = sample.name().replaceAll(".*(__|/)", "").replace(".config", "");
            read.put(
                    name,
                    Stream.concat(
                                    Stream.of(file.options().size() + " options")
                                            .filter(text -> !file.options().isEmpty()),
                                    file.sections().stream()
                                            .map(section -> section.members().size() + " " + section.name()))
                            .collect(Collectors.joining(" ")));
        }
        assertThat(read).isEqualTo(EXPECTED);
    }

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("000_amazon_linux_2_compat_get-config", "1 files"),
            Map.entry("01_nginx", "1 files 1 container_commands"),
            Map.entry("add-ebs-volume", "1 options 3 commands"),
            Map.entry("alb-http-to-https-redirection-full", "2 Resources"),
            Map.entry("autoscaling-triggers-createnew", "1 Mappings 4 Resources"),
            Map.entry("cron-leaderonly-linux", "1 packages 3 files 1 commands"),
            Map.entry("files-downloadfromS3", "3 Parameters 1 files 1 Resources"),
            Map.entry("https-redirect-docker-sc", "1 files"),
            Map.entry("install-nodejs", "2 files 2 commands"),
            Map.entry("join-domain-ssm", "1 files 1 container_commands"),
            Map.entry("loadbalancer-clb-securelistener", "3 options"),
            Map.entry("logs-streamtocloudwatch-linux", "1 files 2 container_commands"),
            Map.entry("sns-topic", "1 options 1 Resources 1 Outputs"),
            Map.entry("ssh-sourcerestriction", "1 options"),
            Map.entry("storage-efs-createfilesystem", "3 options 4 Resources"),
            Map.entry("storage-imagevolume-docker", "1 options"),
            Map.entry("timeout-waitcondition", "1 Parameters 1 Resources"),
            Map.entry("timezone-windows", "1 commands"),
            Map.entry("vpc-custom-loadbalanced", "3 options"),
            Map.entry("websockets-sc", ""),
            Map.entry("workertier-scaleonqueuesize", "4 Resources"));

    private static ConfigurationFileReader.Reading read(String text) {
        return ConfigurationFileReader.read(SourceText.of("01.config", text));
    }
}
