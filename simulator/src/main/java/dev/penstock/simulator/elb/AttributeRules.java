package dev.penstock.simulator.elb;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * Which attributes there are, what they are unless set, and what they may be. Source: ELB API Reference,
 * LoadBalancerAttribute, TargetGroupAttribute, ListenerAttribute.
 */
final class AttributeRules {

    private static final String SWITCH = "true|false";
    private static final String ANY = "";
    private static final String DAYS = "1-604800";

    /**
     * One attribute.
     *
     * @param otherwise its value unless set
     * @param allowed words and ranges of numbers, separated by bars; empty for anything
     */
    private record Rule(String otherwise, String allowed) {
        boolean allows(String value) {
            return allowed.isEmpty() || Arrays.stream(allowed.split("\\|", -1)).anyMatch(part -> fits(part, value));
        }

        private static boolean fits(String part, String value) {
            if (!part.matches("[0-9]+-[0-9]+")) {
                return part.equals(value);
            }
            String[] ends = part.split("-", 2);
            return value.matches("[0-9]{1,9}")
                    && Integer.parseInt(value) >= Integer.parseInt(ends[0])
                    && Integer.parseInt(value) <= Integer.parseInt(ends[1]);
        }

        String wording() {
            return allowed.matches("[0-9]+-[0-9]+")
                    ? "must be between '" + allowed + "' inclusive"
                    : "must be one of [" + allowed.replace("|", ", ") + "]";
        }
    }

    private static final List<String> STICKINESS = List.of("app_cookie", "lb_cookie", "source_ip");

    private final String kind;
    private final String protocol;
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    private AttributeRules(String kind, String protocol) {
        this.kind = kind;
        this.protocol = protocol;
    }

    private AttributeRules with(String key, String otherwise, String allowed) {
        rules.put(key, new Rule(otherwise, allowed));
        return this;
    }

    /** What all attributes are before any is set. */
    Map<String, String> defaults() {
        Map<String, String> values = new TreeMap<>();
        rules.forEach((key, rule) -> values.put(key, rule.otherwise()));
        return values;
    }

    /** Puts a value into {@code attributes}, if the attribute exists and may be that. */
    void set(Map<String, String> attributes, @Nullable String key, @Nullable String value) {
        Rule rule = rules.get(key == null ? "" : key);
        if (rule == null || key == null) {
            throw ElbErrors.validation(kind + " attribute key '" + key + "' is not recognized");
        }
        String given = value == null ? "" : value;
        if (key.equals("stickiness.type") && !rule.allows(given)) {
            throw ElbErrors.validation(
                    STICKINESS.contains(given)
                            ? "Stickiness type '" + given + "' is not supported for target groups with the " + protocol
                                    + " protocol"
                            : "'Stickiness type' must be one of [app_cookie, lb_cookie, source_ip]");
        } else if (!rule.allows(given)) {
            throw ElbErrors.validation("'" + key + "' value '" + given + "' " + rule.wording());
        }
        attributes.put(key, given);
    }

    static AttributeRules loadBalancer(LoadBalancerTypeEnum type) {
        AttributeRules all = new AttributeRules("Load balancer", "")
                .with("deletion_protection.enabled", "false", SWITCH)
                .with("access_logs.s3.enabled", "false", SWITCH)
                .with("access_logs.s3.bucket", "", ANY)
                .with("access_logs.s3.prefix", "", ANY)
                .with("ipv6.deny_all_igw_traffic", "false", SWITCH)
                .with("zonal_shift.config.enabled", "false", SWITCH);
        if (type == LoadBalancerTypeEnum.NETWORK) {
            return all.with("load_balancing.cross_zone.enabled", "false", SWITCH)
                    .with(
                            "dns_record.client_routing_policy",
                            "any_availability_zone",
                            "availability_zone_affinity|partial_availability_zone_affinity|any_availability_zone")
                    .with("secondary_ips.auto_assigned.per_subnet", "0", "0-7");
        }
        return all.with("load_balancing.cross_zone.enabled", "true", "true")
                .with("idle_timeout.timeout_seconds", "60", "1-4000")
                .with("client_keep_alive.seconds", "3600", "60-604800")
                .with("connection_logs.s3.enabled", "false", SWITCH)
                .with("connection_logs.s3.bucket", "", ANY)
                .with("connection_logs.s3.prefix", "", ANY)
                .with("routing.http.desync_mitigation_mode", "defensive", "monitor|defensive|strictest")
                .with("routing.http.drop_invalid_header_fields.enabled", "false", SWITCH)
                .with("routing.http.preserve_host_header.enabled", "false", SWITCH)
                .with("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", SWITCH)
                .with("routing.http.xff_client_port.enabled", "false", SWITCH)
                .with("routing.http.xff_header_processing.mode", "append", "append|preserve|remove")
                .with("routing.http2.enabled", "true", SWITCH)
                .with("waf.fail_open.enabled", "false", SWITCH);
    }

