package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.beanstalk.bundle.Zip;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A simulated AWS with an application, its bucket and an instance profile, on time that moves when it is told to. */
final class BeanstalkWorld implements AutoCloseable {

    static final String DOCKER = "64bit Amazon Linux 2023 v4.8.0 running Docker";
    static final Instant START = Instant.parse("2026-05-04T10:00:00Z");

    final SimulatedTime time = SimulatedTime.stepped(START);
    final SimulatedAws aws;
    final ElasticBeanstalkClient beanstalk;
    final S3Client s3;
    final String bucket;

    BeanstalkWorld() {
        this(SimulatedAws.builder());
    }

    BeanstalkWorld(SimulatedAws.Builder builder) {
        aws = builder.time(time).start();
        beanstalk = Clients.of(aws).with(ElasticBeanstalkClient.builder());
        s3 = Clients.of(aws).with(S3Client.builder());
        bucket = beanstalk.createStorageLocation().s3Bucket();
        beanstalk.createApplication(a -> a.applicationName("shop"));
        IamClient iam = Clients.of(aws).with(IamClient.builder());
        iam.createInstanceProfile(p -> p.instanceProfileName("aws-elasticbeanstalk-ec2-role"));
    }

    CreateApplicationVersionResponse version(String label) {
        return version(label, Zip.of("Dockerfile", "FROM nginx\nEXPOSE 80\n", "version.txt", label));
    }

    CreateApplicationVersionResponse version(String label, byte[] bundle) {
        s3.putObject(o -> o.bucket(bucket).key(label + ".zip"), RequestBody.fromBytes(bundle));
        return beanstalk.createApplicationVersion(v -> v.applicationName("shop")
                .versionLabel(label)
                .sourceBundle(s -> s.s3Bucket(bucket).s3Key(label + ".zip")));
    }

    static ConfigurationOptionSetting option(String namespace, String name, String value) {
        return ConfigurationOptionSetting.builder()
                .namespace(namespace)
                .optionName(name)
                .value(value)
                .build();
    }

    /** Options that every environment here has. */
    static List<ConfigurationOptionSetting> options(ConfigurationOptionSetting... more) {
        List<ConfigurationOptionSetting> all = new ArrayList<>(List.of(
                option("aws:autoscaling:launchconfiguration", "IamInstanceProfile", "aws-elasticbeanstalk-ec2-role"),
                option("aws:elasticbeanstalk:environment", "LoadBalancerType", "application"),
                option("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced")));
        all.addAll(Arrays.asList(more));
        return all;
    }

    static ConfigurationOptionSetting property(String name, String value) {
        return option("aws:elasticbeanstalk:application:environment", name, value);
    }

    static ConfigurationOptionSetting command(String name, String value) {
        return option("aws:elasticbeanstalk:command", name, value);
    }

    /** An environment that is ready. */
    void environment(String name, @Nullable String label, int size, ConfigurationOptionSetting... more) {
        List<ConfigurationOptionSetting> all = options(more);
        all.add(option("aws:autoscaling:asg", "MinSize", Integer.toString(size)));
        all.add(option("aws:autoscaling:asg", "MaxSize", Integer.toString(size * 2)));
        beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName(name)
                .versionLabel(label)
                .solutionStackName(DOCKER)
                .optionSettings(all));
        untilReady(name);
        time.advance(Duration.ofMinutes(3));
    }

    void deploy(String name, String label) {
        beanstalk.updateEnvironment(u -> u.environmentName(name).versionLabel(label));
    }

    EnvironmentDescription describe(String name) {
        return beanstalk
                .describeEnvironments(d -> d.environmentNames(name).includeDeleted(true))
                .environments()
                .getFirst();
    }

    /** Moves time on until the environment is ready or terminated, an hour and a half at most. */
    EnvironmentDescription untilReady(String name) {
        for (int i = 0; i < 540; i++) {
            EnvironmentDescription now = describe(name);
            if (now.status() == EnvironmentStatus.READY || now.status() == EnvironmentStatus.TERMINATED) {
                return now;
            }
            time.advance(Duration.ofSeconds(10));
        }
        throw new AssertionError(name + " is still " + describe(name).status() + "; " + messages(name));
    }

    /** What happened, the oldest first. */
    List<String> messages(String name) {
        return beanstalk.describeEvents(d -> d.environmentName(name)).events().reversed().stream()
                .map(event -> event.severity() + " " + event.message())
                .toList();
    }

    List<EventDescription> events(String name) {
        return beanstalk.describeEvents(d -> d.environmentName(name)).events();
    }

    List<SingleInstanceHealth> instances(String name) {
        return beanstalk
                .describeInstancesHealth(d -> d.environmentName(name).attributeNamesWithStrings("All"))
                .instanceHealthList();
    }

    /** How many instances report which version and which outcome. */
    Map<String, Long> deployed(String name) {
        Map<String, Long> counts = new TreeMap<>();
        for (SingleInstanceHealth one : instances(name)) {
            counts.merge(
                    one.deployment() == null
                            ? "none"
                            : String.format(
                                    Locale.ROOT,
                                    "%s %s #%d",
                                    one.deployment().versionLabel(),
                                    one.deployment().status(),
                                    one.deployment().deploymentId()),
                    1L,
                    Long::sum);
        }
        return counts;
    }

    @Override
    public void close() {
        aws.close();
    }
}
