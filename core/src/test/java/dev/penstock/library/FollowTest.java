package dev.penstock.library;

import static dev.penstock.library.PenstockFixture.approval;
import static dev.penstock.library.PenstockFixture.count;
import static dev.penstock.library.PenstockFixture.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.ExecutionNews;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.testing.InMemoryJournal;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FollowTest {

    @TempDir
    Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();
    private PenstockFixture fixture;

    @BeforeEach
    void open() {
        fixture = new PenstockFixture(journal, folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void tellsEachFactOnceInItsOrderAndEndsWithTheOutcome() throws Exception {
        ExecutionId id = fixture.start(stage("A", count("one")), stage("B", approval("ask")), stage("C", count("two")));
        Collecting subscriber = follow(id, 0);
        awaitQuestion(subscriber);

        fixture.penstock.approve(id, Optional.empty(), "bob", "fine");
        subscriber.awaitCompletion();

        List<ExecutionNews> news = subscriber.news();
        assertThat(news)
                .extracting(ExecutionNews::number)
                .isEqualTo(LongStream.rangeClosed(1, news.size()).boxed().toList());
        assertThat(facts(news))
                .isEqualTo(new ExecutionReader(journal)
                        .facts(id).stream()
                                .map(ExecutionReader.TimedFact::event)
                                .toList());
        assertThat(facts(news).getLast())
                .isInstanceOfSatisfying(
                        ExecutionEvent.ExecutionEnded.class,
                        end -> assertThat(end.outcome()).isEqualTo(Outcome.SUCCEEDED));
    }

    @Test
    void goesOnAfterTheNumberThatIsKnownAlready() throws Exception {
        ExecutionId id = fixture.start(stage("A", count("one")));
        fixture.penstock.await(id);
        List<ExecutionNews> all = told(id, 0);

        assertThat(told(id, 3)).isEqualTo(all.subList(3, all.size()));
        assertThat(told(id, all.size())).isEmpty();
        assertThatThrownBy(() -> fixture.penstock.follow(id, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsNoMoreThanIsAskedFor() throws Exception {
        ExecutionId id = fixture.start(stage("A", count("one")));
        fixture.penstock.await(id);
        Collecting reference = follow(id, 0);
        reference.awaitCompletion();

        Collecting slow = new Collecting(0);
        fixture.penstock.follow(id).subscribe(slow);
        Flow.Subscription subscription = slow.subscription.get();
        for (int asked = 1; asked <= reference.news().size(); asked++) {
            assertThat(slow.hasEnded()).isFalse();
            subscription.request(1);
            assertThat(slow.await(asked)).hasSize(asked);
        }
        slow.awaitCompletion();
        assertThat(slow.news()).isEqualTo(reference.news());
    }

    @Test
    void whoAsksForNothingOrLessIsTold() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("ask")));
        Collecting wrong = new Collecting(0);
        fixture.penstock.follow(id).subscribe(wrong);
        wrong.subscription.get().request(0);
        assertThat(wrong.awaitError()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoCancelsIsToldNothingMore() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("ask")));
        Collecting leaving = follow(id, 0);
        awaitQuestion(leaving);
        leaving.subscription.get().cancel();
        int heard = leaving.news().size();

        fixture.penstock.approve(id, Optional.empty(), "bob", "");
        fixture.penstock.await(id);
        told(id, 0);
        assertThat(leaving.news()).hasSize(heard);
        assertThat(leaving.hasEnded()).isFalse();
    }

    @Test
    void whoThrowsOrIsSlowHarmsNeitherTheExecutionNorOtherSubscribers() throws Exception {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        ExecutionId id = fixture.start(stage("A", approval("ask")), stage("B", count("two")));
        fixture.penstock.follow(id).subscribe(new Collecting(Long.MAX_VALUE) {
            @Override
            public synchronized void onNext(ExecutionNews item) {
                throw new IllegalStateException("told to throw");
            }
        });
        fixture.penstock.follow(id).subscribe(new Collecting(Long.MAX_VALUE) {
            @Override
            public synchronized void onNext(ExecutionNews item) {
                entered.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Collecting good = follow(id, 0);
        awaitQuestion(good);
        entered.await();

        fixture.penstock.approve(id, Optional.empty(), "bob", "");
        assertThat(fixture.penstock.await(id).outcome()).contains(Outcome.SUCCEEDED);
        good.awaitCompletion();
    }

    @Test
    void whatAnotherRunnerDrivesIsFollowedAsWell() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("ask")), stage("B", count("two")));
        try (var other = new PenstockFixture(journal, folder.resolve("other"))) {
            Collecting elsewhere = new Collecting(Long.MAX_VALUE);
            other.penstock.follow(id).subscribe(elsewhere);
            awaitQuestion(elsewhere);

            other.penstock.approve(id, Optional.empty(), "bob", "");
            elsewhere.awaitCompletion();
            assertThat(elsewhere.news()).isEqualTo(told(id, 0));
            assertThat(other.action.begun).as("it only looks").hasValue(0);
        }
    }

    @Test
    void whatTheJournalHasPutTogetherIsToldAsASummary() throws Exception {
        ExecutionId id = fixture.start(stage("A", CountingAction.of("long", Map.of("Steps", "300"))));
        Collecting asItCame = follow(id, 0);
        fixture.penstock.await(id);
        asItCame.awaitCompletion();

        List<ExecutionNews> news = told(id, 0);
        assertThat(news.getFirst()).isInstanceOfSatisfying(ExecutionNews.Summary.class, summary -> {
            assertThat(summary.number()).isGreaterThan(200);
            assertThat(summary.state().facts()).isEqualTo(summary.number());
        });
        long summarised = news.getFirst().number();
        assertThat(news.subList(1, news.size()))
                .hasSizeGreaterThan(10)
                .isEqualTo(asItCame.news().stream()
                        .filter(item -> item.number() > summarised)
                        .toList());
        assertThat(told(id, summarised)).isEqualTo(news.subList(1, news.size()));
    }

    @Test
    void anExecutionThatIsNotThereIsAnError() throws Exception {
        Collecting subscriber = follow(new ExecutionId(new UUID(7, 7)), 0);
        assertThat(subscriber.awaitError()).isInstanceOf(JournalException.Unknown.class);
    }

    @Test
    void closingEndsEverySubscription() throws Exception {
        ExecutionId id = fixture.start(stage("A", approval("ask")));
        Collecting open = follow(id, 0);
        awaitQuestion(open);
        var entered = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        fixture.penstock.follow(id).subscribe(new Collecting(Long.MAX_VALUE) {
            @Override
            public synchronized void onNext(ExecutionNews item) {
                entered.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        });
        entered.await();

        fixture.close();

        assertThat(open.awaitError()).isInstanceOf(JournalException.Closed.class);
        interrupted.await();
        Collecting late = follow(id, 0);
        assertThat(late.awaitError()).isInstanceOf(JournalException.Closed.class);
    }

    @Test
    void whatHasHappenedIsToldBeforeClosing() throws Exception {
        for (int i = 0; i < 50; i++) {
            ExecutionId id = fixture.start(stage("A", count("one")), stage("B", count("two")));
            Collecting subscriber = follow(id, 0);
            fixture.penstock.await(id);
            fixture.close();
            subscriber.awaitCompletion();
            fixture = new PenstockFixture(journal, folder);
        }
    }

    @Test
    void whatHappensDuringALookIsToldThoughClosingBeginsMeanwhile() throws Exception {
        fixture.close();
        var looked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        fixture = new PenstockFixture(lookingSlowly(looked, goOn), folder);
        ExecutionId id = fixture.start(stage("A", approval("ask")), stage("B", count("one")));
        Collecting subscriber = follow(id, 0);
        looked.await();
        // The look may have been before the question was asked.
        while (!isAsking(id)) {
            Thread.onSpinWait();
        }

        fixture.penstock.approve(id, Optional.empty(), "bob", "fine");
        fixture.penstock.await(id);
        Thread closing = Thread.ofPlatform().start(fixture::close);
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();

        subscriber.awaitCompletion();
        closing.join();
        assertThat(facts(subscriber.news()).getLast()).isInstanceOf(ExecutionEvent.ExecutionEnded.class);
    }

    private boolean isAsking(ExecutionId id) {
        return fixture.penstock.execution(id).orElseThrow().latestStage().stream()
                .flatMap(stage -> stage.actions().stream())
                .anyMatch(action -> action.phase() instanceof ActionPhase.Waiting);
    }

    /** The journal; the first follower who finds nothing new in it is told so late. */
    private Journal lookingSlowly(CountDownLatch looked, CountDownLatch goOn) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    Object found = method.invoke(journal, arguments);
                    if (method.getName().equals("read")
                            && Thread.currentThread().getName().equals("penstock-follower")) {
                        looked.countDown();
                        goOn.await();
                    }
                    return found;
                });
    }

    private Collecting follow(ExecutionId id, long after) {
        var subscriber = new Collecting(Long.MAX_VALUE);
        fixture.penstock.follow(id, after).subscribe(subscriber);
        return subscriber;
    }

    private List<ExecutionNews> told(ExecutionId id, long after) throws Exception {
        Collecting subscriber = follow(id, after);
        subscriber.awaitCompletion();
        return subscriber.news();
    }

    private static List<ExecutionEvent> facts(List<ExecutionNews> news) {
        return news.stream().map(item -> ((ExecutionNews.Fact) item).event()).toList();
    }

    private static void awaitQuestion(Collecting subscriber) throws InterruptedException {
        int items = 1;
        while (!(subscriber.await(items).get(items - 1) instanceof ExecutionNews.Fact fact
                && fact.event() instanceof ExecutionEvent.ActionWaiting)) {
            items++;
        }
    }
}
