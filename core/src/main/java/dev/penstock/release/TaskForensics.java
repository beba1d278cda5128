package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import java.util.List;
import java.util.Optional;

/** Looks into why tasks of a deployment failed. */
final class TaskForensics {

    private static final int LOG_LINES = 20;

    private final ContainerServices services;

    TaskForensics(ContainerServices services) {
        this.services = services;
    }

    /**
     * What there is to know of tasks that failed.
     *
     * @param tasks those that stopped
     * @param findings the same in words
     */
    record Findings(List<StoppedTask> tasks, List<String> findings) {

        Findings {
            tasks = List.copyOf(tasks);
            findings = List.copyOf(findings);
        }
    }

    /**
     * What was found, and what waiting does not cure.
     *
     * @param cause in words; absent if it may pass
     * @param findings what was found so far
     */
    record Judgement(Optional<String> cause, List<String> findings) {}

    /** Looks into failures that were not looked into before. */
    Judgement judge(
            ActionContext context, ServiceId service, ServiceDeployment seen, int failuresSeen, List<String> before) {
        Optional<String> cause = Diagnosis.deterministicCause(List.of(), seen.events());
        if (cause.isPresent() || seen.failedCount() <= failuresSeen) {
            return new Judgement(cause, before);
        }
        Findings found = lookInto(context, service, seen.id());
        return new Judgement(Diagnosis.deterministicCause(found.tasks(), seen.events()), found.findings());
    }

    /** Asks for the tasks that stopped, and logs what they tell. */
    Findings lookInto(ActionContext context, ServiceId service, String deployment) {
        try {
            List<StoppedTask> tasks = services.stoppedTasks(context.scope(), service, deployment, LOG_LINES);
            List<String> findings = Diagnosis.findings(tasks);
            findings.forEach(context::log);
            return new Findings(tasks, findings);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return new Findings(List.of(), List.of("Why tasks failed is not known: " + e.getMessage()));
        }
    }
}
