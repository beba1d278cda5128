package dev.penstock.evidence;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.ExecutionReader.TimedFact;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.execution.StoredVerdicts.StoredVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the journal says of an execution that is evidence.
 *
 * @param subject the execution
 * @param facts in order
 * @param verdicts whose records are in the artifact store
 */
public record ExecutionEvidence(EvidenceSubject subject, List<EvidenceFact> facts, List<Stored> verdicts) {

    /**
     * A verdict.
     *
     * @param name what was judged, in words
     * @param verdict where its record is
     */
    public record Stored(String name, StoredVerdict verdict) {}

    public ExecutionEvidence {
        facts = List.copyOf(facts);
        verdicts = List.copyOf(verdicts);
    }

    /** Of an execution; empty if there is none of that id. */
    public static Optional<ExecutionEvidence> of(ExecutionReader reader, ExecutionId id) {
        return reader.state(id).map(state -> of(state, reader.facts(id)));
    }

    private static ExecutionEvidence of(ExecutionState state, List<TimedFact> all) {
        List<EvidenceFact> facts = new ArrayList<>();
        List<Stored> verdicts = new ArrayList<>();
        for (TimedFact fact : all) {
            fact(fact.at(), fact.event()).ifPresent(facts::add);
            verdicts(fact.event(), verdicts);
        }
        var subject = new EvidenceSubject(
                state.pipeline(), state.id().toString(), state.definition(), all.size() == state.facts());
        return new ExecutionEvidence(subject, facts, verdicts);
    }

    private static void verdicts(ExecutionEvent event, List<Stored> verdicts) {
        Optional<StoredVerdicts> found = Optional.empty();
        if (event instanceof ExecutionEvent.ActionSucceeded done) {
            found = done.result().verdicts();
        } else if (event instanceof ExecutionEvent.ActionFailed failed) {
            found = failed.failure().verdicts();
        }
        if (event instanceof ExecutionEvent.OfAction action) {
            found.ifPresent(stored -> stored.verdicts()
                    .forEach(verdict -> verdicts.add(new Stored(name(action) + ", step " + verdict.step(), verdict))));
        }
    }

    private static String name(ExecutionEvent.OfAction action) {
        return action.stage() + "/" + action.action() + (action.attempt() == 1 ? "" : " #" + action.attempt());
    }

    private static Optional<EvidenceFact> fact(Instant at, ExecutionEvent event) {
        return switch (event) {
            case ExecutionEvent.ExecutionStarted started ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.STARTED,
                        started.pipeline(),
                        started.trigger().detail(),
                        started.trigger().type(),
                        Map.of("definition", started.definition())));
            case ExecutionEvent.ApprovalAnswered answered -> {
                ApprovalAnswer answer = answered.answer();
                EvidenceFact.Kind kind = answer.approved() ? EvidenceFact.Kind.APPROVED : EvidenceFact.Kind.REJECTED;
                yield Optional.of(new EvidenceFact(at, kind, name(answered), answer.by(), answer.summary(), Map.of()));
            }
            case ExecutionEvent.ActionInstructed told ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.INSTRUCTED,
                        name(told),
                        told.instruction().by(),
                        told.instruction().kind()
                                + (told.instruction().reason().isEmpty() ? "" : ": ")
                                + told.instruction().reason(),
                        Map.of()));
            case ExecutionEvent.GraphTurnedBack turned ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.INSTRUCTED,
                        turned.stage(),
                        turned.why().by(),
                        Instruction.Kind.ROLL_BACK
                                + (turned.why().reason().isEmpty() ? "" : ": ")
                                + turned.why().reason(),
                        Map.of()));
            case ExecutionEvent.ActionSucceeded done ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.SUCCEEDED,
                        name(done),
                        "",
                        done.result().summary(),
                        digests(done.result())));
            case ExecutionEvent.ActionFailed failed ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.FAILED,
                        name(failed),
                        "",
                        failed.failure().kind() + " " + failed.failure().code() + ": "
                                + failed.failure().message(),
                        Map.of()));
            case ExecutionEvent.ActionAbandoned left ->
                Optional.of(new EvidenceFact(at, EvidenceFact.Kind.FAILED, name(left), "", "abandoned", Map.of()));
            case ExecutionEvent.StopRequested stop ->
                Optional.of(new EvidenceFact(at, EvidenceFact.Kind.STOPPED, "", stop.by(), stop.reason(), Map.of()));
            case ExecutionEvent.ExecutionEnded ended ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.ENDED,
                        "",
                        "",
                        ended.outcome() + (ended.reason().isEmpty() ? "" : ": ") + ended.reason(),
                        Map.of()));
            case ExecutionEvent.StageQueued passed -> Optional.empty();
            case ExecutionEvent.StageEntered passed -> Optional.empty();
            case ExecutionEvent.StageSucceeded passed -> Optional.empty();
            case ExecutionEvent.StageFailed passed -> Optional.empty();
            case ExecutionEvent.StageStopped passed -> Optional.empty();
            case ExecutionEvent.StageRetried passed -> Optional.empty();
            case ExecutionEvent.StageSkipped skipped ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.CONDITION,
                        skipped.stage(),
                        "",
                        "passed over by its condition",
                        Map.of()));
            case ExecutionEvent.StageRestarted passed -> Optional.empty();
            case ExecutionEvent.StageRollbackBegun back ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.CONDITION,
                        back.stage(),
                        "",
                        "goes back to what execution " + back.to().target() + " brought",
                        Map.of()));
            case ExecutionEvent.StageRollbackRefused passed -> Optional.empty();
            case ExecutionEvent.StageRolledBack passed -> Optional.empty();
            case ExecutionEvent.ConditionBegun passed -> Optional.empty();
            case ExecutionEvent.ConditionEnded ended ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.CONDITION,
                        ended.stage() + "/" + ended.kind().field(),
                        "",
                        ended.status() + (ended.reason().isEmpty() ? "" : ": ") + ended.reason(),
                        Map.of()));
            case ExecutionEvent.ConditionOverridden overridden ->
                Optional.of(new EvidenceFact(
                        at,
                        EvidenceFact.Kind.CONDITION,
                        overridden.stage() + "/" + overridden.kind().field(),
                        overridden.by(),
                        "passed over",
                        Map.of()));
            case ExecutionEvent.ActionStarted passed -> Optional.empty();
            case ExecutionEvent.ActionPassed passed -> Optional.empty();
            case ExecutionEvent.ActionAdvanced passed -> Optional.empty();
            case ExecutionEvent.ActionWaiting passed -> Optional.empty();
        };
    }

    private static Map<String, String> digests(ActionResult result) {
        Map<String, String> digests = new LinkedHashMap<>();
        result.artifacts()
                .forEach((name, artifact) -> digests.put(name, artifact.digest().toString()));
        result.deployments().forEach(deployed -> digests.put(deployed.target(), deployed.version()));
        return digests;
    }
}
