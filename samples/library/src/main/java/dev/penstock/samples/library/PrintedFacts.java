package dev.penstock.samples.library;

import dev.penstock.engine.ExecutionNews;
import java.util.concurrent.Flow;

/** Prints what happens, one line for each fact. */
final class PrintedFacts implements Flow.Subscriber<ExecutionNews> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ExecutionNews news) {
        System.out.println(
                switch (news) {
                    case ExecutionNews.Fact fact ->
                        fact.number() + " " + fact.event().getClass().getSimpleName();
                    case ExecutionNews.Summary summary ->
                        summary.number() + " facts so far: " + summary.state().status();
                });
    }

    @Override
    public void onError(Throwable reason) {
        System.out.println("Nothing more is told: " + reason.getMessage() + ".");
    }

    @Override
    public void onComplete() {
        System.out.println("That was all.");
    }
}
