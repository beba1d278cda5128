package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceLog;
import dev.penstock.simulator.beanstalk.instance.InstanceRuntime;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentInfoDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.RequestEnvironmentInfoRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.RequestEnvironmentInfoResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.RetrieveEnvironmentInfoRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.RetrieveEnvironmentInfoResponse;

/**
 * Logs of instances on request: their last lines, or all of them in an archive, in the account's bucket. Source: Developer
 * Guide, "Viewing logs from Amazon EC2 instances".
 */
final class EnvironmentInfo {

    private static final String PULL = "beanstalk.pull";

    /** How long it takes, as users see it. */
    private static final Duration PULLING = Duration.ofSeconds(6);

    /** How long what was pulled can be had. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private static final int LINES = 100;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private record Asked(String environmentId, String type, String requestId, String principal, String userId) {}

    private record Pulled(String environmentId, String type, String instance, Instant at, String key) {}

    private final BeanstalkStore store;
    private final Events events;
    private final Calendar calendar;
    private final InstanceRuntime runtime;
    private final ObjectAccess objects;
    private final Blobs blobs;
    private final Supplier<URI> endpoint;
    private final Table<Asked> asked;
    private final Table<Pulled> pulled;

    EnvironmentInfo(
            Store state,
            BeanstalkStore store,
            Events events,
            Calendar calendar,
            InstanceRuntime runtime,
            ObjectAccess objects,
            Supplier<URI> endpoint) {
        this.store = store;
        this.events = events;
        this.calendar = calendar;
        this.runtime = runtime;
        this.objects = objects;
        this.blobs = state.blobs();
        this.endpoint = endpoint;
        asked = state.table("beanstalk.infoAsked", Asked.class);
        pulled = state.table("beanstalk.infoPulled", Pulled.class);
        calendar.on(PULL, this::pull);
    }

    void declare(Operations all) {
        all.operation("RequestEnvironmentInfo", RequestEnvironmentInfoRequest::builder, this::request)
                .operation("RetrieveEnvironmentInfo", RetrieveEnvironmentInfoRequest::builder, this::retrieve);
    }

    private static String type(String given) {
        if (!List.of("tail", "bundle").contains(given)) {
            throw given.equals("analyze")
                    ? ServiceError.notSimulated("the info type analyze", "tail and bundle")
                    : BeanstalkErrors.invalid("Invalid InfoType: '" + given + "'. It must be tail or bundle.");
        }
        return given;
    }

    private RequestEnvironmentInfoResponse request(Call call, RequestEnvironmentInfoRequest request) {
        if (request.infoTypeAsString() == null) {
            throw BeanstalkErrors.missing("InfoType");
        }
        EnvironmentRow row = store.require(call, request.environmentId(), request.environmentName());
        String type = type(request.infoTypeAsString());
        String key = row.id() + "/" + type;
        asked.put(
                key,
                new Asked(
                        row.id(),
                        type,
                        call.requestId(),
                        call.caller().principal(),
                        call.caller().userId()));
        call.effect(row.arn());
        events.caused(row, "INFO", "requestEnvironmentInfo is starting.", call.requestId());
        calendar.enter(PULL, key, call.now().plus(PULLING));
        return RequestEnvironmentInfoResponse.builder().build();
    }

    private void pull(String key) {
        asked.get(key).ifPresent(request -> {
            asked.remove(key);
            store.environment(request.environmentId())
                    .filter(row -> !row.isTerminated())
                    .ifPresent(row -> pull(row, request));
        });
    }

    private void pull(EnvironmentRow row, Asked request) {
        Caller caller = new Caller(row.account(), row.region(), request.principal(), request.userId());
        boolean tail = request.type().equals("tail");
        for (InstanceRow instance : store.instances(row)) {
            List<InstanceLog> logs = runtime.logs(instance.instance());
            String stamp = Long.toString(calendar.now().toEpochMilli());
            String place = "resources/environments/logs/" + request.type() + "/" + row.id() + "/" + instance.id() + "/"
                    + (tail ? "TailLogs-" : "BundleLogs-") + stamp + (tail ? ".out" : ".zip");
            byte[] contents = tail ? tail(logs) : zip(logs);
            objects.put(
                    caller,
                    calendar.now(),
                    StorageLocation.bucket(row.account(), row.region()),
                    place,
                    blobs.store(contents));
            pulled.put(
                    row.id() + "/" + request.type() + "/" + instance.id(),
                    new Pulled(row.id(), request.type(), instance.id(), calendar.now(), place));
            events.caused(
                    row,
                    "INFO",
                    "[Instance: " + instance.id() + "] Successfully finished " + (tail ? "tailing " : "bundling ")
                            + logs.size() + " log(s)",
                    request.requestId());
        }
        events.caused(row, "INFO", "Pulled logs for environment instances.", request.requestId());
    }

    private static byte[] tail(List<InstanceLog> logs) {
        StringBuilder out = new StringBuilder();
        for (InstanceLog log : logs) {
            List<String> lines = log.text().lines().toList();
            out.append("----------------------------------------\n")
                    .append(log.path())
                    .append("\n----------------------------------------\n");
            lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                    .forEach(line -> out.append(line).append('\n'));
            out.append("\n\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(List<InstanceLog> logs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (InstanceLog log : logs) {
                ZipEntry entry = new ZipEntry(log.path().replaceFirst("^/", ""));
                entry.setTime(0);
                out.putNextEntry(entry);
                out.write(log.text().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private RetrieveEnvironmentInfoResponse retrieve(Call call, RetrieveEnvironmentInfoRequest request) {
        if (request.infoTypeAsString() == null) {
            throw BeanstalkErrors.missing("InfoType");
        }
        EnvironmentRow row = store.require(call, request.environmentId(), request.environmentName());
        String type = type(request.infoTypeAsString());
        List<EnvironmentInfoDescription> found = pulled.under(row.id() + "/" + type + "/").values().stream()
                .filter(one -> one.at().plus(KEPT).isAfter(call.now()))
                .map(one -> EnvironmentInfoDescription.builder()
                        .infoType(type)
                        .ec2InstanceId(one.instance())
                        .sampleTimestamp(one.at())
                        .message(url(row, one))
                        .build())
                .toList();
        return RetrieveEnvironmentInfoResponse.builder().environmentInfo(found).build();
    }

    /** A presigned address of the log. */
    private String url(EnvironmentRow row, Pulled log) {
        String date = STAMP.format(log.at());
        return endpoint.get() + "/" + StorageLocation.bucket(row.account(), row.region()) + "/" + log.key()
                + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + row.account() + "%2F" + date.substring(0, 8)
                + "%2F" + row.region() + "%2Fs3%2Faws4_request&X-Amz-Date=" + date + "&X-Amz-Expires="
                + KEPT.toSeconds() + "&X-Amz-SignedHeaders=host&X-Amz-Signature=0";
    }
}
