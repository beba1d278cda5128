package dev.penstock.simulator.page;

import dev.penstock.simulator.elb.DataPlane;
import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.lambda.InvocationTraffic;
import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.server.Reply;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.server.Signature;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Everything under {@value #ROOT}. */
public final class ControlPages implements Protocol {

    /** Where it begins. No bucket has such a name. */
    public static final String ROOT = "/_penstock/";

    private static final String WITHOUT_SLASH = "/_penstock";

    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int MOST_EFFECTS = 1000;

    private static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    private final TimePages time;
    private final FaultPages faults;
    private final TrafficPages traffic;
    private final Effects effects;
    private final Overview overview;
    private final Supplier<List<DataPlane.Address>> listeners;
    private final Runnable reset;
    private @Nullable HtmlPage page;

    /**
     * @param requests at load balancers that nobody sends
     * @param invocations of functions that nobody asks for
     * @param services that the page shows
     * @param listeners where load balancers listen on this machine
     * @param reset makes the simulator begin anew
     */
    public ControlPages(
            Store store,
            SimulatedTime time,
            Effects effects,
            Faults faults,
            Traffic requests,
            InvocationTraffic invocations,
            List<ServiceDefinition> services,
            Supplier<List<DataPlane.Address>> listeners,
            Runnable reset) {
        this.time = new TimePages(time);
        this.faults = new FaultPages(faults, time);
        this.traffic = new TrafficPages(requests, invocations);
        this.effects = effects;
        this.overview = new Overview(store, time, effects, services);
        this.listeners = listeners;
        this.reset = reset;
    }

    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return request.path().startsWith(ROOT) || request.path().equals(WITHOUT_SLASH);
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        if (request.path().equals(WITHOUT_SLASH)) {
            return Reply.empty(308, Map.of("Location", ROOT));
        }
        String what = request.path().substring(ROOT.length());
        Guard.check(request, what.isEmpty());
        return switch (request.method()) {
            case "GET", "HEAD" -> get(what, request);
            case "POST" -> post(what, body(request));
            default -> throw ServiceError.of(405, "MethodNotAllowed", "Only GET and POST are possible here.");
        };
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        return json(error.status(), out -> {
            out.writeStringProperty("code", error.code());
            out.writeStringProperty("message", error.message());
        });
    }

    private Reply get(String what, Request request) {
        return switch (what) {
            case "" -> page().reply();
            case "state" ->
                json(200, out -> {
                    out.writeName("time");
                    out.writeStartObject();
                    time.write(out);
                    out.writeEndObject();
                    overview.write(out);
                });
            case "time" -> json(200, time::write);
            case "traffic" -> json(200, traffic::write);
            case "faults" -> json(200, faults::write);
            case "effects" -> json(200, out -> writeEffects(out, request));
            case "listeners" -> json(200, this::writeListeners);
            default -> throw unknown(what);
        };
    }

    /** Read when it is first asked for: most simulators show it to nobody. */
    private synchronized HtmlPage page() {
        if (page == null) {
            page = HtmlPage.load();
        }
        return page;
    }

    private Reply post(String what, byte[] body) {
        if (what.startsWith("faults")) {
            faults.change(what, body);
            return json(200, faults::write);
        }
        if (what.equals("traffic")) {
            traffic.change(body);
            return json(200, traffic::write);
        }
        if (what.equals("reset")) {
            reset.run();
        } else {
            time.change(what, body);
        }
        return json(200, time::write);
    }

    private void writeEffects(JsonGenerator out, Request request) {
        long after = number(request, "after", 0);
        long limit = Math.clamp(number(request, "limit", MOST_EFFECTS), 1, MOST_EFFECTS);
        List<Effect> following = effects.after(after, (int) limit);
        out.writeName("effects");
        out.writeStartArray();
        following.forEach(effect -> write(out, effect));
        out.writeEndArray();
        out.writeNumberProperty("count", effects.count());
    }

    private void writeListeners(JsonGenerator out) {
        out.writeName("listeners");
        out.writeStartArray();
        for (DataPlane.Address listener : listeners.get()) {
            out.writeStartObject();
            out.writeStringProperty("listenerArn", listener.listenerArn());
            out.writeStringProperty("loadBalancerArn", listener.loadBalancerArn());
            out.writeStringProperty("loadBalancerName", listener.loadBalancerName());
            out.writeStringProperty("dnsName", listener.dnsName());
            out.writeStringProperty("protocol", listener.protocol());
            out.writeNumberProperty("port", listener.port());
            out.writeStringProperty("address", "127.0.0.1:" + listener.here().getPort());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static void write(JsonGenerator out, Effect effect) {
        out.writeStartObject();
        out.writeNumberProperty("number", effect.number());
        out.writeStringProperty("at", effect.at().toString());
        out.writeStringProperty("account", effect.account());
        out.writeStringProperty("region", effect.region());
        out.writeStringProperty("service", effect.service());
        out.writeStringProperty("operation", effect.operation());
        out.writeStringProperty("resource", effect.resource());
        out.writeStringProperty("token", effect.token());
        out.writeEndObject();
    }

    private static long number(Request request, String name, long otherwise) {
        String text = request.query().getOrDefault(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,15}")) {
            throw Body.wrong("'" + name + "' must be a whole number.");
        }
        return Long.parseLong(text);
    }

    private static byte[] body(Request request) throws IOException {
        byte[] bytes = request.body().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw ServiceError.of(413, "TooLarge", "The body is larger than 1 MiB.");
        }
        return bytes;
    }

    static ServiceError unknown(String what) {
        return ServiceError.of(
                404, "NotFound", "There is nothing at " + ROOT + what + ". docs/simulator.md lists what there is.");
    }

    private static Reply json(int status, Consumer<JsonGenerator> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
        }
        bytes.write('\n');
        return Reply.of(status, "application/json", bytes.toByteArray(), HEADERS);
    }
}
