package dev.penstock.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.lambda.runner.RunnerLog;
import dev.penstock.secret.Masker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The log of a function: Lambda's own, which makes JSON of lines where it is told to. Secrets are masked. */
final class FunctionLog implements RunnerLog, ExecutionListener {

    private final Masker masker;
    private volatile Optional<LambdaLogger> logger = Optional.empty();

    FunctionLog(Masker masker) {
        this.masker = masker;
    }

    void to(LambdaLogger given) {
        logger = Optional.of(given);
    }

    @Override
    public void said(String line) {
        log(line, LogLevel.INFO);
    }

    @Override
    public void failed(String id, String line) {
        log(id + " " + line, LogLevel.ERROR);
    }

    @Override
    public void recorded(ExecutionState state, List<ExecutionEvent> events, Instant at) {
        for (ExecutionEvent event : events) {
            if (event instanceof ExecutionEvent.OfAction of) {
                said(state.pipeline() + " " + state.id() + ": " + of.stage() + "/" + of.action() + " "
                        + event.getClass().getSimpleName());
            }
        }
        state.outcome().ifPresent(outcome -> said(state.pipeline() + " " + state.id() + ": " + outcome));
    }

    @Override
    public void logged(ExecutionId execution, ActionAttempt action, Instant at, String line) {
        said(execution + " " + action.stage() + "/" + action.action() + ": " + line);
    }

    @Override
    public void lost(ExecutionId execution, RuntimeException reason) {
        log(execution + " is left to another call: " + reason.getMessage(), LogLevel.WARN);
    }

    private void log(String line, LogLevel level) {
        String masked = masker.hasSecrets() ? masker.mask(line) : line;
        logger.ifPresent(to -> to.log(masked.endsWith("\n") ? masked : masked + "\n", level));
    }
}