    static AttributeRules targetGroup(TargetGroup group) {
        String health = "target_group_health.";
        AttributeRules all = new AttributeRules("Target group", group.protocolAsString())
                .with("deregistration_delay.timeout_seconds", "300", "0-3600")
                .with("stickiness.enabled", "false", SWITCH)
                .with(
                        "load_balancing.cross_zone.enabled",
                        "use_load_balancer_configuration",
                        SWITCH + "|use_load_balancer_configuration")
                .with(health + "dns_failover.minimum_healthy_targets.count", "1", "off|1-1000")
                .with(health + "dns_failover.minimum_healthy_targets.percentage", "off", "off|1-100")
                .with(health + "unhealthy_state_routing.minimum_healthy_targets.count", "1", "1-1000")
                .with(health + "unhealthy_state_routing.minimum_healthy_targets.percentage", "off", "off|1-100");
        return isApplication(group) ? application(all) : network(all, group);
    }

    private static AttributeRules application(AttributeRules all) {
        return all.with("stickiness.type", "lb_cookie", "lb_cookie|app_cookie")
                .with("stickiness.lb_cookie.duration_seconds", "86400", DAYS)
                .with("stickiness.app_cookie.cookie_name", "", ANY)
                .with("stickiness.app_cookie.duration_seconds", "86400", DAYS)
                .with("slow_start.duration_seconds", "0", "0|30-900")
                .with(
                        "load_balancing.algorithm.type",
                        "round_robin",
                        "round_robin|least_outstanding_requests|weighted_random")
                .with("load_balancing.algorithm.anomaly_mitigation", "off", "on|off");
    }

    private static AttributeRules network(AttributeRules all, TargetGroup group) {
        boolean tcp = group.protocol() == ProtocolEnum.TCP || group.protocol() == ProtocolEnum.TLS;
        boolean keepsAddress = !(group.targetType() == TargetTypeEnum.IP && tcp);
        return all.with("stickiness.type", "source_ip", "source_ip")
                .with("deregistration_delay.connection_termination.enabled", Boolean.toString(!tcp), SWITCH)
                .with("preserve_client_ip.enabled", Boolean.toString(keepsAddress), SWITCH)
                .with("proxy_protocol_v2.enabled", "false", SWITCH)
                .with("target_health_state.unhealthy.connection_termination.enabled", Boolean.toString(tcp), SWITCH)
                .with("target_health_state.unhealthy.draining_interval_seconds", "0", "0-360000");
    }

    static AttributeRules listener(LoadBalancerTypeEnum type) {
        AttributeRules all = new AttributeRules("Listener", "");
        if (type == LoadBalancerTypeEnum.NETWORK) {
            return all.with("tcp.idle_timeout.seconds", "350", "60-6000");
        }
        String response = "routing.http.response.";
        all.with(response + "server.enabled", "true", SWITCH);
        for (String header : ListenerCalls.ADDED_HEADERS.keySet()) {
            all.with(header, "", ANY);
        }
        return all;
    }

    /** Whether a target group is for application load balancers. */
    static boolean isApplication(TargetGroup group) {
        return group.protocol() == ProtocolEnum.HTTP || group.protocol() == ProtocolEnum.HTTPS;
    }
}
