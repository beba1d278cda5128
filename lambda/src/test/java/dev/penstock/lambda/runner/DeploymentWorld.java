package dev.penstock.lambda.runner;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Deployments that take their time, and the action that makes them: found again by a token, as such calls of AWS are. Counts
 * what it was asked for.
 */
final class DeploymentWorld implements ActionProvider<DeploymentWorld.Order, DeploymentWorld.Position> {

    private final EngineClock clock;
    private final Consumer<String> ended;
    private final Map<String, Deployment> byToken = new LinkedHashMap<>();
    private final List<Integer> looks = new ArrayList<>();

    /** What an action is told. */
    record Order(int seconds) {}

    /** Where an action is. */
    sealed interface Position {
        record Begun() implements Position {}

        record Deploying(String deployment) implements Position {}
    }

    /** What is seen of a deployment. */
    record Seen(boolean done) implements Observation {}

    private record Deployment(String id, String of, Instant end) {}

    /**
     * A world.
     *
     * @param ended is told the id of each deployment when it ends
     */
    DeploymentWorld(EngineClock clock, Consumer<String> ended) {
        this.clock = clock;
        this.ended = ended;
    }

    /** Execution and action of each deployment that was made, with how many were made for it. */
    synchronized Map<String, Integer> made() {
        Map<String, Integer> made = new HashMap<>();
        byToken.values().forEach(each -> made.merge(each.of(), 1, Integer::sum));
        return made;
    }

    synchronized int looks() {
        return looks.size();
    }

    private synchronized String make(ActionContext context, Order order) {
        return byToken.computeIfAbsent(context.token("deploy"), token -> {
                    String id = "d-" + byToken.size();
                    Instant end = clock.instant().plusSeconds(order.seconds());
                    clock.at(end, () -> ended.accept(id));
                    return new Deployment(
                            id,
                            context.execution() + "/" + context.declaration().name(),
                            end);
                })
                .id();
    }

    private synchronized Seen look(String id) {
        looks.add(1);
        return new Seen(byToken.values().stream()
                .filter(each -> each.id().equals(id))
                .allMatch(each -> !each.end().isAfter(clock.instant())));
    }

    /** Reads deployments. */
    ResourceReader reader() {
        return new ResourceReader() {
            @Override
            public String kind() {
                return "codedeploy-deployment";
            }

            @Override
            public int batchSize() {
                return 100;
            }

            @Override
            public Reading read(List<ResourceId> resources) {
                Map<ResourceId, Observation> seen = new HashMap<>();
                resources.forEach(resource -> seen.put(resource, look(resource.id())));
                return Reading.of(seen);
            }
        };
    }

    @Override
    public ActionTypeId type() {
        return new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "World", "1");
    }

    @Override
    public ArtifactLimits artifacts() {
        return new ArtifactLimits(0, 1, 0, 0);
    }

    @Override
    public Order configure(ConfigurationReader configuration) {
        return new Order(configuration.integer("seconds", 60, 0, 1_000_000));
    }

    @Override
    public Class<Position> stateType() {
        return Position.class;
    }

    @Override
    public Position begin(Order order) {
        return new Position.Begun();
    }

    @Override
    public Duration timeout(Order order) {
        return Duration.ofDays(400);
    }

    @Override
    public StepResult<Position> step(ActionContext context, Order order, Position position) {
        return switch (position) {
            case Position.Begun() -> new StepResult.Next<>(new Position.Deploying(make(context, order)), "deploying");
            case Position.Deploying(String id) -> {
                var resource = new ResourceId("codedeploy-deployment", AwsScope.OWN, id);
                yield context.observation(resource)
                                .filter(seen -> seen instanceof Seen(boolean done) && done)
                                .isPresent()
                        ? new StepResult.Succeed<>(ActionResult.NOTHING)
                        : new StepResult.Await<>(position, new Wait.ForResource(resource), "deploying " + id);
            }
        };
    }
}
