package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.server.Reply;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.server.Signature;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of wait condition handles, to which signals are put. They look like presigned ones of S3, and fail like
 * those. Source: CloudFormation User Guide, "Creating wait conditions in a template".
 */
final class WaitHandles implements Protocol {

    private static final String HOST = "cloudformation-waitcondition-";
    private static final Pattern STACK_AND_HANDLE =
            Pattern.compile("(?<stack>arn:[^/]+:stack/[^/]+/[^/]+)/(?<handle>[^/]+)");
    private static final Duration VALID = Duration.ofHours(24);
    private static final int LONGEST = 4096;

    private final Store store;
    private final StackStore stacks;
    private final Calendar calendar;
    private final Signals signals;

    /** A handle by its stack and its logical id. */
    record Place(String stackId, String logicalId) {}

    WaitHandles(Store store, StackStore stacks, Calendar calendar, Signals signals) {
        this.store = store;
        this.stacks = stacks;
        this.calendar = calendar;
        this.signals = signals;
    }

    /** The address of a handle. */
    static String address(String stackId, String logicalId, String region, Instant now, String signature) {
        String path = (stackId + "/" + logicalId).replace(":", "%3A").replace("/", "%2F");
        return "https://" + HOST + region + ".s3." + region + ".amazonaws.com/" + path + "?Expires="
                + now.plus(VALID).getEpochSecond() + "&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=" + signature;
    }

    /** The handle that an address is that of; empty when it is none. */
    static Optional<Place> at(String address) {
        int path = address.startsWith("https://") ? address.indexOf('/', "https://".length()) : -1;
        if (path < 0) {
            return Optional.empty();
        }
        int query = address.indexOf('?');
        return place(address.substring(path + 1, query < 0 ? address.length() : query));
    }

    private static Optional<Place> place(String path) {
        Matcher matcher = STACK_AND_HANDLE.matcher(Request.decode(path));
        return matcher.matches()
                ? Optional.of(new Place(matcher.group("stack"), matcher.group("handle")))
                : Optional.empty();
    }

    /** By the host of the address, or with the simulator's own address in front of that. */
    @Override
    public boolean speaks(Request request, Optional<Signature> signature) {
        return request.header("host").orElse("").startsWith(HOST)
                || request.path().startsWith("/" + HOST);
    }

    @Override
    public Reply answer(Request request, Optional<Signature> signature, String requestId) throws IOException {
        if (!request.method().equals("PUT")
                || !request.header("content-type").orElse("").isEmpty()) {
            throw ServiceError.of(
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. A signal is put,"
                            + " without a Content-Type.");
        }
        String path = request.path().substring(1);
        boolean inFront = path.startsWith(HOST);
        Optional<Place> place = place(inFront ? path.substring(path.indexOf('/') + 1) : path);
        byte[] body = request.body().readNBytes(LONGEST + 1);
        String expires = request.query().getOrDefault("Expires", "");
        store.transact(() -> {
            Place handle = place.filter(this::isThere).orElseThrow(WaitHandles::denied);
            if (expired(expires)) {
                throw ServiceError.of(403, "AccessDenied", "Request has expired");
            }
            send(handle, body);
            return handle;
        });
        return Reply.empty(200, Map.of());
    }

    private boolean isThere(Place place) {
        return stacks.resource(place.stackId(), place.logicalId())
                .filter(row -> row.type().equals(WaitConditions.Handle.TYPE) && row.isThere())
                .isPresent();
    }

    private static ServiceError denied() {
        return ServiceError.of(403, "AccessDenied", "Access Denied");
    }

    private boolean expired(String expires) {
        try {
            return calendar.now().isAfter(Instant.ofEpochSecond(Long.parseLong(expires)));
        } catch (NumberFormatException e) {
            throw denied();
        }
    }

    private void send(Place handle, byte[] body) {
        Map<String, JsonValue> signal = JsonValue.parse(new String(body, StandardCharsets.UTF_8))
                .filter(value -> body.length <= LONGEST)
                .filter(JsonValue.Structure.class::isInstance)
                .map(value -> ((JsonValue.Structure) value).members())
                .orElseThrow(() -> malformed("is no JSON object of at most " + LONGEST + " bytes"));
        String status = text(signal, "Status");
        String uniqueId = text(signal, "UniqueId");
        if (!status.equals("SUCCESS") && !status.equals("FAILURE")) {
            throw malformed("has a Status that is neither SUCCESS nor FAILURE: '" + status + "'");
        }
        if (uniqueId.isEmpty()) {
            throw malformed("has no UniqueId");
        }
        signals.send(new StackStore.SignalRow(
                handle.stackId(), handle.logicalId(), uniqueId, status, text(signal, "Data"), text(signal, "Reason")));
    }

    private static String text(Map<String, JsonValue> members, String name) {
        JsonValue value = members.get(name);
        return value == null ? "" : Differences.text(value);
    }

    private static ServiceError malformed(String how) {
        return ServiceError.of(400, "MalformedSignal", "The signal " + how + ".");
    }

    @Override
    public Reply error(Request request, ServiceError error, String requestId) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + error.code() + "</Code><Message>"
                + escaped(error.message()) + "</Message><RequestId>" + requestId + "</RequestId></Error>";
        return Reply.of(error.status(), "application/xml", xml.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
