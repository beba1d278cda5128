package dev.penstock.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.aws.lambda.FunctionCalls;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.aws.s3.S3PipelineRegistry;
import dev.penstock.aws.scheduler.ScheduledWakeUps;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.journal.Journal;
import dev.penstock.lambda.front.Front;
import dev.penstock.lambda.runner.FunctionMachine;
import dev.penstock.lambda.runner.Runner;
import dev.penstock.lambda.runner.RunnerParts;
import dev.penstock.lambda.source.GitHubArchives;
import dev.penstock.library.Cloud;
import dev.penstock.library.Engines;
import dev.penstock.library.InvalidDefinitionException;
import dev.penstock.library.PipelineFile;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.registry.PipelineRegistry;
import dev.penstock.registry.RegisteredPipeline;
import dev.penstock.secret.Secret;
import dev.penstock.secret.SecretMasker;
import dev.penstock.secret.SecretResolver;
import dev.penstock.settings.BucketSetting;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import dev.penstock.time.ScheduledClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the functions live, as their environment says:
 *
 * <ul>
 *   <li>{@code PENSTOCK_TABLE}, {@code PENSTOCK_BUCKET}: the journal's table; the bucket of artifacts, large facts and registered
 *       pipelines
 *   <li>{@code PENSTOCK_TABLE_ENDPOINT}: where DynamoDB answers if not at AWS, for trials; large facts are in the table then
 *   <li>{@code PENSTOCK_RETENTION_DAYS}: how long ended executions are kept; 0 or not set for ever
 *   <li>{@code PENSTOCK_RUNNER_ARN}: the runner, to be called by schedules and by the front
 *   <li>{@code PENSTOCK_SCHEDULE_GROUP}, {@code PENSTOCK_SCHEDULER_ROLE}: where the runner makes schedules, and the role by which
 *       they call it
 *   <li>{@code PENSTOCK_GITHUB_TOKEN}: a secret that may read private repositories; not set where all are public
 *   <li>{@code PENSTOCK_GITHUB_API}: of a GitHub Enterprise Server, {@code https://HOST/api/v3}; not set for GitHub's own
 *   <li>{@code PENSTOCK_WEBHOOK_SECRET}, {@code PENSTOCK_LINK_KEY}: secrets of the front. Secrets are named as {@code
 *       secret-id[:json-key[:version-stage[:version-id]]]}
 * </ul>
 *
 * Nothing is opened, asked or resolved before a call needs it.
 */
final class Home {

    private static final Path FOLDER = Path.of("/tmp/penstock");

    private final Map<String, String> environment;
    private final Realm realm;
    private final SecretMasker masker = new SecretMasker();
    private final EngineClock clock = new ScheduledClock(InstantSource.system());
    private final FunctionLog log = new FunctionLog(masker);
    private final AwsClients clients;
    private final SecretResolver secrets;
    private final Journal journal;
    private final PipelineRegistry registry;
    private final Map<RunSettings, Cloud> clouds = new HashMap<>();

    private Home(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.realm =
                new Realm.Aws(Optional.empty(), optional("AWS_ENDPOINT_URL").map(URI::create));
        this.clients = new AwsClients(AwsSettings.of(realm));
        this.secrets = new AwsSecretResolver(clients, masker);
        String bucket = required("PENSTOCK_BUCKET");
        Optional<URI> tables = optional("PENSTOCK_TABLE_ENDPOINT").map(URI::create);
        this.journal = DynamoDbJournals.open(
                tables.isEmpty() ? clients : new AwsClients(AwsSettings.of(new Realm.Aws(Optional.empty(), tables))),
                new JournalLocation.DynamoDb(
                        required("PENSTOCK_TABLE"),
                        Optional.empty(),
                        tables.isEmpty() ? Optional.of(bucket) : Optional.empty(),
                        "",
                        tables),
                retention());
        this.registry = new S3PipelineRegistry(clients, AwsScope.OWN, bucket, "");
    }

    /**
     * A home.
     *
     * @throws IllegalStateException if a variable is missing or wrong; the message names it
     */
    static Home of(Map<String, String> environment) {
        return new Home(environment);
    }

    /** What advances executions. */
    Runner runner() {
        return new Runner(new RunnerParts(
                journal,
                clock,
                new ScheduledWakeUps(
                        clients,
                        new ScheduledWakeUps.Target(
                                required("PENSTOCK_SCHEDULE_GROUP"),
                                required("PENSTOCK_RUNNER_ARN"),
                                required("PENSTOCK_SCHEDULER_ROLE")),
                        clock),
                registry,
                this::engine,
                FOLDER,
                log,
                log));
    }

    /** What answers the world. */
    Front front() {
        String webhooks = required("PENSTOCK_WEBHOOK_SECRET");
        String links = required("PENSTOCK_LINK_KEY");
        var runner = new FunctionCalls(clients, required("PENSTOCK_RUNNER_ARN"));
        return new Front(
                new Front.Secrets(
                        () -> secrets.secret(AwsScope.OWN, webhooks), () -> secrets.secret(AwsScope.OWN, links)),
                this::pipelines,
                journal,
                new Front.Runner(
                        order -> runner.later(order.document()),
                        () -> runner.later("{\"tick\": \"front\"}".getBytes(StandardCharsets.UTF_8))),
                clock);
    }

    /** Loads what every call needs and asks the journal a question, so that a snapshot has it all. */
    void prime() {
        try {
            engine(RunSettings.none());
            journal.nextDue();
        } catch (RuntimeException e) {
            log.failed("PEN-LAMBDA-007", "The snapshot has less in it than it could: " + e.getMessage());
        }
    }

    FunctionLog log() {
        return log;
    }

    /** Where to speak from now on. */
    void says(LambdaLogger logger) {
        log.to(logger);
    }

    private List<Pipeline> pipelines() {
        List<Pipeline> usable = new ArrayList<>();
        for (RegisteredPipeline registered : registry.all()) {
            try {
                usable.add(PipelineFile.of(registered, FOLDER).pipeline());
            } catch (InvalidDefinitionException e) {
                log.failed(
                        "PEN-LAMBDA-006",
                        "The registered pipeline '" + registered.name() + "' cannot be used: " + e.getMessage());
            }
        }
        return usable;
    }

    private EngineBuilder engine(RunSettings given) {
        String own = required("PENSTOCK_BUCKET");
        RunSettings settings = given.orBucket(new BucketSetting(own, "stacks"));
        Cloud cloud = clouds.computeIfAbsent(settings, this::cloud);
        // Where whoever began the execution keeps them, if that can be reached from here.
        BucketSetting kept = settings.artifactBucket()
                .filter(BucketSetting::shared)
                .orElseGet(() -> new BucketSetting(own, "", true));
        var machine = new FunctionMachine(
                journal,
                new S3ArtifactStore(
                        clients, AwsScope.OWN, kept.name(), kept.artifactPrefix(), FOLDER.resolve("artifacts")),
                new GitHubArchives(
                        optional("PENSTOCK_GITHUB_API").map(URI::create).orElse(GitHubArchives.PUBLIC_API),
                        this::gitHubToken),
                FOLDER.resolve("work"));
        return Engines.builder(settings, machine, cloud, masker);
    }

    private Cloud cloud(RunSettings settings) {
        var aws = new AwsSettings(
                realm, settings.region(), settings.account().map(Set::of).orElse(Set.of()), RoleSession.DEFAULT);
        return new AwsServices(aws, masker, clock, settings.artifactBucket());
    }

    private Optional<Secret> gitHubToken() {
        return optional("PENSTOCK_GITHUB_TOKEN").map(reference -> secrets.secret(AwsScope.OWN, reference));
    }

    private Optional<Duration> retention() {
        String days = optional("PENSTOCK_RETENTION_DAYS").orElse("0");
        try {
            long number = Long.parseLong(days);
            return number == 0 ? Optional.empty() : Optional.of(Duration.ofDays(number));
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    "PENSTOCK_RETENTION_DAYS is a whole number of days, or 0 for ever; it is '" + days + "'", e);
        }
    }

    private String required(String name) {
        return optional(name)
                .orElseThrow(() -> new IllegalStateException("The environment variable " + name
                        + " of this function is not set; docs/lambda.md says what it is."));
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
