package dev.penstock.testing;

import dev.penstock.traffic.WebProbe;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Web servers that answer 200, or what was {@linkplain #answer said}. */
public final class FakeWebProbe implements WebProbe {

    private final List<URI> asked = new ArrayList<>();
    private final Deque<Answer> next = new ArrayDeque<>();
    private Answer otherwise = new Answer.Status(200);

    /** Lets the next request have this answer; one after the other where there are several. */
    public synchronized void answer(Answer answer) {
        next.add(answer);
    }

    /** Lets all further requests have this answer. */
    public synchronized void answerAlways(Answer answer) {
        otherwise = answer;
    }

    /** The pages that were asked for. */
    public synchronized List<URI> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Answer get(URI page) {
        asked.add(page);
        return next.isEmpty() ? otherwise : next.removeFirst();
    }
}
