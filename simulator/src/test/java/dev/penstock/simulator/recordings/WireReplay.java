package dev.penstock.simulator.recordings;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Makes the calls of scripts, each script in an AWS of its own, at the time when they were recorded. */
final class WireReplay {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\d+)\\.([^}]+)}");
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private final WireScript script;
    private final SimulatedTime time;
    private final WireClient client;
    private final List<Tree> answers = new ArrayList<>();

    private WireReplay(WireScript script, SimulatedTime time, SimulatedAws aws) {
        this.script = script;
        this.time = time;
        client = new WireClient(aws.endpoint());
    }

    /** Replays all scripts of a resource; fails with the differences of all. */
    static void all(Recording recording, String resource) {
        List<String> failures = new ArrayList<>();
        for (String line : WireScript.lines(resource)) {
            WireScript script = WireScript.parse(line);
            SimulatedTime time = SimulatedTime.stepped(script.at());
            try (SimulatedAws aws = SimulatedAws.builder().time(time).start()) {
                WireReplay replay = new WireReplay(script, time, aws);
                recording.test(script.test(), replay::play);
            } catch (AssertionError e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    private void play(Session session) {
        script.sort().forEach(session::sort);
        script.chance().forEach(session::chance);
        for (WireScript.Call call : script.calls()) {
            for (int i = 0; i < call.times(); i++) {
                play(call, Integer.toString(i), session);
            }
        }
    }

    private void play(WireScript.Call call, String count, Session session) {
        time.advance(call.after().plus(PAUSE));
        WireClient.Answer answer = client.send(request(call, count));
        Tree said = call.service().equals("s3") && !call.operation().isEmpty()
                ? WireAnswers.of(call, answer)
                : WireAnswers.other(call.operation(), answer);
        answers.add(said);
        call.labels()
                .forEach((label, path) -> session.matches(
                        label, path.startsWith("$") ? WireAnswers.plain(path.substring(1), answer) : at(said, path)));
    }

    private WireClient.Request request(WireScript.Call call, String count) {
        WireClient.Request request = call.request();
        String text = new String(request.body(), StandardCharsets.ISO_8859_1).replace("${i}", count);
        byte[] body = resolved(text, Function.identity()).getBytes(StandardCharsets.ISO_8859_1);
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name, header(value, body)));
        if (!call.accessKey().isEmpty()) {
            headers.put(
                    "authorization",
                    "AWS4-HMAC-SHA256 Credential=" + resolved(call.accessKey(), Function.identity()) + "/"
                            + DAY.format(script.at()) + "/" + call.region() + "/" + call.service()
                            + "/aws4_request, SignedHeaders=host, Signature=0");
        }
        String target = resolved(
                request.target().replace("${i}", count), value -> URLEncoder.encode(value, StandardCharsets.UTF_8));
        return new WireClient.Request(request.method(), target, headers, body);
    }

    /** A header's value; {@code ${crc32}} and {@code ${md5}} are digests of a body that is not known before. */
    private String header(String value, byte[] body) {
        return switch (value) {
            case "${crc32}" -> {
                CRC32 crc = new CRC32();
                crc.update(body);
                byte[] bytes =
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
                yield Base64.getEncoder().encodeToString(bytes);
            }
            case "${md5}" -> Base64.getEncoder().encodeToString(md5(body));
            default -> resolved(value, Function.identity());
        };
    }

    private static byte[] md5(byte[] body) {
        try {
            return MessageDigest.getInstance("MD5").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String resolved(String text, Function<String, String> encoding) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (reference.find()) {
            Tree value = at(answers.get(Integer.parseInt(reference.group(1))), reference.group(2));
            String said = value instanceof Tree.Text(String known) ? known : "missing";
            reference.appendReplacement(out, Matcher.quoteReplacement(encoding.apply(said)));
        }
        return reference.appendTail(out).toString();
    }

    /** What is at a path, steps separated by dots; {@code Nothing} where there is none. */
    private static Tree at(Tree tree, String path) {
        Tree here = tree;
        for (String step : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            here = switch (here) {
                case Tree.Structure structure -> structure.member(step).orElse(new Tree.Nothing());
                case Tree.Sequence(var items)
                when Integer.parseInt(step) < items.size() -> items.get(Integer.parseInt(step));
                default -> new Tree.Nothing();
            };
        }
        return here;
    }
}
