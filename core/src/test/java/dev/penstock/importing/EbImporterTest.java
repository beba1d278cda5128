package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EbImporterTest {

    @Test
    void makesAPipelineForEachBranchWithAnEnvironment() {
        Import result = EbImporter.read(SourceText.of("config.yml", """
                branch-defaults:
                  main: {environment: shop-live, group_suffix: null}
                  develop: {environment: shop-test}
                deploy:
                  artifact: target/shop.war
                global:
                  application_name: shop
                  default_region: eu-west-1
                  default_platform: Tomcat 8.5
                  profile: staging
                  sc: git
                """), ImportOptions.beside());
        assertThat(result).isInstanceOfSatisfying(Import.Imported.class, imported -> {
            assertThat(imported.files())
                    .extracting(ImportedFile::name)
                    .containsExactly("pipeline-main.yml", "pipeline-develop.yml", "penstock.yml");
            assertThat(imported.files().get(1).text()).contains("shop-test", "BranchName: develop");
            assertThat(imported.files().getLast().text())
                    .contains("profile: staging", "region: eu-west-1", "bundle: target/shop.war");
            assertThat(imported.problems()).extracting("id").containsExactly("PEN-IMPORT-002");
            imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
        });
    }

    @Test
    void takesOptionsAndVariablesOfASavedConfiguration() {
        Import result = EbImporter.read(
                SourceText.of(
                        "config.yml", "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a}\n"),
                ImportOptions.beside(),
                Optional.of(SourceText.of("live.cfg.yml", """
                        AWSConfigurationTemplateVersion: 1.1.0.0
                        OptionSettings:
                          aws:elasticbeanstalk:command:
                            BatchSize: '30'
                          aws:elasticbeanstalk:application:environment:
                            MODE: live
                            DB_PASSWORD: s3cr3t
                          AWSEBAutoScalingScaleUpPolicy.aws:autoscaling:trigger:
                            UpperBreachScaleIncrement: '2'
                        """)));
        assertThat(result).isInstanceOfSatisfying(Import.Imported.class, imported -> {
            assertThat(imported.files().getLast().text())
                    .contains("MODE: live", "aws:elasticbeanstalk:command:\n          BatchSize: \"30\"")
                    .doesNotContain("s3cr3t");
            assertThat(imported.problems()).extracting("id").containsExactly("PEN-IMPORT-003", "PEN-IMPORT-001");
            imported.files().forEach(file -> ImportCorpusTest.assertValid("", file));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "global: {application_name: a}",
                "branch-defaults: {main: {environment: b}}\nglobal: {profile: x}",
                "branch-defaults: {main: {environment: b}}\nglobal: {application_name: a, default_region: Ireland}",
                "branch-defaults: {main: {environment: b}}",
                "[]"
            })
    void refusesWhatSaysNotWhereToDeployTo(String text) {
        Import result = EbImporter.read(SourceText.of("config.yml", text), ImportOptions.beside());
        assertThat(result).isInstanceOf(Import.Refused.class);
    }
}
