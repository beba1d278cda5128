package dev.penstock.aws.beanstalk;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Users who ask a host for its page without a pause, and count what they get. */
final class LoadClient implements AutoCloseable {

    private static final int USERS = 4;

    private final Map<String, LongAdder> pages = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final HttpClient client;
    private final List<Thread> users;

    /**
     * Begins at once.
     *
     * @param listener where the load balancer's listener listens on this machine
     */
    LoadClient(URI listener, String host) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(listener.getHost(), listener.getPort())))
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + host + "/")).build();
        users = IntStream.range(0, USERS)
                .mapToObj(user -> Thread.ofVirtual().name("user-" + user).start(() -> ask(request)))
                .toList();
    }

    private void ask(HttpRequest request) {
        while (!stopped.get()) {
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    pages.computeIfAbsent(answer.body().strip(), page -> new LongAdder())
                            .increment();
                } else {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How often a page was served. */
    long served(String page) {
        return pages.getOrDefault(page, new LongAdder()).sum();
    }

    /** What was not a page. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped.set(true);
        for (Thread user : users) {
            user.join();
        }
        client.close();
    }
}
