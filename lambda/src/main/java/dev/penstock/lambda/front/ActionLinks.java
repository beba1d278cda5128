package dev.penstock.lambda.front;

import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.Instruction;
import dev.penstock.artifact.Digest;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Signal;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Journal;
import dev.penstock.link.ActionLink;
import dev.penstock.link.ActionLink.Subject;
import dev.penstock.link.LinkText;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Links that people were given. To open one does nothing, as mail programs open links by themselves; to send its form does,
 * once.
 */
final class ActionLinks {

    private static final int LONGEST_SUMMARY = 512;

    private final SigningKey key;
    private final Journal journal;
    private final ExecutionReader executions;
    private final Runnable wakeRunner;
    private final InstantSource time;

    /**
     * Over a journal.
     *
     * @param wakeRunner has what was said taken in now
     */
    ActionLinks(SigningKey key, Journal journal, Runnable wakeRunner, InstantSource time) {
        this.key = key;
        this.journal = journal;
        this.executions = new ExecutionReader(journal);
        this.wakeRunner = wakeRunner;
        this.time = time;
    }

    HttpResponse answer(HttpRequest request) {
        String text = request.query().getOrDefault("link", "");
        return switch (LinkText.read(text, key::signed, time.instant())) {
            case LinkText.Reading.Forged ignored ->
                Pages.sentence(403, "PEN-FRONT-005", "This is no link that Penstock has made.");
            case LinkText.Reading.Expired(ActionLink link) ->
                Pages.sentence(410, "PEN-FRONT-006", "This link was for use until " + link.expires() + ".");
            case LinkText.Reading.Valid(ActionLink link) -> answer(request, text, link);
        };
    }

    private HttpResponse answer(HttpRequest request, String text, ActionLink link) {
        Optional<ExecutionState> state = executions.state(link.execution());
        Optional<ActionState> open = state.flatMap(known -> open(known, link));
        if (state.isEmpty() || open.isEmpty()) {
            return Pages.sentence(409, "PEN-FRONT-007", "This was answered already, or is not asked any more.");
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> Pages.form(state.get(), open.get(), link);
            case "POST" -> said(request.form(), text, link, open.get());
            default -> HttpResponse.text(405, "Open this link with GET, and answer with its form.");
        };
    }

    private HttpResponse said(Map<String, String> form, String text, ActionLink link, ActionState action) {
        String summary = form.getOrDefault("summary", "").strip();
        if (summary.length() > LONGEST_SUMMARY) {
            return Pages.sentence(400, "PEN-FRONT-008", "Say it in at most 512 characters.");
        }
        String said = form.getOrDefault("say", "");
        return switch (link.subject()) {
            case Subject.Approval approval ->
                switch (said) {
                    case "approve" -> answered(link, approval, new ApprovalAnswer(true, summary, link.holder()));
                    case "reject" -> answered(link, approval, new ApprovalAnswer(false, summary, link.holder()));
                    default -> Pages.sentence(400, "PEN-FRONT-009", "Say 'approve' or 'reject'.");
                };
            case Subject.Release ignored ->
                Stream.of(Instruction.Kind.values())
                        .filter(kind ->
                                kind.word().equals(said) && action.takes().contains(kind))
                        .findFirst()
                        .map(kind -> instructed(text, link, new Instruction(kind, link.holder(), summary)))
                        .orElseGet(() -> Pages.sentence(
                                400, "PEN-FRONT-009", "Say one of the words that the action takes now."));
        };
    }

    /** An answer counts only for the question that it was given to, so that a second one, even at the same time, is none. */
    private HttpResponse answered(ActionLink link, Subject.Approval approval, ApprovalAnswer answer) {
        executions.send(
                link.execution(),
                new Signal.Answer(Optional.of(link.attempt().action()), Optional.of(approval.question()), answer),
                time.instant());
        wakeRunner.run();
        return Pages.sentence(
                200,
                "",
                (answer.approved() ? "Approved" : "Rejected") + " by " + link.holder() + ", execution "
                        + link.execution() + ".");
    }

    private HttpResponse instructed(String text, ActionLink link, Instruction instruction) {
        byte[] used = ("used " + text).getBytes(StandardCharsets.UTF_8);
        String mark = Digest.of(used).value();
        if (journal.pinned(mark).isPresent()) {
            return Pages.sentence(409, "PEN-FRONT-010", "This link was used already. Ask for another.");
        }
        // Before the signal: who dies between the two has said nothing and asks for another link, and says nothing
        // twice.
        journal.pin(mark, used);
        executions.send(link.execution(), new Signal.Instruct(link.attempt(), instruction), time.instant());
        wakeRunner.run();
        return Pages.sentence(
                200,
                "",
                "Told '" + instruction.kind().word() + "' by " + link.holder() + ", execution " + link.execution()
                        + ".");
    }

    /** The action that still waits for what the link says. */
    private static Optional<ActionState> open(ExecutionState state, ActionLink link) {
        return state.stage(link.attempt().stage())
                .flatMap(stage -> stage.action(link.attempt().action()))
                .filter(action -> action.attempt() == link.attempt().attempt()
                        && !action.phase().hasEnded())
                .filter(action -> switch (link.subject()) {
                    case Subject.Approval(String question) ->
                        action.phase() instanceof ActionPhase.Waiting waiting
                                && waiting.answer().isEmpty()
                                && waiting.until()
                                        .openQuestion()
                                        .filter(open -> open.token().equals(question))
                                        .isPresent();
                    case Subject.Release ignored -> !action.takes().isEmpty();
                });
    }
}
