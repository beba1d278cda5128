package dev.penstock.cli.command;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.engine.ActionAttempt;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionState;
import dev.penstock.link.ActionLink;
import dev.penstock.link.LinkText;
import dev.penstock.runner.Refusal;
import dev.penstock.secret.HmacSignature;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a link. */
@Command(
        name = "link",
        description = {
            "Make a link by which somebody answers without AWS.",
            "It is for one person, and for what an execution waits for or a release that can be told something.",
            "The front of the control plane answers it. Whoever has the link can use it: it is printed, and kept nowhere."
        })
final class LinkCommand extends ExecutionCommand {

    private static final String SECRET = "secret:";
    private static final Duration LONGEST = Duration.ofDays(30);

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "Which action is meant, if several take an answer.")
    private @Nullable String action;

    @Option(
            names = "--for",
            paramLabel = "NAME",
            required = true,
            description = "Whom the link is for, as the answer will name them.")
    private String holder = "";

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "For how long, such as 90m or 24h (so unless said otherwise); 30 days at most.")
    private String valid = "24h";

    @Option(
            names = "--front",
            paramLabel = "URL",
            required = true,
            description = "Where the front is, FrontUrl of the control plane.")
    private String front = "";

    @Option(
            names = "--key",
            paramLabel = "REF",
            required = true,
            description = "Where the key of links is: secret:ARN[:json-key] in Secrets Manager, env:NAME, or a file.")
    private String key = "";

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    LinkCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        Duration time = Amounts.time("--valid", valid);
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "A link is valid for 30 days at most, and not for " + valid + ".",
                    "Write '--valid 24h'.");
        }
        URI address = address();
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(
                    id(),
                    each -> !each.summary().ended()
                            && !open(state(journals, each)).isEmpty(),
                    "No execution of this project waits for an answer or takes instructions.");
            Open meant = meant(found, open(state(journals, found)));
            Instant expires = InstantSource.system().instant().plus(time).truncatedTo(ChronoUnit.SECONDS);
            var link = new ActionLink(meant.subject(), found.id(), meant.attempt(), holder(), expires);
            Secret secret = secret();
            String text = LinkText.of(link, message -> HmacSignature.of(secret, message));
            surroundings()
                    .out()
                    .println(address.resolve("/link?link=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
            surroundings()
                    .err()
                    .println("For " + link.holder() + ", about '"
                            + meant.attempt().action() + "' of " + named(found) + ", until " + expires + ".");
        }
        return ExitCode.SUCCEEDED;
    }

    /** What a link can be about. */
    private record Open(ActionAttempt attempt, ActionLink.Subject subject) {}

    private static List<Open> open(ExecutionState state) {
        List<Open> open = new ArrayList<>();
        state.stages()
                .forEach(stage -> stage.actions().stream()
                        .filter(each -> !each.phase().hasEnded())
                        .forEach(each -> subject(each)
                                .ifPresent(subject -> open.add(new Open(
                                        new ActionAttempt(stage.name(), each.name(), each.attempt()), subject)))));
        return open;
    }

    /** A question goes before instructions: who is asked can only answer. */
    private static Optional<ActionLink.Subject> subject(ActionState action) {
        Optional<Asking.Approval> question = action.phase() instanceof ActionPhase.Waiting waiting
                        && waiting.answer().isEmpty()
                ? waiting.until().openQuestion()
                : Optional.empty();
        if (question.isPresent()) {
            return Optional.of(new ActionLink.Subject.Approval(question.get().token()));
        }
        return action.takes().isEmpty()
                ? Optional.empty()
                : Optional.of(new ActionLink.Subject.Release(UUID.randomUUID().toString()));
    }

    private Open meant(FoundExecution found, List<Open> open) {
        List<Open> fitting = open.stream()
                .filter(each -> action == null || each.attempt().action().equals(action))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        String names = String.join(
                ", ", open.stream().map(each -> each.attempt().action()).toList());
        if (open.isEmpty()) {
            throw new CommandFailure(
                    Refusal.STATE,
                    capital(named(found)) + " waits for no answer, and nothing of it takes instructions.");
        }
        throw new CommandFailure(
                Refusal.STATE,
                fitting.isEmpty()
                        ? capital(named(found)) + " has no action '" + action + "' that takes an answer."
                        : capital(named(found)) + " has several actions that take an answer: " + names + ".",
                fitting.isEmpty() ? "Those that do are " + names + "." : "Name the one that is meant after the id.");
    }

    private String holder() {
        if (holder.isBlank() || holder.length() > 128) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "A link is for somebody, named in at most 128 characters.",
                    "Write '--for ann'.");
        }
        return holder;
    }

    private URI address() {
        try {
            URI address = URI.create(front);
            if (address.getHost() != null && ("https".equals(address.getScheme()) || aws.isSimulated())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(Refusal.COMMAND_LINE, "'" + front + "' is no address: " + e.getMessage() + ".");
        }
        throw new CommandFailure(
                Refusal.COMMAND_LINE,
                "'" + front + "' is not where a front can be: it is reached by https.",
                "Write the output FrontUrl of the control plane, 'https://….lambda-url.REGION.on.aws/'.");
    }

    private Secret secret() throws IOException {
        if (!key.startsWith(SECRET)) {
            return Secret.of(KeyReference.read("--key", key, surroundings()).strip());
        }
        try (AwsClients clients = new AwsClients(aws.settings(Optional.empty()))) {
            return new AwsSecretResolver(clients, new SecretMasker())
                    .secret(AwsScope.OWN, key.substring(SECRET.length()));
        }
    }
}
