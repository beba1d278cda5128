package dev.penstock.engine;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.GraphPoint;
import dev.penstock.execution.Wait;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a step came to, with the state as the journal keeps it. */
sealed interface Stepped {

    record Next(JsonNode state, String summary) implements Stepped {}

    record Await(JsonNode state, Wait until, String summary) implements Stepped {}

    record Pass(JsonNode state, ActionResult result, String summary, Optional<GraphPoint> point) implements Stepped {}

    record Succeed(ActionResult result) implements Stepped {}

    record Fail(ActionFailure failure) implements Stepped {}

    /** It could not be done now; it is to be asked again after a while. */
    record Again(String reason) implements Stepped {}

    /** What the action had going on elsewhere was stopped. */
    record Abandoned() implements Stepped {}

    /** It was asked to stop, and has not ended yet. */
    record Stopping(String summary) implements Stepped {}

    /** The runner shuts down; nothing is known. */
    record Interrupted() implements Stepped {}
}
