package dev.penstock.aws.ecs;

import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Users who ask a page at a steady pace of simulated time, and count what they get: {@code status body}, or {@code failed …}. Who was
 * late asks at once, so that a machine that halts for a moment changes nothing of the pace as a whole.
 */
final class PacedLoad implements AutoCloseable {

    private static final int USERS = 16;

    private final SimulatedTime time;
    private final Duration pause;
    private final HttpRequest request;
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> users;
    private volatile boolean ended;

    /**
     * Begins at once.
     *
     * @param perMinute how many requests there are in a simulated minute
     */
    PacedLoad(SimulatedTime time, URI page, int perMinute) {
        this.time = time;
        this.pause = Duration.ofMinutes(1).multipliedBy(USERS).dividedBy(perMinute);
        this.request = HttpRequest.newBuilder(page).build();
        Instant begin = time.now();
        this.users = IntStream.range(0, USERS)
                .mapToObj(user -> Thread.ofVirtual()
                        .name("user-" + user)
                        .start(() -> ask(begin.plus(pause.multipliedBy(user).dividedBy(USERS)))))
                .toList();
    }

    /** Waits for a simulated time. */
    static void pass(SimulatedTime time, Instant until) {
        try (SimulatedTime.Busy here = time.busy()) {
            boolean unused = time.sleeper().sleepUntil(until);
        }
    }

    private void ask(Instant first) {
        Instant due = first;
        while (!ended) {
            pass(time, due);
            count();
            due = due.plus(pause);
        }
    }

    private void count() {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            count(answer.statusCode() + " " + answer.body().strip());
        } catch (IOException e) {
            count("failed " + e.getMessage());
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    private void count(String what) {
        answers.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    /** How many answers there were of each kind. */
    Map<String, Long> counts() {
        return answers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum(), Long::sum, TreeMap::new));
    }

    /** What is answered from now on, until there were so many answers. */
    Map<String, Long> next(long number) {
        Map<String, Long> before = counts();
        long until = sum(before) + number;
        while (sum(counts()) < until) {
            pass(time, time.now().plus(pause));
        }
        Map<String, Long> more = counts();
        before.forEach((what, count) -> more.merge(what, -count, Long::sum));
        more.values().removeIf(count -> count == 0);
        return more;
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread user : users) {
            user.join();
        }
        client.close();
    }
}
