package dev.penstock.simulator.page;

import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.lambda.InvocationTraffic;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/** Traffic without clients: begun, changed, looked at. One flow for each listener and each function. */
final class TrafficPages {

    /** The same numbers each time. */
    private static final long SEED = 42;

    private final Traffic requests;
    private final InvocationTraffic invocations;

    TrafficPages(Traffic requests, InvocationTraffic invocations) {
        this.requests = requests;
        this.invocations = invocations;
    }

    /** Does what a {@code POST} to {@code traffic} asks. */
    void change(byte[] body) {
        Body asked = Body.read(body, Set.of("target", "perSecond"));
        String target = asked.text("target", "the ARN of a listener, a load balancer or a function");
        double rate = asked.number("perSecond");
        try {
            if (target.contains(":lambda:")) {
                invocations
                        .of(target)
                        .ifPresentOrElse(flow -> flow.perSecond(rate), () -> invocations.start(target, rate, SEED));
            } else {
                requests.of(target)
                        .ifPresentOrElse(
                                flow -> flow.perSecond(rate),
                                () -> requests.start(target, Traffic.Requests.ROOT, rate, SEED));
            }
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private static ServiceError wrong(IllegalArgumentException e) {
        return Body.wrong("This traffic is not possible: " + e.getMessage() + ".");
    }

    /** Writes what came of all flows. */
    void write(JsonGenerator out) {
        out.writeName("flows");
        out.writeStartArray();
        requests.flows().forEach((listener, flow) -> {
            Traffic.Answers answers = flow.answers();
            out.writeStartObject();
            out.writeStringProperty("target", listener);
            out.writeNumberProperty("requests", answers.requests());
            Map<String, Long> byStatus = new TreeMap<>();
            answers.byStatus().forEach((status, count) -> byStatus.put(String.valueOf(status), count));
            counts(out, "byStatus", byStatus);
            counts(out, "byTargetGroup", answers.byTargetGroup());
            out.writeNumberProperty("leftOut", answers.leftOut());
            out.writeEndObject();
        });
        invocations.flows().forEach((function, flow) -> {
            InvocationTraffic.Answers answers = flow.answers();
            out.writeStartObject();
            out.writeStringProperty("target", function);
            counts(out, "executed", answers.executed());
            counts(out, "failed", answers.failed());
            out.writeNumberProperty("leftOut", answers.leftOut());
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    private static void counts(JsonGenerator out, String name, Map<String, Long> counts) {
        out.writeName(name);
        out.writeStartObject();
        new TreeMap<>(counts).forEach(out::writeNumberProperty);
        out.writeEndObject();
    }
}
