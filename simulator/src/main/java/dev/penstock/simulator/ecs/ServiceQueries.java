package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceResponse;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.Service;

/** Services, looked at. */
final class ServiceQueries {

    private final EcsStore ecs;
    private final Tags tags;
    private final ServiceView view;

    ServiceQueries(EcsStore ecs, Tags tags, ServiceView view) {
        this.ecs = ecs;
        this.tags = tags;
        this.view = view;
    }

    DescribeServicesResponse describe(Call call, DescribeServicesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        if (request.services().isEmpty()) {
            throw EcsErrors.invalid("Services cannot be empty.");
        }
        EcsErrors.atMost("Services", request.services().size(), 10);
        List<Service> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        boolean withTags = request.includeAsStrings().contains("TAGS");
        for (String name : request.services()) {
            ecs.service(cluster, name)
                    .ifPresentOrElse(
                            s -> found.add(withTags ? tagged(view.of(call, s)) : view.of(call, s)),
                            () -> failures.add(Clusters.missing(
                                    name.startsWith("arn:")
                                            ? name
                                            : call.caller().arn("ecs", "service/" + name))));
        }
        return DescribeServicesResponse.builder()
                .services(found)
                .failures(failures)
                .build();
    }

    ListServicesResponse list(Call call, ListServicesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        List<String> all = ecs.servicesIn(cluster).stream()
                .filter(s -> !s.status().equals("INACTIVE"))
                .filter(s -> request.launchTypeAsString() == null
                        || request.launchTypeAsString().equals(s.settings().launchTypeAsString()))
                .filter(s -> request.schedulingStrategyAsString() == null
                        || request.schedulingStrategyAsString()
                                .equals(s.settings().schedulingStrategyAsString()))
                .map(ServiceRecord::arn)
                .toList();
        int size = request.maxResults() == null ? 10 : request.maxResults();
        Page<String> page = Page.of(all, arn -> arn, request.nextToken(), size, 100);
        return ListServicesResponse.builder()
                .serviceArns(page.items())
                .nextToken(page.next())
                .build();
    }

    /** No service has a namespace: Service Connect is not simulated. */
    ListServicesByNamespaceResponse listByNamespace(Call call, ListServicesByNamespaceRequest request) {
        EcsErrors.required("namespace", request.namespace());
        return ListServicesByNamespaceResponse.builder().serviceArns(List.of()).build();
    }

    private Service tagged(Service service) {
        return service.toBuilder()
                .tags(Clusters.tags(tags, service.serviceArn()))
                .build();
    }
}
