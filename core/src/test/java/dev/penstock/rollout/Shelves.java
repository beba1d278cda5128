package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.testing.FakeReleaseTarget;
import dev.penstock.testing.FakeReleaseTarget.Book;
import dev.penstock.testing.FakeReleaseTarget.Shelf;
import dev.penstock.time.EngineClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A shelf for each action, and what was done to all of them in the order in which it was done. */
final class Shelves implements ReleaseTarget<Shelf, Book> {

    private final EngineClock clock;
    private final Map<String, FakeReleaseTarget> byAction = new ConcurrentHashMap<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<String, ReleaseStep> before = (action, step) -> {};

    Shelves(EngineClock clock) {
        this.clock = clock;
    }

    FakeReleaseTarget of(String action) {
        return byAction.computeIfAbsent(action, name -> new FakeReleaseTarget(clock));
    }

    /** What was done, each as {@code ACTION: EFFECT}. */
    List<String> effects() {
        return List.copyOf(effects);
    }

    /** Is told of each step before it is carried out. */
    void before(BiConsumer<String, ReleaseStep> listener) {
        before = listener;
    }

    private FakeReleaseTarget of(ActionContext context) {
        return of(context.declaration().name());
    }

    private <X> X noting(ActionContext context, Supplier<X> work) {
        FakeReleaseTarget shelf = of(context);
        synchronized (this) {
            int known = shelf.effects().size();
            X result = work.get();
            List<String> now = shelf.effects();
            now.subList(known, now.size())
                    .forEach(effect -> effects.add(context.declaration().name() + ": " + effect));
            return result;
        }
    }

    @Override
    public ActionTypeId type() {
        return FakeReleaseTarget.TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Shelf configure(ConfigurationReader configuration) {
        return new Shelf(configuration.required("Version"));
    }

    @Override
    public Class<Book> stateType() {
        return Book.class;
    }

    @Override
    public Book begin(Shelf configuration) {
        return new Book(Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<Refusal> refusal(Shelf configuration, ReleasePlan plan) {
        return Optional.empty();
    }

    @Override
    public TargetFacts facts(ActionContext context, Shelf configuration) {
        return of(context).facts(context, configuration);
    }

    @Override
    public TargetResult<Book> carryOut(
            ReleaseContext context, Shelf configuration, Book state, ReleaseStep.OfTarget step) {
        before.accept(context.action().declaration().name(), step);
        return noting(context.action(), () -> of(context.action()).carryOut(context, configuration, state, step));
    }

    @Override
    public Position position(ReleaseContext context, Shelf configuration, Book state) {
        return of(context.action()).position(context, configuration, state);
    }

    @Override
    public TargetResult<Book> rollBack(ReleaseContext context, Shelf configuration, Book state) {
        return noting(context.action(), () -> of(context.action()).rollBack(context, configuration, state));
    }

    @Override
    public void abandon(ReleaseContext context, Shelf configuration, Book state) {
        noting(context.action(), () -> {
            of(context.action()).abandon(context, configuration, state);
            return true;
        });
    }

    @Override
    public void letGo(ReleaseContext context, Shelf configuration, Book state) {
        noting(context.action(), () -> {
            of(context.action()).letGo(context, configuration, state);
            return true;
        });
    }

    @Override
    public ActionResult result(ReleaseContext context, Shelf configuration, Book state) {
        return of(context.action()).result(context, configuration, state);
    }
}
