package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.proxy.HttpHead;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/**
 * The headers by which targets learn of clients. Sources: ELB User Guide, "HTTP headers and Application Load Balancers",
 * "Request tracing for your Application Load Balancer".
 */
final class ForwardedHeaders {

    private static final String FOR = "X-Forwarded-For";
    private static final String TRACE = "X-Amzn-Trace-Id";

    private final AtomicLong traces = new AtomicLong();

    HttpHead add(Forwarding.Asked asked, Instant now) {
        HttpHead head = asked.head();
        if (asked.balancer().model().type() == LoadBalancerTypeEnum.NETWORK) {
            return head;
        }
        Listener listener = asked.listener().model();
        String source = asked.request().source().getHostAddress();
        String known = String.join(", ", head.values(FOR));
        head = switch (asked.balancer()
                .attributes()
                .getOrDefault("routing.http.xff_header_processing.mode", "append")) {
            case "preserve" -> head;
            case "remove" -> head.without(Set.of("x-forwarded-for"));
            default -> head.with(FOR, known.isEmpty() ? source : known + ", " + source);
        };
        return head.with("X-Forwarded-Proto", listener.protocolAsString().toLowerCase(Locale.ROOT))
                .with("X-Forwarded-Port", Integer.toString(listener.port()))
                .with(TRACE, trace(head.header(TRACE).orElse(""), now));
    }

    private String trace(String given, Instant now) {
        String id = String.format("1-%08x-%024x", now.getEpochSecond(), traces.incrementAndGet());
        if (given.isEmpty()) {
            return "Root=" + id;
        }
        boolean rooted = given.contains("Root=");
        return rooted ? "Self=" + id + ";" + given : "Root=" + id + ";" + given;
    }
}
