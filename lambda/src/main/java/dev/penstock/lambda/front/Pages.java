package dev.penstock.lambda.front;

import dev.penstock.action.Instruction;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionState;
import dev.penstock.link.ActionLink;
import dev.penstock.link.ActionLink.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pages without script and without anything from elsewhere. */
final class Pages {

    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}"
                    + "button{font:inherit;padding:.4rem 1rem;margin-right:.5rem}textarea{font:inherit;width:100%}";

    private Pages() {}

    /** A page of one sentence. */
    static HttpResponse sentence(int status, String id, String sentence) {
        return HttpResponse.page(
                status, whole("Penstock", "<p>" + (id.isEmpty() ? "" : id + ": ") + escaped(sentence) + "</p>"));
    }

    /** The question of a link, and the buttons that answer it. */
    static HttpResponse form(ExecutionState state, ActionState action, ActionLink link) {
        StringBuilder body = new StringBuilder();
        body.append("<h1>")
                .append(escaped(state.pipeline()))
                .append("</h1><p>Stage '")
                .append(escaped(link.attempt().stage()))
                .append("', action '")
                .append(escaped(action.name()))
                .append("', execution ")
                .append(state.id())
                .append(".</p>");
        question(action).ifPresent(approval -> {
            body.append("<p>").append(escaped(approval.question())).append("</p>");
            if (approval.link().startsWith("https://")) {
                body.append("<p><a href=\"").append(escaped(approval.link())).append("\">What to look at</a></p>");
            }
        });
        body.append("<form method=\"post\"><p><label>Why (optional)<textarea name=\"summary\""
                        + " maxlength=\"512\"></textarea>")
                .append("</label></p><p>")
                .append(words(action, link).stream()
                        .map(word -> "<button name=\"say\" value=\"" + word + "\">" + word + "</button>")
                        .collect(Collectors.joining()))
                .append("</p></form><p>You answer as ")
                .append(escaped(link.holder()))
                .append(".</p>");
        return HttpResponse.page(200, whole(escaped(state.pipeline()), body.toString()));
    }

    private static List<String> words(ActionState action, ActionLink link) {
        return switch (link.subject()) {
            case Subject.Approval ignored -> List.of("approve", "reject");
            case Subject.Release ignored ->
                action.takes().stream().sorted().map(Instruction.Kind::word).toList();
        };
    }

    private static Optional<Asking.Approval> question(ActionState action) {
        return action.phase() instanceof ActionPhase.Waiting waiting
                ? waiting.until().openQuestion()
                : Optional.empty();
    }

    private static String whole(String title, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>" + title + "</title><style>" + STYLE
                + "</style></head><body>" + body + "</body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
