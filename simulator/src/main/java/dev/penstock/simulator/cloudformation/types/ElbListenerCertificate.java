package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

/** {@code AWS::ElasticLoadBalancingV2::ListenerCertificate}: Ref is a generated name, as of all resources without one. */
final class ElbListenerCertificate extends ServiceHandler {

    static final String TYPE = "AWS::ElasticLoadBalancingV2::ListenerCertificate";
    private static final String CERTIFICATES = "Certificates";

    ElbListenerCertificate() {
        super(TYPE, "elasticloadbalancing");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        add(context, Properties.of(properties));
        return done(context.generatedName(255));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, CERTIFICATES)) {
            add(context, asked);
            List<JsonValue> gone = new ArrayList<>(old.elements(CERTIFICATES));
            gone.removeAll(asked.elements(CERTIFICATES));
            remove(context, old.with(CERTIFICATES, new JsonValue.Array(gone)));
        }
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(context, Properties.of(resource.properties()));
        return unchanged(resource);
    }

    private void add(ResourceContext context, Properties asked) {
        AddListenerCertificatesRequest request =
                fill(AddListenerCertificatesRequest.builder(), asked).build();
        call(context, request, AddListenerCertificatesResponse.class);
    }

    private void remove(ResourceContext context, Properties asked) {
        if (!asked.elements(CERTIFICATES).isEmpty()) {
            RemoveListenerCertificatesRequest request =
                    fill(RemoveListenerCertificatesRequest.builder(), asked).build();
            remove(context, request, RemoveListenerCertificatesResponse.class);
        }
    }
}
