package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.CheckDnsAvailabilityRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CheckDnsAvailabilityResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentTier;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentResponse;

/** Environments are made and changed. */
final class Environments {

    private final BeanstalkStore store;
    private final Events events;
    private final Tags tags;
    private final Ids ids;
    private final Rollout rollout;
    private final EnvironmentResources resources;
    private final StorageLocation storage;
    private final BundleFiles bundles;
    private final Descriptions descriptions;

    Environments(
            BeanstalkStore store,
            Events events,
            Tags tags,
            Ids ids,
            Rollout rollout,
            EnvironmentResources resources,
            StorageLocation storage,
            BundleFiles bundles,
            Descriptions descriptions) {
        this.store = store;
        this.events = events;
        this.tags = tags;
        this.ids = ids;
        this.rollout = rollout;
        this.resources = resources;
        this.storage = storage;
        this.bundles = bundles;
        this.descriptions = descriptions;
    }

    void declare(Operations all) {
        all.operation("CreateEnvironment", CreateEnvironmentRequest::builder, this::create)
                .operation("UpdateEnvironment", UpdateEnvironmentRequest::builder, this::update)
                .operation("CheckDNSAvailability", CheckDnsAvailabilityRequest::builder, this::checkDns);
    }

    private CreateEnvironmentResponse create(Call call, CreateEnvironmentRequest request) {
        EnvironmentRow made = make(call, request, Map.of());
        EnvironmentDescription shown = descriptions.of(made);
        return CreateEnvironmentResponse.builder()
                .environmentName(shown.environmentName())
                .environmentId(shown.environmentId())
                .applicationName(shown.applicationName())
                .versionLabel(shown.versionLabel())
                .solutionStackName(shown.solutionStackName())
                .platformArn(shown.platformArn())
                .templateName(shown.templateName())
                .description(shown.description())
                .cname(shown.cname())
                .dateCreated(shown.dateCreated())
                .dateUpdated(shown.dateUpdated())
                .status(shown.status())
                .abortableOperationInProgress(shown.abortableOperationInProgress())
                .health(shown.health())
                .tier(shown.tier())
                .environmentArn(shown.environmentArn())
                .build();
    }

