package dev.penstock.lambda.front;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.Trigger;
import dev.penstock.lambda.StartOrder;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.trigger.GitChange;
import dev.penstock.trigger.GitTriggers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks of GitHub ("Validating webhook deliveries", "Webhook events and payloads"). What GitHub did not sign is refused
 * before it is read. The signature covers the body alone, so a delivery is known again by its body and by no header.
 */
final class GitHubWebhook {

    private static final String PREFIX = "sha256=";
    private static final int SIGNATURE_BYTES = 32;

    private final SigningKey secret;
    private final Supplier<List<Pipeline>> pipelines;
    private final Consumer<StartOrder> runner;

    GitHubWebhook(SigningKey secret, Supplier<List<Pipeline>> pipelines, Consumer<StartOrder> runner) {
        this.secret = secret;
        this.pipelines = pipelines;
        this.runner = runner;
    }

    HttpResponse answer(HttpRequest request) {
        Optional<byte[]> signature = signature(request.header("x-hub-signature-256"));
        if (signature.isEmpty()) {
            return HttpResponse.refusal(
                    401, "PEN-FRONT-001", "The request is not signed. Give the webhook a secret, the one of Penstock.");
        }
        if (!secret.signed(request.body(), signature.get())) {
            return HttpResponse.refusal(
                    401, "PEN-FRONT-002", "The signature does not belong to the body and the secret.");
        }
        if (!request.header("content-type").startsWith("application/json")) {
            return HttpResponse.refusal(415, "PEN-FRONT-003", "Set the webhook's content type to application/json.");
        }
        JsonNode payload;
        try {
            payload = JsonMapper.shared().readTree(request.body());
        } catch (JacksonException e) {
            return HttpResponse.refusal(400, "PEN-FRONT-004", "The body is no JSON.");
        }
        String event = request.header("x-github-event");
        return change(event, payload)
                .map(change -> start(change, event, Digest.of(request.body()).hex()))
                .orElseGet(() -> HttpResponse.text(202, "Nothing is started by this '" + event + "' event."));
    }

    private HttpResponse start(GitChange change, String event, String body) {
        List<String> started = new ArrayList<>();
        for (Pipeline pipeline : pipelines.get()) {
            List<String> actions = GitTriggers.of(pipeline, change);
            if (!actions.isEmpty()) {
                runner.accept(new StartOrder(
                        pipeline.name(),
                        "github/" + body,
                        Map.of(),
                        actions.stream()
                                .map(action -> new SourceRevisionOverride(action, change.commit(), change.branch()))
                                .toList(),
                        new Trigger(
                                "WebhookV2", "github " + event + " " + change.repository() + " " + change.commit())));
                started.add(pipeline.name());
            }
        }
        return started.isEmpty()
                ? HttpResponse.text(202, "No registered pipeline has a trigger for this.")
                : HttpResponse.text(202, "Started: " + String.join(", ", started) + ".");
    }

    private static Optional<GitChange> change(String event, JsonNode payload) {
        return switch (event) {
            case "push" -> push(payload);
            case "pull_request" -> pullRequest(payload);
            default -> Optional.empty();
        };
    }

    private static Optional<GitChange> push(JsonNode payload) {
        String repository = payload.path("repository").path("full_name").asString("");
        String ref = payload.path("ref").asString("");
        if (repository.isEmpty() || payload.path("deleted").asBoolean(false)) {
            return Optional.empty();
        }
        String commit = payload.path("head_commit")
                .path("id")
                .asString(payload.path("after").asString(""));
        if (ref.startsWith("refs/tags/")) {
            return Optional.of(new GitChange.TagPushed(repository, ref.substring("refs/tags/".length()), commit));
        }
        if (!ref.startsWith("refs/heads/")) {
            return Optional.empty();
        }
        Optional<List<String>> files =
                payload.path("created").asBoolean(false) ? Optional.empty() : Optional.of(files(payload));
        return Optional.of(
                new GitChange.BranchPushed(repository, ref.substring("refs/heads/".length()), commit, files));
    }

    private static List<String> files(JsonNode payload) {
        List<String> files = new ArrayList<>();
        for (JsonNode commit : payload.path("commits")) {
            for (String kind : List.of("added", "modified", "removed")) {
                commit.path(kind).forEach(file -> files.add(file.asString("")));
            }
        }
        return files;
    }

    /** A request from a fork would run a stranger's files with this account's rights: it starts nothing. */
    private static Optional<GitChange> pullRequest(JsonNode payload) {
        JsonNode request = payload.path("pull_request");
        String repository = payload.path("repository").path("full_name").asString("");
        String head = request.path("head").path("repo").path("full_name").asString("");
        Optional<GitChange.PullRequestChanged.Event> event =
                switch (payload.path("action").asString("")) {
                    case "opened", "reopened" -> Optional.of(GitChange.PullRequestChanged.Event.OPEN);
                    case "synchronize" -> Optional.of(GitChange.PullRequestChanged.Event.UPDATED);
                    case "closed" -> Optional.of(GitChange.PullRequestChanged.Event.CLOSED);
                    default -> Optional.empty();
                };
        if (repository.isEmpty() || !head.equals(repository)) {
            return Optional.empty();
        }
        return event.map(happened -> new GitChange.PullRequestChanged(
                repository,
                happened,
                request.path("head").path("ref").asString(""),
                request.path("base").path("ref").asString(""),
                request.path("head").path("sha").asString(""),
                Optional.empty()));
    }

    private static Optional<byte[]> signature(String header) {
        if (!header.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(header.substring(PREFIX.length()));
            return bytes.length == SIGNATURE_BYTES ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
