package dev.penstock.cli.crash;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.beanstalk.BeanstalkEnvironments;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.NewEnvironment;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.simulator.service.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The sample for Elastic Beanstalk, to an environment that runs another version by another policy: killed after every entry, and
 * between each effect and its answer: the upload, the version, the template that keeps the previous options, the update.
 */
class BeanstalkCrashMatrixIT extends CrashMatrix {

    private static final String PROFILE = "aws-elasticbeanstalk-ec2-role";
    private static final Set<String> KILLED_AT = Set.of(
            "PutObject",
            "CreateApplicationVersion",
            "CreateConfigurationTemplate",
            "UpdateEnvironment",
            "DeleteConfigurationTemplate");

    @Override
    Path definition() {
        return Path.of("..", "samples", "beanstalk", "pipeline.yml");
    }

    @Override
    void prepare(AwsServices cloud) {
        var environments = new BeanstalkEnvironments(cloud.clients());
        cloud.clients()
                .iam(AwsScope.OWN, Use.CHANGE)
                .createInstanceProfile(profile -> profile.instanceProfileName(PROFILE));
        environments.createApplication(AwsScope.OWN, "shop", Map.of());
        var beanstalk = cloud.clients().elasticBeanstalk(AwsScope.OWN, Use.CHANGE);
        String bucket = beanstalk.createStorageLocation().s3Bucket();
        cloud.clients()
                .s3(AwsScope.OWN, Use.CHANGE)
                .putObject(put -> put.bucket(bucket).key("old.zip"), RequestBody.fromFile(bundle()));
        beanstalk.createApplicationVersion(version -> version.applicationName("shop")
                .versionLabel("old")
                .sourceBundle(source -> source.s3Bucket(bucket).s3Key("old.zip")));
        environments.create(
                AwsScope.OWN,
                new NewEnvironment(
                        "shop",
                        "shop-web",
                        "old",
                        Optional.of(platform(environments)),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Map.of(
                                new OptionName("aws:autoscaling:launchconfiguration", "IamInstanceProfile"), PROFILE,
                                new OptionName("aws:elasticbeanstalk:environment", "LoadBalancerType"), "application",
                                new OptionName("aws:elasticbeanstalk:environment", "EnvironmentType"), "LoadBalanced",
                                new OptionName("aws:elasticbeanstalk:healthreporting:system", "SystemType"), "enhanced",
                                new OptionName("aws:elasticbeanstalk:command", "DeploymentPolicy"), "AllAtOnce",
                                new OptionName("aws:autoscaling:asg", "MinSize"), "2",
                                new OptionName("aws:autoscaling:asg", "MaxSize"), "4"),
                        Map.of()));
    }

    private static String platform(BeanstalkEnvironments environments) {
        return environments.platforms(AwsScope.OWN).stream()
                .filter(each -> !each.retired() && each.solutionStack().endsWith("running Docker"))
                .findFirst()
                .orElseThrow()
                .solutionStack();
    }

    private static Path bundle() {
        Path zip = folder.resolve("old.zip");
        try {
            new BundleWriter().file("Dockerfile", "FROM nginx\nEXPOSE 80\n").write(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip;
    }

    @Override
    List<String> moments() {
        return List.of("after");
    }

    @Override
    boolean killsAt(Effect effect) {
        boolean isOurs =
                !effect.operation().equals("PutObject") || effect.resource().contains("/sha256/");
        return isOurs && KILLED_AT.contains(effect.operation());
    }

    /** Ids of instances and load balancers differ from run to run. */
    @Override
    String word(Effect effect) {
        return effect.service() + ":" + effect.operation();
    }
}
