package dev.penstock.lambda.runner;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.engine.Engine;
import dev.penstock.engine.StartRequest;
import dev.penstock.engine.TooManyExecutionsException;
import dev.penstock.journal.RunnerId;
import dev.penstock.lambda.StartOrder;
import dev.penstock.lambda.event.AwsEvent;
import dev.penstock.lambda.event.ObjectTriggers;
import dev.penstock.lambda.event.WakeNames;
import dev.penstock.library.InvalidDefinitionException;
import dev.penstock.library.PinnedSettings;
import dev.penstock.library.PipelineFile;
import dev.penstock.registry.RegisteredPipeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the runner does with what it is called with: a tick of a schedule, an event of AWS, or an order to start a pipeline. Each
 * may come several times, late, and while another call is under way.
 */
public final class Runner {

    private final RunnerParts parts;

    /** A runner. Nothing is opened before its first call. */
    public Runner(RunnerParts parts) {
        this.parts = parts;
    }

    /**
     * Does what a call asks for.
     *
     * @param document what the function was called with
     * @param call names the call, and no other
     * @param end when it must have returned
     * @return what was done, in words
     */
    public String call(JsonNode document, RunnerId call, Instant end) throws InterruptedException {
        Optional<StartOrder> order = StartOrder.of(document);
        if (order.isPresent()) {
            return work(List.of(order.get()), call, end);
        }
        Optional<AwsEvent> event = AwsEvent.of(document);
        if (event.isPresent() && !event.get().detailType().equals("Scheduled Event")) {
            return told(event.get(), call, end);
        }
        if (event.isPresent() || document.has("tick") || document.has("penstock")) {
            return work(List.of(), call, end);
        }
        String said =
                "This is neither a tick, nor an event of AWS, nor an order to start a pipeline; nothing was done.";
        parts.log().failed("PEN-RUNNER-003", said);
        return said;
    }

    /** Most events of an account concern nothing that is deployed here: they cost one look at the journal for each name. */
    private String told(AwsEvent event, RunnerId call, Instant end) throws InterruptedException {
        List<StartOrder> orders = orders(event);
        int woken = 0;
        for (String name : WakeNames.of(event)) {
            woken += parts.journal().wake(name, parts.clock().instant()).size();
        }
        return woken == 0 && orders.isEmpty()
                ? "Nothing waits for this '" + event.detailType() + "'."
                : work(orders, call, end);
    }

    private List<StartOrder> orders(AwsEvent event) {
        if (!ObjectTriggers.mayStart(event)) {
            return List.of();
        }
        List<StartOrder> orders = new ArrayList<>();
        for (RegisteredPipeline registered : parts.registry().all()) {
            read(registered)
                    .filter(file -> ObjectTriggers.starts(file.pipeline(), event))
                    .ifPresent(file -> orders.add(ObjectTriggers.order(file.pipeline(), event)));
        }
        return orders;
    }

    private String work(List<StartOrder> orders, RunnerId call, Instant end) throws InterruptedException {
        int started = 0;
        try (DueWork work = new DueWork(parts, call)) {
            for (StartOrder order : orders) {
                started += start(order, work) ? 1 : 0;
            }
            int taken = work.run(end);
            double seconds = work.waited().toMillis() / 1e3;
            return "Started " + started + ", went on with " + taken + ", waited " + seconds + " s.";
        }
    }

    private boolean start(StartOrder order, DueWork work) {
        Optional<RegisteredPipeline> registered = parts.registry().get(order.name());
        if (registered.isEmpty()) {
            parts.log()
                    .failed("PEN-RUNNER-004", "No pipeline '" + order.name() + "' is registered; it was not started.");
            return false;
        }
        return read(registered.get())
                .map(file -> start(order, registered.get(), file, work))
                .orElse(false);
    }

    private boolean start(StartOrder order, RegisteredPipeline registered, PipelineFile file, DueWork work) {
        Map<String, String> labels = new LinkedHashMap<>(SourceRevisionOverride.labels(order.sourceRevisions()));
        registered
                .settings()
                .ifPresent(settings ->
                        labels.putAll(PinnedSettings.pin(parts.journal(), settings.getBytes(StandardCharsets.UTF_8))));
        Map<String, String> variables = new LinkedHashMap<>(file.settings().variables());
        variables.putAll(order.variables());
        Engine engine = work.engine(PinnedSettings.digest(labels));
        try {
            boolean begun = engine.submit(
                    order.execution(), file.pipeline(), new StartRequest(order.trigger(), variables, labels));
            parts.log()
                    .said((begun ? "Started" : "Was started before:") + " execution " + order.execution() + " of '"
                            + order.name() + "', by " + order.trigger().detail() + ".");
            return begun;
        } catch (TooManyExecutionsException e) {
            parts.log().failed("PEN-RUNNER-008", "It was not started: " + e.getMessage());
            return false;
        } catch (IllegalArgumentException e) {
            parts.log().failed("PEN-RUNNER-005", "Pipeline '" + order.name() + "' was not started: " + e.getMessage());
            return false;
        }
    }

    private Optional<PipelineFile> read(RegisteredPipeline registered) {
        try {
            return Optional.of(PipelineFile.of(registered, parts.folder()));
        } catch (InvalidDefinitionException e) {
            parts.log()
                    .failed(
                            "PEN-RUNNER-006",
                            "The registered pipeline '" + registered.name() + "' cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }
}
