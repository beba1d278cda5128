package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;
import software.amazon.awssdk.services.iam.IamClient;

/** Elastic Beanstalk. */
abstract class BeanstalkContract extends ServiceContract {

    private ElasticBeanstalkClient beanstalk;

    @BeforeEach
    void client() {
        beanstalk = account.client(ElasticBeanstalkClient.builder());
        account.client(IamClient.builder()).createInstanceProfile(profile -> profile.instanceProfileName("web"));
    }

    private CreateEnvironmentResponse environment(String name) {
        String docker = beanstalk.listAvailableSolutionStacks().solutionStacks().stream()
                .filter(stack -> stack.contains("running Docker"))
                .findFirst()
                .orElseThrow();
        return beanstalk.createEnvironment(create -> create.applicationName("shop")
                .environmentName(name)
                .solutionStackName(docker)
                .optionSettings(ConfigurationOptionSetting.builder()
                        .namespace("aws:autoscaling:launchconfiguration")
                        .optionName("IamInstanceProfile")
                        .value("web")
                        .build())
                .tags(Tag.builder().key("team").value("shop").build()));
    }

    @Test
    void anApplicationIsMadeOnce() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        refused(
                () -> beanstalk.createApplication(create -> create.applicationName("shop")),
                400,
                "InvalidParameterValue");
        assertThat(beanstalk.describeApplications().applications())
                .extracting(ApplicationDescription::applicationName)
                .containsExactly("shop");
    }

    @Test
    void describesOnlyTheApplicationsThatAreAskedFor() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        beanstalk.createApplication(create -> create.applicationName("other"));
        assertThat(beanstalk
                        .describeApplications(describe -> describe.applicationNames("shop"))
                        .applications())
                .extracting(ApplicationDescription::applicationName)
                .containsExactly("shop");
    }

    @Test
    void anApplicationThatIsDeletedIsGone() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        beanstalk.deleteApplication(delete -> delete.applicationName("shop"));
        assertThat(beanstalk.describeApplications().applications()).isEmpty();
    }

    @Test
    void anEnvironmentHasAnIdAndBeginsByLaunching() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        CreateEnvironmentResponse made = environment("shop-web");
        assertThat(made.statusAsString()).isEqualTo("Launching");
        assertThat(made.environmentId()).matches("e-[a-z0-9]{10}");
        assertThat(made.solutionStackName()).contains("running Docker");
    }

    @Test
    void twoEnvironmentsCannotHaveOneName() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        environment("shop-web");
        refused(() -> environment("shop-web"), 400, "InvalidParameterValue");
    }

    @Test
    void describesOnlyTheEnvironmentsThatAreAskedFor() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        environment("shop-web");
        environment("shop-other");
        assertThat(beanstalk
                        .describeEnvironments(describe -> describe.environmentNames("shop-web"))
                        .environments())
                .extracting(EnvironmentDescription::environmentName)
                .containsExactly("shop-web");
    }

    @Test
    void anEnvironmentHasTheTagsThatItWasMadeWith() {
        beanstalk.createApplication(create -> create.applicationName("shop"));
        environment("shop-web");
        String arn = beanstalk.describeEnvironments().environments().getFirst().environmentArn();
        List<Tag> tags =
                beanstalk.listTagsForResource(list -> list.resourceArn(arn)).resourceTags();
        assertThat(tags).contains(Tag.builder().key("team").value("shop").build());
    }

    @Test
    void refusesTagsOfWhatIsNotThere() {
        refused(
                () -> beanstalk.listTagsForResource(list -> list.resourceArn(
                        "arn:aws:elasticbeanstalk:us-east-1:" + account.id + ":environment/shop/none")),
                400,
                "ResourceNotFoundException");
    }
}
