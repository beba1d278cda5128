package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.ListenerRow;
import dev.penstock.simulator.service.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

/** Operations on the attributes and the certificates of listeners. */
final class ListenerSettings {

    private static final int MOST_CERTIFICATES = 25;

    private final ElbStore rows;
    private final ListenerCalls listeners;

    ListenerSettings(ElbStore rows, ListenerCalls listeners) {
        this.rows = rows;
        this.listeners = listeners;
    }

    DescribeListenerAttributesResponse describeAttributes(Call call, DescribeListenerAttributesRequest request) {
        return DescribeListenerAttributesResponse.builder()
                .attributes(
                        attributes(listeners.row(call, request.listenerArn()).attributes()))
                .build();
    }

    ModifyListenerAttributesResponse modifyAttributes(Call call, ModifyListenerAttributesRequest request) {
        ListenerRow before = listeners.row(call, request.listenerArn());
        Map<String, String> values = new TreeMap<>(before.attributes());
        AttributeRules rules = AttributeRules.listener(
                before.model().loadBalancerArn().contains(":loadbalancer/net/")
                        ? LoadBalancerTypeEnum.NETWORK
                        : LoadBalancerTypeEnum.APPLICATION);
        request.attributes().forEach(attribute -> rules.set(values, attribute.key(), attribute.value()));
        change(call, before, new ListenerRow(before.model(), before.defaultRule(), values, before.certificates()));
        return ModifyListenerAttributesResponse.builder()
                .attributes(attributes(values))
                .build();
    }

    AddListenerCertificatesResponse addCertificates(Call call, AddListenerCertificatesRequest request) {
        ListenerRow before = secure(call, request.listenerArn());
        Set<String> all = new LinkedHashSet<>(before.certificates());
        request.certificates()
                .forEach(certificate ->
                        all.add(ElbErrors.required("certificates.certificateArn", certificate.certificateArn())));
        if (all.size() > MOST_CERTIFICATES) {
            throw ElbErrors.limit("TooManyCertificates", "certificates per load balancer");
        }
        change(call, before, withCertificates(before, all));
        return AddListenerCertificatesResponse.builder()
                .certificates(request.certificates().stream()
                        .map(c -> c.toBuilder().isDefault(false).build())
                        .toList())
                .build();
    }

    RemoveListenerCertificatesResponse removeCertificates(Call call, RemoveListenerCertificatesRequest request) {
        ListenerRow before = secure(call, request.listenerArn());
        Set<String> all = new LinkedHashSet<>(before.certificates());
        for (Certificate certificate : request.certificates()) {
            String arn = ElbErrors.required("certificates.certificateArn", certificate.certificateArn());
            if (before.model().certificates().stream().anyMatch(c -> arn.equals(c.certificateArn()))) {
                throw ElbErrors.notPermitted("Default certificate '" + arn + "' cannot be removed");
            }
            all.remove(arn);
        }
        change(call, before, withCertificates(before, all));
        return RemoveListenerCertificatesResponse.builder().build();
    }

    DescribeListenerCertificatesResponse describeCertificates(Call call, DescribeListenerCertificatesRequest request) {
        ListenerRow row = listeners.row(call, request.listenerArn());
        List<Certificate> all = new ArrayList<>();
        row.model()
                .certificates()
                .forEach(c -> all.add(c.toBuilder().isDefault(true).build()));
        row.certificates()
                .forEach(arn -> all.add(Certificate.builder()
                        .certificateArn(arn)
                        .isDefault(false)
                        .build()));
        var page = Paging.cut(all, Certificate::certificateArn, request.marker(), request.pageSize());
        return DescribeListenerCertificatesResponse.builder()
                .certificates(page.items())
                .nextMarker(page.next())
                .build();
    }

    private ListenerRow secure(Call call, String arn) {
        ListenerRow row = listeners.row(call, arn);
        if (!ListenerCalls.isSecure(row.model().protocol())) {
            throw ElbErrors.validation(
                    "Certificates cannot be specified for " + row.model().protocolAsString() + " listeners");
        }
        return row;
    }

    private static ListenerRow withCertificates(ListenerRow row, Set<String> certificates) {
        return new ListenerRow(row.model(), row.defaultRule(), row.attributes(), List.copyOf(certificates));
    }

    private void change(Call call, ListenerRow before, ListenerRow after) {
        if (!after.equals(before)) {
            rows.put(after);
            call.effect(after.model().listenerArn());
        }
    }

    private static List<ListenerAttribute> attributes(Map<String, String> values) {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> ListenerAttribute.builder()
                        .key(e.getKey())
                        .value(e.getValue())
                        .build())
                .toList();
    }
}
