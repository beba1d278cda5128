package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.bundle.EnvironmentManifest;
import dev.penstock.simulator.beanstalk.instance.Bundle;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentTier;

/**
 * Environments come into being: of a request, the saved configuration that it names, the manifest and the files of the version's
 * bundle. Source: Developer Guide, "Environment manifest (env.yaml)", "Configuration options: Precedence".
 */
final class EnvironmentMaking {

    private final BeanstalkStore store;
    private final Events events;
    private final Tags tags;
    private final Ids ids;
    private final Rollout rollout;
    private final EnvironmentResources resources;
    private final StorageLocation storage;
    private final BundleFiles bundles;

    EnvironmentMaking(
            BeanstalkStore store,
            Events events,
            Tags tags,
            Ids ids,
            Rollout rollout,
            EnvironmentResources resources,
            StorageLocation storage,
            BundleFiles bundles) {
        this.store = store;
        this.events = events;
        this.tags = tags;
        this.ids = ids;
        this.rollout = rollout;
        this.resources = resources;
        this.storage = storage;
        this.bundles = bundles;
    }

    /** Makes an environment and begins to launch it. */
    EnvironmentRow make(Call call, CreateEnvironmentRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        Names.group(request.groupName());
        Optional<VersionRow> version = Optional.ofNullable(request.versionLabel())
                .map(label -> usable(store.requireVersion(application, label)));
        Optional<EnvironmentManifest> manifest =
                version.flatMap(row -> bundles.manifest(row.bundle(), Optional.ofNullable(request.groupName())));
        String name = Optional.ofNullable(request.environmentName())
                .or(() -> manifest.flatMap(EnvironmentManifest::environmentName))
                .orElseThrow(() -> BeanstalkErrors.missing("EnvironmentName"));
        Names.environment(name);
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
        EnvironmentRow.Wanted wanted = wanted(call, application, request, version, manifest);
        String id = "e-" + ids.from("abcdefghijkmnpqrstuvwxyz23456789", 10);
        Optional<String> prefix =
                Optional.ofNullable(request.cnamePrefix()).or(() -> manifest.flatMap(EnvironmentManifest::cname));
        String cname = wanted.tier().equals("Worker") ? "" : cname(call, name, prefix);
        EnvironmentRow row = new EnvironmentRow(
                new EnvironmentRow.Identity(call.account(), call.region(), application.name(), name, id, call.now()),
                wanted,
                new EnvironmentRow.State(
                        EnvironmentStatus.LAUNCHING, call.now(), 1, 1, 0, 0, "", "Grey", List.of(), Optional.empty()),
                EnvironmentRow.Resources.none(cname),
                Optional.empty());
        resources.requireServiceRole(call.account(), row.options());
        store.put(row);
        Map<String, String> given =
                new HashMap<>(manifest.map(EnvironmentManifest::tags).orElse(Map.of()));
        given.putAll(Applications.tagged(request.tags()));
        tags.add(row.arn(), ownTags(row, given));
        call.effect(row.arn());
        storage.ensure(call.caller());
        Work work = Changes.work(call, Work.Kind.CREATE, row, Plans.create(row), Work.Policy.ALL_AT_ONCE, 1);
        events.caused(row, "INFO", "createEnvironment is starting.", call.requestId());
        rollout.begin(row, work, EnvironmentStatus.LAUNCHING);
        return store.environment(id).orElseThrow();
    }

    private static Map<String, String> ownTags(EnvironmentRow row, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.put("elasticbeanstalk:environment-id", row.id());
        all.put("elasticbeanstalk:environment-name", row.name());
        all.put("Name", row.name());
        return all;
    }

    private EnvironmentRow.Wanted wanted(
            Call call,
            ApplicationRow application,
            CreateEnvironmentRequest request,
            Optional<VersionRow> version,
            Optional<EnvironmentManifest> manifest) {
        Optional<TemplateRow> template =
                Optional.ofNullable(request.templateName()).map(name -> store.requireTemplate(application, name));
        Optional<EnvironmentRow> source =
                ConfigurationTemplates.sourceEnvironment(call).map(original -> store.require(call, null, original));
        Platform platform = platform(
                request.solutionStackName(),
                request.platformArn(),
                template.map(TemplateRow::platform)
                        .or(() -> source.map(row -> row.wanted().platform()))
                        .or(() -> manifest.flatMap(EnvironmentMaking::platform)));
        String tier = tier(
                request.tier(),
                template.map(TemplateRow::tier)
                        .or(() -> source.map(row -> row.wanted().tier()))
                        .or(() -> manifest.flatMap(EnvironmentManifest::tierName))
                        .orElse("WebServer"));
        if (platform.branch().isRetired(call.now()) && !isUsed(call, platform)) {
            throw BeanstalkErrors.invalid("The platform branch '"
                    + platform.branch().name() + "' is retired. You can't create an environment based on it.");
        }
        Settings settings = bundles.settings(version.map(VersionRow::bundle).orElse(Bundle.SAMPLE_APPLICATION))
                .with(manifest.map(file -> BundleFiles.settings(file.optionSettings()))
                        .orElse(Settings.NONE))
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
                manifest.map(EnvironmentManifest::links).orElse(Map.of()));
    }

    private static Optional<String> platform(EnvironmentManifest manifest) {
        return manifest.solutionStack().isPresent() || manifest.platformArn().isPresent()
                ? Optional.of(PlatformChoice.required(
                                manifest.solutionStack().orElse(null),
                                manifest.platformArn().orElse(null))
                        .solutionStack())
                : Optional.empty();
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

    static String tier(@Nullable EnvironmentTier given, String otherwise) {
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

    static VersionRow usable(VersionRow version) {
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

    private String cname(Call call, String name, Optional<String> prefix) {
        if (prefix.isPresent()) {
            Names.cnamePrefix(prefix.get());
            String full = full(prefix.get(), call.region());
            if (store.named(full).isPresent()) {
                throw BeanstalkErrors.invalid("DNS name (" + full + ") is not available.");
            }
            return full;
        }
        return full(name + ".eba-" + ids.from("abcdefghijkmnpqrstuvwxyz23456789", 8), call.region());
    }

    static String full(String prefix, String region) {
        return prefix.toLowerCase(Locale.ROOT) + "." + region + ".elasticbeanstalk.com";
    }
}
