package dev.penstock.simulator.ecs;

import dev.penstock.simulator.ecs.EcsStore.InstanceRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/** The attributes of container instances. */
final class Attributes {

    private final EcsStore ecs;

    Attributes(EcsStore ecs) {
        this.ecs = ecs;
    }

    PutAttributesResponse put(Call call, PutAttributesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        EcsErrors.atMost("attributes", request.attributes().size(), 10);
        for (Attribute attribute : request.attributes()) {
            String name = EcsErrors.required("name", attribute.name());
            change(call, cluster, attribute.targetId(), all -> {
                List<Attribute> next = new ArrayList<>(
                        all.stream().filter(a -> !a.name().equals(name)).toList());
                next.add(Attribute.builder().name(name).value(attribute.value()).build());
                return next;
            });
        }
        return PutAttributesResponse.builder().attributes(request.attributes()).build();
    }

    DeleteAttributesResponse delete(Call call, DeleteAttributesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        EcsErrors.atMost("attributes", request.attributes().size(), 10);
        for (Attribute attribute : request.attributes()) {
            String name = EcsErrors.required("name", attribute.name());
            change(
                    call,
                    cluster,
                    attribute.targetId(),
                    all -> all.stream().filter(a -> !a.name().equals(name)).toList());
        }
        return DeleteAttributesResponse.builder()
                .attributes(request.attributes())
                .build();
    }

    ListAttributesResponse list(Call call, ListAttributesRequest request) {
        String cluster = ecs.cluster(call, request.cluster()).clusterArn();
        if (!"container-instance".equals(request.targetTypeAsString())) {
            throw EcsErrors.invalid("targetType must be container-instance.");
        }
        List<Attribute> all = new ArrayList<>();
        for (InstanceRow row : ecs.instancesIn(cluster)) {
            for (Attribute attribute : row.instance().attributes()) {
                boolean asked = (request.attributeName() == null
                                || request.attributeName().equals(attribute.name()))
                        && (request.attributeValue() == null
                                || request.attributeValue().equals(attribute.value()));
                if (asked) {
                    all.add(attribute.toBuilder()
                            .targetId(row.instance().containerInstanceArn())
                            .build());
                }
            }
        }
        all.sort(Comparator.comparing(Attributes::key));
        Page<Attribute> page = Page.of(all, Attributes::key, request.nextToken(), request.maxResults(), 100);
        return ListAttributesResponse.builder()
                .attributes(page.items())
                .nextToken(page.next())
                .build();
    }

    private void change(Call call, String cluster, @Nullable String target, UnaryOperator<List<Attribute>> change) {
        String arn = ContainerInstances.arn(cluster, EcsErrors.required("targetId", target));
        InstanceRow row = ecs.instances
                .get(arn)
                .orElseThrow(() ->
                        ServiceError.client("TargetNotFoundException", "The specified target wasn't found: " + target));
        ecs.instances.put(
                arn,
                new InstanceRow(
                        row.instance().toBuilder()
                                .attributes(change.apply(row.instance().attributes()))
                                .build(),
                        cluster));
        call.effect(arn);
        ecs.servicesIn(cluster).stream().filter(ServiceRecord::active).forEach(s -> ecs.wake(s.arn()));
    }

    private static String key(Attribute attribute) {
        return attribute.targetId() + " " + attribute.name();
    }
}
