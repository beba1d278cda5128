package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.bundle.EnvironmentManifest;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.CheckDnsAvailabilityRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CheckDnsAvailabilityResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.ComposeEnvironmentsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ComposeEnvironmentsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentResponse;

/** Environments are made and changed. */
final class Environments {

    private final BeanstalkStore store;
    private final Events events;
    private final Rollout rollout;
    private final EnvironmentResources resources;
    private final EnvironmentMaking making;
    private final BundleFiles bundles;
    private final Descriptions descriptions;

    Environments(
            BeanstalkStore store,
            Events events,
            Rollout rollout,
            EnvironmentResources resources,
            EnvironmentMaking making,
            BundleFiles bundles,
            Descriptions descriptions) {
        this.store = store;
        this.events = events;
        this.rollout = rollout;
        this.resources = resources;
        this.making = making;
        this.bundles = bundles;
        this.descriptions = descriptions;
    }

    void declare(Operations all) {
        all.operation("CreateEnvironment", CreateEnvironmentRequest::builder, this::create)
                .operation("UpdateEnvironment", UpdateEnvironmentRequest::builder, this::update)
                .operation("ComposeEnvironments", ComposeEnvironmentsRequest::builder, this::compose)
                .operation("CheckDNSAvailability", CheckDnsAvailabilityRequest::builder, this::checkDns);
    }

    private CreateEnvironmentResponse create(Call call, CreateEnvironmentRequest request) {
        return Fields.copy(descriptions.of(making.make(call, request)), CreateEnvironmentResponse.builder())
                .build();
    }

    /**
     * Makes or updates an environment for each version, as its manifest has it. Those that are linked to others wait for them.
     * Source: Developer Guide, "Creating and updating groups of Elastic Beanstalk environments".
     */
    private ComposeEnvironmentsResponse compose(Call call, ComposeEnvironmentsRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        Names.group(request.groupName());
        if (request.versionLabels().isEmpty()) {
            throw BeanstalkErrors.missing("VersionLabels");
        }
        List<EnvironmentRow> composed = new ArrayList<>();
        for (String label : request.versionLabels()) {
            EnvironmentManifest manifest = bundles.manifest(
                            store.requireVersion(application, label).bundle(), Optional.ofNullable(request.groupName()))
                    .filter(file -> file.environmentName().isPresent()
                            && (file.solutionStack().isPresent()
                                    || file.platformArn().isPresent()))
                    .orElseThrow(() -> BeanstalkErrors.invalid("Application version '" + label
                            + "' can't be composed: the env.yaml at the root of its source bundle must name its"
                            + " EnvironmentName and SolutionStack."));
            composed.add(
                    compose(call, request, label, manifest.environmentName().orElseThrow()));
        }
        return ComposeEnvironmentsResponse.builder()
                .environments(composed.stream().map(descriptions::of).toList())
                .build();
    }

    private EnvironmentRow compose(Call call, ComposeEnvironmentsRequest request, String label, String name) {
        if (store.living(call, null, name).isPresent()) {
            return change(
                    call,
                    UpdateEnvironmentRequest.builder()
                            .applicationName(request.applicationName())
                            .environmentName(name)
                            .versionLabel(label)
                            .build());
        }
        return making.make(
                call,
                CreateEnvironmentRequest.builder()
                        .applicationName(request.applicationName())
                        .groupName(request.groupName())
                        .versionLabel(label)
                        .build());
    }

    private CheckDnsAvailabilityResponse checkDns(Call call, CheckDnsAvailabilityRequest request) {
        if (request.cnamePrefix() == null) {
            throw BeanstalkErrors.missing("CNAMEPrefix");
        }
        Names.cnamePrefix(request.cnamePrefix());
        String full = EnvironmentMaking.full(request.cnamePrefix(), call.region());
        return CheckDnsAvailabilityResponse.builder()
                .available(store.named(full).isEmpty())
                .fullyQualifiedCNAME(full)
                .build();
    }

    private UpdateEnvironmentResponse update(Call call, UpdateEnvironmentRequest request) {
        return Fields.copy(descriptions.of(change(call, request)), UpdateEnvironmentResponse.builder())
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
                && !EnvironmentMaking.tier(request.tier(), row.wanted().tier())
                        .equals(row.wanted().tier())) {
            throw BeanstalkErrors.combination("Unable to change the tier of an environment.");
        }
        ApplicationRow application = store.requireApplication(call, row.application());
        Optional<VersionRow> version = Optional.ofNullable(request.versionLabel())
                .map(label -> EnvironmentMaking.usable(store.requireVersion(application, label)));
        EnvironmentRow.Wanted wanted = changed(row, application, request, version);
        SharedBalancer.requireUnchanged(row.options(), wanted.options());
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
