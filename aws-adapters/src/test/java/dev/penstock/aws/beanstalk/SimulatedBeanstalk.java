package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.beanstalk.BundleLocation;
import dev.penstock.beanstalk.NewEnvironment;
import dev.penstock.beanstalk.NewVersion;
import dev.penstock.beanstalk.OptionName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** What environments need in a simulated account. */
public final class SimulatedBeanstalk {

    /** The role of instances, without which Beanstalk makes none. */
    public static final Map<OptionName, String> OPTIONS = Map.of(
            new OptionName("aws:autoscaling:launchconfiguration", "IamInstanceProfile"), "web",
            new OptionName("aws:elasticbeanstalk:environment", "LoadBalancerType"), "application",
            new OptionName("aws:elasticbeanstalk:healthreporting:system", "SystemType"), "enhanced",
            new OptionName("aws:autoscaling:asg", "MinSize"), "2",
            new OptionName("aws:autoscaling:asg", "MaxSize"), "4");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SimulatedBeanstalk() {}

    public static void prepare(SimulatedAccount account) {
        account.clients
                .iam(AwsScope.OWN, Use.CHANGE)
                .createInstanceProfile(profile -> profile.instanceProfileName("web"));
    }

    static BundleLocation bundle(SimulatedAccount account, String content) {
        return bundle(account, AwsScope.OWN, content);
    }

    static BundleLocation bundle(SimulatedAccount account, AwsScope scope, String content) {
        String bucket = account.clients
                .elasticBeanstalk(scope, Use.CHANGE)
                .createStorageLocation()
                .s3Bucket();
        account.clients
                .s3(scope, Use.CHANGE)
                .putObject(put -> put.bucket(bucket).key(content + ".zip"), RequestBody.fromBytes(archive(content)));
        return new BundleLocation(bucket, content + ".zip");
    }

    /** Makes an application with versions. */
    public static void application(SimulatedAccount account, AwsScope scope, String application, String... labels) {
        var environments = new BeanstalkEnvironments(account.clients);
        environments.createApplication(scope, application, Map.of());
        for (String label : labels) {
            environments.createVersion(
                    scope,
                    new NewVersion(
                            application, label, "", bundle(account, scope, application + "-" + label), Map.of()));
        }
        settle(account);
    }

    /** Makes an environment and waits until it is well. */
    public static void environment(
            SimulatedAccount account,
            AwsScope scope,
            String application,
            String name,
            String label,
            Map<OptionName, String> options) {
        environment(account, scope, application, name, label, options, Optional.empty());
        settle(account);
    }

    /** Begins to make an environment. */
    static void environment(
            SimulatedAccount account,
            AwsScope scope,
            String application,
            String name,
            String label,
            Map<OptionName, String> options,
            Optional<String> cnamePrefix) {
        var environments = new BeanstalkEnvironments(account.clients);
        String platform = environments.platforms(scope).stream()
                .filter(each -> !each.retired() && each.solutionStack().endsWith("running Docker"))
                .findFirst()
                .orElseThrow()
                .solutionStack();
        environments.create(
                scope,
                new NewEnvironment(
                        application,
                        name,
                        label,
                        Optional.of(platform),
                        Optional.empty(),
                        false,
                        cnamePrefix,
                        options,
                        Map.of()));
    }

    /** Lets time pass until nothing is under way. */
    static void settle(SimulatedAccount account) {
        assertThat(account.aws.time().awaitStill(PATIENCE)).isTrue();
    }

    /** What the Docker platform takes. */
    public static Map<String, String> files(String content) {
        return Map.of("Dockerfile", "FROM nginx\nEXPOSE 80\n", "index.html", content);
    }

    private static byte[] archive(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files(content)).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
