package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of queues: {@code http://127.0.0.1:4566/queue/us-east-1/111122223333/orders}. Account and region stand in the
 * path, so a URL means the same queue whichever port the simulator listens on, and whoever asks.
 *
 * @param account that a URL names
 * @param region that a URL names
 * @param name of the queue
 */
public record QueueAddress(String account, String region, String name) {

    private static final String PATH = "queue";
    private static final Pattern HOST =
            Pattern.compile("(?:https?://)?(?:sqs\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\..*");

    /**
     * The URL of a queue, at the address to which the caller spoke.
     *
     * @param endpoint the simulator's own address, for callers that did not say where they think it is
     */
    static String url(Call call, Supplier<URI> endpoint, Queue queue) {
        String base = call.header("host")
                .filter(host -> !host.isBlank())
                .map(host -> "http://" + host)
                .orElseGet(() -> endpoint.get().toString());
        return base + "/" + PATH + "/" + queue.region() + "/" + queue.account() + "/" + queue.name();
    }

    /**
     * Reads a URL, AWS's own too, or the name of a queue of the caller's, which AWS takes as well.
     *
     * @return empty when there is no text; without a name when it is the address of a host alone
     */
    public static Optional<QueueAddress> parse(Caller caller, @Nullable String url) {
        String text = url == null ? "" : url.replaceFirst("\\?.*", "");
        Matcher host = HOST.matcher(text);
        boolean regional = host.matches();
        List<String> parts = Stream.of(text.replaceFirst("^https?://[^/]*", "").split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
        int count = parts.size();
        if (count == 0) {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new QueueAddress(caller.account(), caller.region(), ""));
        }
        String account = count > 1 ? parts.get(count - 2) : caller.account();
        String region = caller.region();
        if (count > 3 && parts.get(count - 4).equals(PATH)) {
            region = parts.get(count - 3);
        } else if (regional) {
            region = host.group(1) == null ? host.group(2) : host.group(1);
        }
        return Optional.of(new QueueAddress(account, region, parts.getLast()));
    }

    /** The ARN of the queue. */
    public String arn() {
        return Queue.arn(account, region, name);
    }
}
