package dev.penstock.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.aws.lambda.FunctionCalls;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.aws.s3.S3PipelineRegistry;
import dev.penstock.aws.scheduler.ScheduledWakeUps;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.engine.EngineBuilder;
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
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import dev.penstock.time.ScheduledClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Where the functions live, as their environment says:
 *
 * <ul>
 *   <li>{@code PENSTOCK_TABLE}, {@code PENSTOCK_BUCKET}: the journal's table; the bucket of artifacts, large facts and registered
 *       pipelines
 *   <li>{@code PENSTOCK_JOURNAL}, {@code PENSTOCK_JOURNAL_PASSWORD}: in place of the table, a journal in a PostgreSQL database
 *       ({@code postgresql://USER@HOST/DATABASE?schema=NAME}), and a secret
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

    private final Variables variables;
    private final Realm realm;
    private final SecretMasker masker = new SecretMasker();
    private final EngineClock clock;
    private final FunctionLog log = new FunctionLog(masker);
    private final AwsClients clients;
    private final SecretResolver secrets;
    private final HomeJournal journal;
    private final PipelineRegistry registry;
    private final Map<RunSettings, Cloud> clouds = new HashMap<>();

    private Home(Map<String, String> environment, EngineClock clock) {
        this.clock = clock;
        this.variables = new Variables(environment);
        this.realm = new Realm.Aws(
                Optional.empty(), variables.optional("AWS_ENDPOINT_URL").map(URI::create));
        this.clients = new AwsClients(AwsSettings.of(realm));
        this.secrets = new AwsSecretResolver(clients, masker);
        String bucket = variables.required("PENSTOCK_BUCKET");
        this.journal = variables.optional("PENSTOCK_JOURNAL").isPresent()
                ? DatabaseJournal.of(variables, secrets)
                : TableJournal.of(variables, clients, clock);
        this.registry = new S3PipelineRegistry(clients, AwsScope.OWN, bucket, "");
    }

    /**
     * A home.
     *
     * @throws IllegalStateException if a variable is missing or wrong; the message names it
     */
    static Home of(Map<String, String> environment) {
        return of(environment, new ScheduledClock(InstantSource.system()));
    }

    /** A home where another clock goes, such as that of a simulated AWS. */
    static Home of(Map<String, String> environment, EngineClock clock) {
        return new Home(environment, clock);
    }

    /** What time it is. */
    Instant now() {
        return clock.instant();
    }

    /** What advances executions; to be asked for with each call. */
    Supplier<Runner> runner() {
        var wakeUps = new ScheduledWakeUps(
                clients,
                new ScheduledWakeUps.Target(
                        variables.required("PENSTOCK_SCHEDULE_GROUP"),
                        variables.required("PENSTOCK_RUNNER_ARN"),
                        variables.required("PENSTOCK_SCHEDULER_ROLE")),
                clock);
        return made(() ->
                new Runner(new RunnerParts(journal.open(), clock, wakeUps, registry, this::engine, FOLDER, log, log)));
    }

    /** What answers the world; to be asked for with each call. */
    Supplier<Front> front() {
        String webhooks = variables.required("PENSTOCK_WEBHOOK_SECRET");
        String links = variables.required("PENSTOCK_LINK_KEY");
        var runner = new FunctionCalls(clients, variables.required("PENSTOCK_RUNNER_ARN"));
        return made(() -> new Front(
                new Front.Secrets(
                        () -> secrets.secret(AwsScope.OWN, webhooks), () -> secrets.secret(AwsScope.OWN, links)),
                this::pipelines,
                journal.open(),
                new Front.Runner(
                        order -> runner.later(order.document()),
                        () -> runner.later("{\"tick\": \"front\"}".getBytes(StandardCharsets.UTF_8))),
                clock));
    }

    /** Made at once where that may be part of a snapshot, and else by the first call. */
    private <T> Supplier<T> made(Supplier<T> making) {
        if (journal.isPartOfSnapshots()) {
            T made = making.get();
            return () -> made;
        }
        AtomicReference<T> known = new AtomicReference<>();
        return () -> known.updateAndGet(made -> made == null ? making.get() : made);
    }

    /** Loads what every call needs and asks the journal a question, so that a snapshot has it all. */
    void prime() {
        try {
            if (journal.isPartOfSnapshots()) {
                engine(RunSettings.none());
                journal.open().nextDue();
            } else {
                clouds.computeIfAbsent(completed(RunSettings.none()), this::cloud);
            }
        } catch (RuntimeException e) {
            log.failed("PEN-RUNNER-007", "The snapshot has less in it than it could: " + e.getMessage());
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
                        "PEN-RUNNER-006",
                        "The registered pipeline '" + registered.name() + "' cannot be used: " + e.getMessage());
            }
        }
        return usable;
    }

    private EngineBuilder engine(RunSettings given) {
        String own = variables.required("PENSTOCK_BUCKET");
        RunSettings settings = completed(given);
        Cloud cloud = clouds.computeIfAbsent(settings, this::cloud);
        // Where whoever began the execution keeps them, if that can be reached from here.
        BucketSetting kept = settings.artifactBucket()
                .filter(BucketSetting::shared)
                .orElseGet(() -> new BucketSetting(own, "", true));
        var machine = new FunctionMachine(
                journal.open(),
                new S3ArtifactStore(
                        clients, AwsScope.OWN, kept.name(), kept.artifactPrefix(), FOLDER.resolve("artifacts")),
                new GitHubArchives(
                        variables
                                .optional("PENSTOCK_GITHUB_API")
                                .map(URI::create)
                                .orElse(GitHubArchives.PUBLIC_API),
                        this::gitHubToken),
                FOLDER.resolve("work"));
        return Engines.builder(settings, machine, cloud, masker);
    }

    /** With a bucket for the files of stacks, if they name none. */
    private RunSettings completed(RunSettings given) {
        return given.orBucket(new BucketSetting(variables.required("PENSTOCK_BUCKET"), "stacks"));
    }

    private Cloud cloud(RunSettings settings) {
        var aws = new AwsSettings(
                realm, settings.region(), settings.account().map(Set::of).orElse(Set.of()), RoleSession.DEFAULT);
        return new AwsServices(aws, masker, clock, settings.artifactBucket());
    }

    private Optional<Secret> gitHubToken() {
        return variables.optional("PENSTOCK_GITHUB_TOKEN").map(reference -> secrets.secret(AwsScope.OWN, reference));
    }
}
