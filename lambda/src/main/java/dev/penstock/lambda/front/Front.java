package dev.penstock.lambda.front;

import dev.penstock.journal.Journal;
import dev.penstock.lambda.StartOrder;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.secret.Secret;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is behind the function URL: {@code /github} for webhooks, {@code /link} for people. */
public final class Front {

    private final GitHubWebhook gitHub;
    private final ActionLinks links;

    /**
     * A front.
     *
     * @param secrets the keys; fetched when first needed
     * @param pipelines those that are registered; asked for at each webhook that is signed
     * @param runner where what is asked for is handed to
     */
    public Front(
            Secrets secrets, Supplier<List<Pipeline>> pipelines, Journal journal, Runner runner, InstantSource time) {
        this.gitHub = new GitHubWebhook(new SigningKey(secrets.webhook(), time), pipelines, runner.start());
        this.links = new ActionLinks(new SigningKey(secrets.links(), time), journal, runner.wake(), time);
    }

    /** Answers a request. */
    public HttpResponse answer(HttpRequest request) {
        return switch (request.path()) {
            case "/github" ->
                request.method().equals("POST")
                        ? gitHub.answer(request)
                        : HttpResponse.text(405, "Webhooks are sent with POST.");
            case "/link" -> links.answer(request);
            default -> HttpResponse.text(404, "There is nothing here. Webhooks of GitHub go to /github.");
        };
    }

    /**
     * Keys that signatures are made with.
     *
     * @param webhook the secret of the webhooks
     * @param links the key of links
     */
    public record Secrets(Supplier<Secret> webhook, Supplier<Secret> links) {}

    /**
     * Who does what is asked for.
     *
     * @param start has an execution started; what it is given is kept before it returns
     * @param wake has what is due taken up now
     */
    public record Runner(Consumer<StartOrder> start, Runnable wake) {}
}
