package dev.penstock.aws.metric;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.metric.EnvironmentCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationMetrics;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstancesHealthAttribute;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.StatusCodes;

/**
 * Counts of enhanced health, by {@code DescribeInstancesHealth}: each instance with the label of its version.
 *
 * <p>Status codes are counts. The API's reference calls them percentages and {@code RequestCount} an average per second; the EB CLI,
 * AWS's own client, makes percentages of them by dividing by {@code RequestCount}, and requests per second by dividing that by ten.
 * The sum of the status codes is right whichever {@code RequestCount} is.
 */
public final class BeanstalkEnvironmentCounts implements EnvironmentCounts {

    private static final Duration USUAL = Duration.ofSeconds(10);

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public BeanstalkEnvironmentCounts(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public Refresh latest(AwsScope scope, String environment) {
        Map<String, Answers> answers = new HashMap<>();
        Instant refreshedAt = Instant.EPOCH;
        Duration covered = USUAL;
        Optional<String> token = Optional.empty();
        do {
            DescribeInstancesHealthResponse page = page(scope, environment, token);
            refreshedAt = page.refreshedAt() == null ? refreshedAt : page.refreshedAt();
            for (SingleInstanceHealth instance : page.instanceHealthList()) {
                @Nullable ApplicationMetrics metrics = instance.applicationMetrics();
                if (metrics != null) {
                    answers.merge(version(instance), answers(metrics.statusCodes()), Answers::plus);
                    covered = metrics.duration() == null || metrics.duration() < 1
                            ? covered
                            : Duration.ofSeconds(metrics.duration());
                }
            }
            token = Optional.ofNullable(page.nextToken()).filter(next -> !next.isEmpty());
        } while (token.isPresent());
        return new Refresh(refreshedAt, covered, answers);
    }

    private DescribeInstancesHealthResponse page(AwsScope scope, String environment, Optional<String> token) {
        DescribeInstancesHealthRequest.Builder request = DescribeInstancesHealthRequest.builder()
                .environmentName(environment)
                .attributeNames(
                        InstancesHealthAttribute.APPLICATION_METRICS,
                        InstancesHealthAttribute.DEPLOYMENT,
                        InstancesHealthAttribute.REFRESHED_AT);
        token.ifPresent(request::nextToken);
        return clients.call(
                "elasticbeanstalk:DescribeInstancesHealth",
                "count the answers of environment " + environment,
                () -> clients.elasticBeanstalk(scope, Use.READ).describeInstancesHealth(request.build()));
    }

    private static String version(SingleInstanceHealth instance) {
        return instance.deployment() == null || instance.deployment().versionLabel() == null
                ? ""
                : instance.deployment().versionLabel();
    }

    private static Answers answers(@Nullable StatusCodes codes) {
        return codes == null
                ? Answers.NONE
                : new Answers(
                        count(codes.status2xx()) + count(codes.status3xx()),
                        count(codes.status4xx()),
                        count(codes.status5xx()));
    }

    private static long count(@Nullable Integer count) {
        return count == null ? 0 : Math.max(0, count);
    }
}
