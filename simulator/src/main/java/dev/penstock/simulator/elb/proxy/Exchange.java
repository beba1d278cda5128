package dev.penstock.simulator.elb.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request that is passed on. */
final class Exchange {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    /** A server may answer while the last bytes of the request are on their way. */
    private static final Duration LAST_BYTES = Duration.ofSeconds(2);

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");

    private final HttpHead head;
    private final Framing framing;
    private final InputStream body;
    private final Route.Forward route;
    private @Nullable Thread sending;
    private volatile boolean sent = true;

    /** @param head as the client sent it */
    Exchange(HttpHead head, Framing framing, InputStream body, Route.Forward route) {
        this.head = head;
        this.framing = framing;
        this.body = body;
        this.route = route;
    }

    HttpHead head() {
        return head;
    }

    Route.Forward route() {
        return route;
    }

    /** Whether it does no harm to send it once more when a connection breaks off. */
    boolean mayBeRepeated() {
        return framing instanceof Framing.None && REPEATABLE.contains(head.first()) && !upgrades();
    }

    /** Whether the whole body has been sent, once the server's answer is there. */
    boolean isSent() {
        Thread under = sending;
        if (under != null) {
            try {
                under.join(LAST_BYTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return sent;
    }

    /**
     * Reads over the body of a request that could not be passed on.
     *
     * @return whether the client's connection can go on
     */
    boolean discard() throws IOException {
        if (sending != null) {
            return false;
        }
        body.transferTo(OutputStream.nullOutputStream());
        return head.keepsAlive();
    }

    /** Sends the request and waits for the head of the answer. */
    HttpHead ask(TargetConnection target) throws IOException {
        target.socket().setSoTimeout((int) Math.min(route.idle().toMillis(), Integer.MAX_VALUE));
        List<HttpHead.Header> further = new ArrayList<>();
        if (upgrades()) {
            further.add(new HttpHead.Header("Connection", "Upgrade"));
            further.add(new HttpHead.Header("Upgrade", head.header("upgrade").orElse("")));
        } else {
            further.add(new HttpHead.Header("Connection", "keep-alive"));
        }
        if (framing instanceof Framing.Chunked) {
            further.add(new HttpHead.Header("Transfer-Encoding", "chunked"));
        }
        HttpHead request =
                route.request().withoutHopByHop().without(Set.of("expect")).plus(further);
        new HttpHead(request.first(), request.second(), "HTTP/1.1", request.headers()).write(target.out());
        target.out().flush();
        if (!(framing instanceof Framing.None)) {
            send(target);
        }
        HttpHead answer = next(target);
        while (answer.status() < 200 && answer.status() != 101) {
            answer = next(target);
        }
        return answer;
    }

    private boolean upgrades() {
        return head.names("connection", "upgrade") && head.header("upgrade").isPresent();
    }

    /** Sends the body beside, as a server may answer before it has all of it. */
    private void send(TargetConnection target) {
        sent = false;
        sending = Thread.ofVirtual().name("elb-request-body").start(() -> {
            try {
                Framing.copy(body, target.out(), framing instanceof Framing.Chunked);
                sent = true;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a request's body broke off", e);
                target.close();
            }
        });
    }

    private static HttpHead next(TargetConnection target) throws IOException {
        return HttpHead.read(target.in())
                .orElseThrow(() -> new IOException("the server closed the connection without an answer"));
    }
}
