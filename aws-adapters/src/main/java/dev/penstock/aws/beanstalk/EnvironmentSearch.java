package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;

/** Looks for an environment in all Regions of the partition that have Elastic Beanstalk, in all at once. */
final class EnvironmentSearch {

    private static final int PATIENCE_SECONDS = 20;

    private final AwsClients clients;
    private final BeanstalkReads reads;

    EnvironmentSearch(AwsClients clients) {
        this.clients = clients;
        this.reads = new BeanstalkReads(clients);
    }

    /** The Regions other than the scope's own that have an environment of that name, in order of their names. */
    List<String> regionsOf(AwsScope scope, String name) {
        Region own = clients.elasticBeanstalk(scope, Use.READ)
                .serviceClientConfiguration()
                .region();
        PartitionMetadata partition = PartitionMetadata.of(own);
        List<Callable<Optional<String>>> looks = ElasticBeanstalkClient.serviceMetadata().regions().stream()
                .filter(region -> !region.equals(own)
                        && !region.isGlobalRegion()
                        && PartitionMetadata.of(region).id().equals(partition.id()))
                .map(region -> look(new AwsScope(Optional.of(region.id()), scope.roleArns()), region, name))
                .toList();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("environment-search-", 0).factory())) {
            return threads.invokeAll(looks, PATIENCE_SECONDS, TimeUnit.SECONDS).stream()
                    .flatMap(found -> answered(found).stream())
                    .sorted()
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Callable<Optional<String>> look(AwsScope scope, Region region, String name) {
        return () -> reads.named(scope, name).isEmpty() ? Optional.empty() : Optional.of(region.id());
    }

    /** A Region that is not enabled, forbidden or slow is no place to find anything in. */
    private static Optional<String> answered(Future<Optional<String>> look) {
        try {
            return look.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RemoteCallException) {
                return Optional.empty();
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