    /** Makes an environment and begins to launch it. */
    EnvironmentRow make(Call call, CreateEnvironmentRequest request, Map<String, String> links) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        String name = request.environmentName();
        if (name == null) {
            throw BeanstalkErrors.missing("EnvironmentName");
        }
        Names.environment(name);
        Names.group(request.groupName());
        Names.description(request.description());
        if (store.living(call, null, name).isPresent()) {
            throw BeanstalkErrors.invalid("Environment " + name + " already exists.");
        }
        if (store.environments(call.account(), call.region()).stream()
                        .filter(row -> !row.isTerminated())
                        .count()
                >= 200) {
            throw ServiceError.client(
                    "TooManyEnvironmentsException", "You have reached the maximum number of environments.");
        }
        EnvironmentRow.Wanted wanted = wanted(call, application, request, links);
        String id = "e-" + ids.from("abcdefghijkmnpqrstuvwxyz23456789", 10);
        String cname = wanted.tier().equals("Worker") ? "" : cname(call, name, request.cnamePrefix());
        EnvironmentRow row = new EnvironmentRow(
                new EnvironmentRow.Identity(call.account(), call.region(), application.name(), name, id, call.now()),
                wanted,
                new EnvironmentRow.State(
                        EnvironmentStatus.LAUNCHING, call.now(), 1, 1, 0, 0, "", "Grey", List.of(), Optional.empty()),
                EnvironmentRow.Resources.none(cname),
                Optional.empty());
        resources.requireServiceRole(call.account(), row.options());
        store.put(row);
        tags.add(row.arn(), ownTags(row, request));
        call.effect(row.arn());
        storage.ensure(call.caller());
        Work work = Changes.work(call, Work.Kind.CREATE, row, Plans.create(row), Work.Policy.ALL_AT_ONCE, 1);
        events.caused(row, "INFO", "createEnvironment is starting.", call.requestId());
        rollout.begin(row, work, EnvironmentStatus.LAUNCHING);
        return store.environment(id).orElseThrow();
    }

    private static Map<String, String> ownTags(EnvironmentRow row, CreateEnvironmentRequest request) {
        Map<String, String> all = new HashMap<>(Applications.tagged(request.tags()));
        all.put("elasticbeanstalk:environment-id", row.id());
        all.put("elasticbeanstalk:environment-name", row.name());
        all.put("Name", row.name());
        return all;
    }

    private EnvironmentRow.Wanted wanted(
            Call call, ApplicationRow application, CreateEnvironmentRequest request, Map<String, String> links) {
        Optional<TemplateRow> template =
                Optional.ofNullable(request.templateName()).map(name -> store.requireTemplate(application, name));
        Optional<EnvironmentRow> source =
                ConfigurationTemplates.sourceEnvironment(call).map(original -> store.require(call, null, original));
        Platform platform = platform(
                request.solutionStackName(),
                request.platformArn(),
                template.map(TemplateRow::platform)
                        .or(() -> source.map(row -> row.wanted().platform())));
        String tier = tier(
                request.tier(),
                template.map(TemplateRow::tier)
                        .or(() -> source.map(row -> row.wanted().tier()))
                        .orElse("WebServer"));
        if (platform.branch().isRetired(call.now()) && !isUsed(call, platform)) {
            throw BeanstalkErrors.invalid("The platform branch '"
                    + platform.branch().name() + "' is retired. You can't create an environment based on it.");
        }
        Optional<VersionRow> version = Optional.ofNullable(request.versionLabel())
                .map(label -> usable(store.requireVersion(application, label)));
        Settings settings = bundles.settings(version.map(VersionRow::bundle).orElse(Bundle.SAMPLE_APPLICATION))
                .with(source.map(EnvironmentRow::options).orElse(Settings.NONE))
                .with(template.map(row -> Settings.read(row.settings())).orElse(Settings.NONE))
                .with(Settings.of(request.optionSettings()))
                .without(request.optionsToRemove());
        OptionRules.require(settings, platform.solutionStack());
        return new EnvironmentRow.Wanted(
                Optional.ofNullable(request.description()),
                Optional.ofNullable(request.groupName()),
                tier,
                Optional.ofNullable(request.versionLabel()),
                platform.solutionStack(),
                Optional.ofNullable(request.templateName()),
                settings.kept(),
                links);
    }

    private static Platform platform(@Nullable String solutionStack, @Nullable String arn, Optional<String> source) {
        if (solutionStack == null && arn == null) {
            return source.flatMap(Platforms::ofSolutionStack)
                    .orElseThrow(() -> BeanstalkErrors.combination(
                            "Must specify one of SolutionStackName, PlatformArn, or TemplateName."));
        }
        return PlatformChoice.required(solutionStack, arn);
    }

    private boolean isUsed(Call call, Platform platform) {
        return store.environments(call.account(), call.region()).stream()
                .filter(row -> !row.isTerminated())
                .anyMatch(row -> Platforms.ofSolutionStack(row.wanted().platform())
                        .filter(other -> other.branch().equals(platform.branch()))
                        .isPresent());
    }

    private static String tier(@Nullable EnvironmentTier given, String otherwise) {
        if (given == null || given.name() == null) {
            return otherwise;
        }
        boolean fits = switch (given.name()) {
            case "WebServer" -> given.type() == null || given.type().equals("Standard");
            case "Worker" -> given.type() == null || given.type().equals("SQS/HTTP");
            case "Cluster" -> throw ServiceError.notSimulated("the tier Cluster", "WebServer and Worker");
            default -> false;
        };
        if (!fits) {
            throw BeanstalkErrors.invalid(
                    "Invalid tier: '" + given.name() + "/" + given.type() + "'. No tier of that name and type found.");
        }
        return given.name();
    }

    private static VersionRow usable(VersionRow version) {
        ApplicationVersionStatus status = version.description().status();
        if (status == ApplicationVersionStatus.FAILED) {
            throw BeanstalkErrors.invalid("Application version '" + version.label()
                    + "' is unusable because it failed to" + " process or build.");
        }
        if (status == ApplicationVersionStatus.PROCESSING || status == ApplicationVersionStatus.BUILDING) {
            throw BeanstalkErrors.invalid("Application version '" + version.label() + "' is not ready: it is being "
                    + (status == ApplicationVersionStatus.BUILDING ? "built." : "processed."));
        }
        return version;
    }

    private String cname(Call call, String name, @Nullable String prefix) {
        if (prefix != null) {
            Names.cnamePrefix(prefix);
            String full = full(prefix, call.region());
            if (store.named(full).isPresent()) {
                throw BeanstalkErrors.invalid("DNS name (" + full + ") is not available.");
            }
            return full;
        }
        return full(name + ".eba-" + ids.from("abcdefghijkmnpqrstuvwxyz23456789", 8), call.region());
    }

    private static String full(String prefix, String region) {
        return prefix.toLowerCase(Locale.ROOT) + "." + region + ".elasticbeanstalk.com";
    }

    private CheckDnsAvailabilityResponse checkDns(Call call, CheckDnsAvailabilityRequest request) {
        if (request.cnamePrefix() == null) {
            throw BeanstalkErrors.missing("CNAMEPrefix");
        }
        Names.cnamePrefix(request.cnamePrefix());
        String full = full(request.cnamePrefix(), call.region());
        return CheckDnsAvailabilityResponse.builder()
                .available(store.named(full).isEmpty())
                .fullyQualifiedCNAME(full)
                .build();
    }

    private UpdateEnvironmentResponse update(Call call, UpdateEnvironmentRequest request) {
        EnvironmentRow changed = change(call, request);
        EnvironmentDescription shown = descriptions.of(changed);
        return UpdateEnvironmentResponse.builder()
                .environmentName(shown.environmentName())
                .environmentId(shown.environmentId())
                .applicationName(shown.applicationName())
                .versionLabel(shown.versionLabel())
                .solutionStackName(shown.solutionStackName())
                .platformArn(shown.platformArn())
                .templateName(shown.templateName())
                .description(shown.description())
                .endpointURL(shown.endpointURL())
                .cname(shown.cname())
                .dateCreated(shown.dateCreated())
                .dateUpdated(shown.dateUpdated())
                .status(shown.status())
                .abortableOperationInProgress(shown.abortableOperationInProgress())
                .health(shown.health())
                .tier(shown.tier())
                .environmentLinks(shown.environmentLinks())
                .environmentArn(shown.environmentArn())
                .build();
    }

    private EnvironmentRow change(Call call, UpdateEnvironmentRequest request) {
        if (call.unmodelled()
                .requested("TemplateSpecification", "TemplateSource", "SourceContents")
                .isPresent()) {
            throw ServiceError.notSimulated("a saved configuration as text", "saved configurations by name");
        }
        EnvironmentRow row = store.requireReady(call, request.environmentId(), request.environmentName());
        if (request.applicationName() != null && !request.applicationName().equals(row.application())) {
            throw BeanstalkErrors.noEnvironment(row.name());
        }
        Names.description(request.description());
        combination(request);
        if (request.tier() != null
                && !tier(request.tier(), row.wanted().tier())
                        .equals(row.wanted().tier())) {
            throw BeanstalkErrors.combination("Unable to change the tier of an environment.");
        }
        ApplicationRow application = store.requireApplication(call, row.application());
        Optional<VersionRow> version = Optional.ofNullable(request.versionLabel())
                .map(label -> usable(store.requireVersion(application, label)));
        EnvironmentRow.Wanted wanted = changed(row, application, request, version);
        OptionRules.require(wanted.options(), wanted.platform());
        resources.requireServiceRole(call.account(), wanted.options());
        call.effect(row.arn());
        EnvironmentRow next = row.with(wanted);
        boolean platform = !wanted.platform().equals(row.wanted().platform());
        List<String> severities = Changes.severities(row.options(), wanted.options());
        if (version.isEmpty() && severities.isEmpty() && !platform) {
            store.put(next.with(row.state().in(EnvironmentStatus.READY, call.now())));
            if (request.description() == null) {
                events.caused(row, "INFO", "Environment update is starting.", call.requestId());
                events.caused(row, "INFO", "Environment update completed successfully.", call.requestId());
            }
            return store.environment(row.id()).orElseThrow();
        }
        events.caused(row, "INFO", "Environment update is starting.", call.requestId());
        begin(call, row, next, version.isPresent(), platform, severities);
        return store.environment(row.id()).orElseThrow();
    }

    /** What one update may not ask for together. Source: API Reference, UpdateEnvironment. */
    private static void combination(UpdateEnvironmentRequest request) {
        boolean configuration =
                request.templateName() != null || !request.optionSettings().isEmpty();
        boolean platform = request.solutionStackName() != null || request.platformArn() != null;
        if (request.versionLabel() != null && platform) {
            throw BeanstalkErrors.combination(
                    "You cannot update the application version and the platform of an environment at the same time.");
        }
        if (request.templateName() != null && request.versionLabel() != null) {
            throw BeanstalkErrors.combination(
                    "You cannot update the application version and the configuration template of"
                            + " an environment at the same time.");
        }
        if (configuration && request.templateName() != null && platform) {
            throw BeanstalkErrors.combination(
                    "You cannot specify both a configuration template and a platform for an update.");
        }
    }

    private EnvironmentRow.Wanted changed(
            EnvironmentRow row,
            ApplicationRow application,
            UpdateEnvironmentRequest request,
            Optional<VersionRow> version) {
        EnvironmentRow.Wanted wanted = row.wanted();
        Settings settings = wanted.options();
        if (version.isPresent()) {
            // What was set directly or from a saved configuration stays stronger than the new bundle's files.
            Settings before = wanted.versionLabel()
                    .flatMap(label -> store.version(row.account(), row.region(), row.application(), label))
                    .map(old -> bundles.settings(old.bundle()))
                    .orElse(Settings.NONE);
            settings = bundles.settings(version.get().bundle()).with(settings.unlike(before));
            wanted = wanted.running(Optional.of(version.get().label()));
        }
        if (request.templateName() != null) {
            TemplateRow template = store.requireTemplate(application, request.templateName());
            settings = settings.with(Settings.read(template.settings()));
            wanted = wanted.of(Optional.of(template.name()));
        }
        settings = settings.without(request.optionsToRemove()).with(Settings.of(request.optionSettings()));
        if (request.solutionStackName() != null || request.platformArn() != null) {
            Platform platform = PlatformChoice.required(request.solutionStackName(), request.platformArn());
            wanted = wanted.on(platform.solutionStack());
        }
        if (request.description() != null) {
            wanted = wanted.described(Optional.of(request.description()));
        }
        return Objects.requireNonNull(wanted).with(settings);
    }

    private void begin(
            Call call,
            EnvironmentRow row,
            EnvironmentRow next,
            boolean deploys,
            boolean platform,
            List<String> severities) {
        List<String> all = store.instances(row).stream().map(InstanceRow::id).toList();
        long deployment = row.state().deployments() + 1;
        Work.Policy policy = Plans.policy(next);
        boolean replaces = platform || severities.contains(OptionDefinition.REPLACING);
        List<Step> steps = new ArrayList<>();
        if (replaces) {
            if (deploys && !Plans.isInPlace(policy)) {
                throw BeanstalkErrors.combination(
                        "You can't perform an immutable deployment together with configuration"
                                + " changes that require replacing instances. Make the changes in two updates.");
            }
            steps.addAll(Plans.replace(next, all, Math.max(Plans.size(next), Math.min(all.size(), most(next)))));
        } else if (deploys) {
            if (!severities.isEmpty()) {
                steps.add(Step.tell(
                        "Updating environment " + row.name() + "'s configuration settings.",
                        java.time.Duration.ofSeconds(4)));
                steps.add(Step.of(Step.Kind.APPLY));
            }
            steps.addAll(Plans.deploy(next, policy, all));
        } else {
            steps.addAll(Plans.configure(next, policy, all, severities.contains("RestartApplicationServer")));
        }
        Work.Policy goes = replaces ? Changes.updatePolicy(next) : policy;
        Work work = Changes.work(call, deploys ? Work.Kind.DEPLOY : Work.Kind.CONFIGURE, row, steps, goes, deployment);
        rollout.begin(next.with(next.state().deployments(deployment)), work, EnvironmentStatus.UPDATING);
    }

    private static int most(EnvironmentRow environment) {
        return environment.isSingleInstance() ? 1 : environment.options().number("aws:autoscaling:asg", "MaxSize", 4);
    }
}
