package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/** {@code AWS::ElasticLoadBalancingV2::LoadBalancer}: Ref is the ARN. It is made once it is active. */
final class ElbLoadBalancer extends ServiceHandler {

    static final String TYPE = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private static final int LOOK_AGAIN = 15;
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";
    private static final String ATTRIBUTES = "LoadBalancerAttributes";
    private static final String[] SUBNETS = {"Subnets", "SubnetMappings", "EnablePrefixForIpv6SourceNat"};

    ElbLoadBalancer() {
        super(TYPE, "elasticloadbalancing");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without(ATTRIBUTES)
                .with(NAME, given.text(NAME, ElbTags.name(context)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        CreateLoadBalancerRequest request =
                fill(CreateLoadBalancerRequest.builder(), asked).build();
        LoadBalancer made = call(context, request, CreateLoadBalancerResponse.class)
                .loadBalancers()
                .get(0);
        if (given.has(ATTRIBUTES)) {
            modify(context, made.loadBalancerArn(), given);
        }
        return working(made.loadBalancerArn(), attributes(made), LOOK_AGAIN);
    }

    private void modify(ResourceContext context, String arn, Properties given) {
        Properties attributes = given.only(ATTRIBUTES).renamed(ATTRIBUTES, "Attributes");
        call(
                context,
                fill(ModifyLoadBalancerAttributesRequest.builder(), attributes)
                        .loadBalancerArn(arn)
                        .build(),
                ModifyLoadBalancerAttributesResponse.class);
    }

    private static JsonValue.Structure attributes(LoadBalancer made) {
        String arn = made.loadBalancerArn();
        return Properties.of(attributes(
                        "LoadBalancerArn", arn,
                        "DNSName", made.dnsName(),
                        "CanonicalHostedZoneID", made.canonicalHostedZoneId(),
                        "LoadBalancerFullName", arn.substring(arn.indexOf("loadbalancer/") + "loadbalancer/".length()),
                        "LoadBalancerName", made.loadBalancerName()))
                .with("SecurityGroups", array(made.securityGroups()))
                .structure();
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        Optional<LoadBalancer> found = find(context, resource.physicalId());
        if (operation == Operation.DELETE) {
            return unchanged(resource);
        }
        LoadBalancer balancer = found.orElseThrow(() ->
                ServiceError.client("LoadBalancerNotFound", "Load balancer '" + resource.physicalId() + "' not found"));
        return balancer.state().code() == LoadBalancerStateEnum.PROVISIONING
                ? working(resource.physicalId(), resource.attributes(), LOOK_AGAIN)
                : new Progress.Done(resource.physicalId(), attributes(balancer));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, ATTRIBUTES) && asked.has(ATTRIBUTES)) {
            modify(context, arn, asked);
        }
        if (asked.changed(old, SUBNETS)) {
            call(
                    context,
                    fill(SetSubnetsRequest.builder(), asked.only(SUBNETS))
                            .loadBalancerArn(arn)
                            .build(),
                    SetSubnetsResponse.class);
        }
        if (asked.changed(old, "SecurityGroups")) {
            call(
                    context,
                    SetSecurityGroupsRequest.builder()
                            .loadBalancerArn(arn)
                            .securityGroups(asked.texts("SecurityGroups"))
                            .build(),
                    SetSecurityGroupsResponse.class);
        }
        if (asked.changed(old, "IpAddressType")) {
            call(
                    context,
                    SetIpAddressTypeRequest.builder()
                            .loadBalancerArn(arn)
                            .ipAddressType(asked.text("IpAddressType", "ipv4"))
                            .build(),
                    SetIpAddressTypeResponse.class);
        }
        ElbTags.change(this, context, arn, TagSet.change(context, old, asked, TAGS));
        return check(context, before, Operation.UPDATE);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteLoadBalancerRequest.builder()
                        .loadBalancerArn(resource.physicalId())
                        .build(),
                DeleteLoadBalancerResponse.class);
        return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String arn = resource.physicalId();
        return find(context, arn).map(balancer -> {
            Properties now = Properties.of(PropertyShapes.current(
                            given.renamed(NAME, "LoadBalancerName").structure(), balancer))
                    .renamed("LoadBalancerName", NAME)
                    .withGiven(TAGS, given, ElbTags.of(this, context, arn));
            if (given.has("Subnets")) {
                List<String> subnets = balancer.availabilityZones().stream()
                        .map(AvailabilityZone::subnetId)
                        .toList();
                now = now.with("Subnets", Properties.inOrder(given.elements("Subnets"), subnets));
            }
            if (given.has("SubnetMappings")) {
                now = now.with("SubnetMappings", new JsonValue.Array(given.elements("SubnetMappings")));
            }
            if (given.has(ATTRIBUTES)) {
                now = now.with(ATTRIBUTES, ElbTags.attributes(given.parts(ATTRIBUTES), held(context, arn)));
            }
            return now.structure();
        });
    }

    private Map<String, String> held(ResourceContext context, String arn) {
        Map<String, String> held = new HashMap<>();
        call(
                        context,
                        DescribeLoadBalancerAttributesRequest.builder()
                                .loadBalancerArn(arn)
                                .build(),
                        DescribeLoadBalancerAttributesResponse.class)
                .attributes()
                .forEach(attribute -> held.put(attribute.key(), attribute.value()));
        return held;
    }

    private Optional<LoadBalancer> find(ResourceContext context, String arn) {
        DescribeLoadBalancersRequest request =
                DescribeLoadBalancersRequest.builder().loadBalancerArns(arn).build();
        return find(context, request, DescribeLoadBalancersResponse.class)
                .flatMap(found -> found.loadBalancers().stream().findFirst());
    }
}
