package dev.penstock.simulator.elb;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Cipher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;

/**
 * The predefined security policies. Source: ELB User Guide, "Security policies for your Application Load Balancer".
 * They can be chosen and described; no TLS is spoken.
 */
final class SslPolicies {

    /** What a listener gets that names none. */
    static final String DEFAULT = "ELBSecurityPolicy-2016-08";

    /** All ciphers in AWS's order, each with the family by which policies take it. */
    private static final List<String> CIPHERS = List.of(
            "3 TLS_AES_128_GCM_SHA256",
            "3 TLS_AES_256_GCM_SHA384",
            "3 TLS_CHACHA20_POLY1305_SHA256",
            "G ECDHE-ECDSA-AES128-GCM-SHA256",
            "G ECDHE-RSA-AES128-GCM-SHA256",
            "C ECDHE-ECDSA-AES128-SHA256",
            "C ECDHE-RSA-AES128-SHA256",
            "S ECDHE-ECDSA-AES128-SHA",
            "S ECDHE-RSA-AES128-SHA",
            "G ECDHE-ECDSA-AES256-GCM-SHA384",
            "G ECDHE-RSA-AES256-GCM-SHA384",
            "C ECDHE-ECDSA-AES256-SHA384",
            "C ECDHE-RSA-AES256-SHA384",
            "S ECDHE-ECDSA-AES256-SHA",
            "S ECDHE-RSA-AES256-SHA",
            "R AES128-GCM-SHA256",
            "R AES128-SHA256",
            "O AES128-SHA",
            "R AES256-GCM-SHA384",
            "R AES256-SHA256",
            "O AES256-SHA");

    /**
     * A policy.
     *
     * @param protocols the newest first
     * @param families of its ciphers
     */
    private record Policy(List<String> protocols, String families) {}

    private static final List<String> FROM_1_2 = List.of("TLSv1.3", "TLSv1.2");
    private static final Map<String, Policy> ALL = policies();

    private SslPolicies() {}

    /** Checks that there is a policy of that name. */
    static void require(String name) {
        if (!ALL.containsKey(name)) {
            throw ServiceError.client("SSLPolicyNotFound", "SSL policy '" + name + "' not found");
        }
    }

    static DescribeSslPoliciesResponse describe(Call call, DescribeSslPoliciesRequest request) {
        List<String> names = List.copyOf(new LinkedHashSet<>(request.hasNames() ? request.names() : ALL.keySet()));
        names.forEach(SslPolicies::require);
        var page = Paging.cut(names, name -> name, request.marker(), request.pageSize());
        return DescribeSslPoliciesResponse.builder()
                .sslPolicies(page.items().stream().map(SslPolicies::described).toList())
                .nextMarker(page.next())
                .build();
    }

    private static SslPolicy described(String name) {
        Policy policy = ALL.getOrDefault(name, new Policy(List.of(), ""));
        List<Cipher> ciphers = new ArrayList<>();
        for (String cipher : CIPHERS) {
            if (policy.families().indexOf(cipher.charAt(0)) >= 0) {
                ciphers.add(Cipher.builder()
                        .name(cipher.substring(2))
                        .priority(ciphers.size() + 1)
                        .build());
            }
        }
        return SslPolicy.builder()
                .name(name)
                .sslProtocols(policy.protocols())
                .ciphers(ciphers)
                .supportedLoadBalancerTypes("application", "network")
                .build();
    }

    private static Map<String, Policy> policies() {
        Map<String, Policy> all = new LinkedHashMap<>();
        for (String form : List.of("2021-06", "PQ-2025-09")) {
            String start = "ELBSecurityPolicy-TLS13-1-";
            all.put(start + "3-" + form, new Policy(List.of("TLSv1.3"), "3"));
            all.put(start + "2-" + form, new Policy(FROM_1_2, "3GC"));
            all.put(start + "2-Res-" + form, new Policy(FROM_1_2, "3G"));
            all.put(start + "2-Ext1-" + form, new Policy(FROM_1_2, "3GCR"));
            all.put(start + "2-Ext2-" + form, new Policy(FROM_1_2, "3GCSRO"));
            all.put(start + "0-" + form, new Policy(List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"), "3GCSRO"));
        }
        all.put("ELBSecurityPolicy-TLS13-1-1-2021-06", new Policy(List.of("TLSv1.3", "TLSv1.2", "TLSv1.1"), "3GCSRO"));
        all.put(DEFAULT, new Policy(List.of("TLSv1.2", "TLSv1.1", "TLSv1"), "GCSRO"));
        all.put("ELBSecurityPolicy-TLS-1-1-2017-01", new Policy(List.of("TLSv1.2", "TLSv1.1"), "GCSRO"));
        all.put("ELBSecurityPolicy-TLS-1-2-2017-01", new Policy(List.of("TLSv1.2"), "GCR"));
        all.put("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", new Policy(List.of("TLSv1.2"), "GCSRO"));
        all.put("ELBSecurityPolicy-FS-1-2-Res-2020-10", new Policy(List.of("TLSv1.2"), "G"));
        return all;
    }
}
