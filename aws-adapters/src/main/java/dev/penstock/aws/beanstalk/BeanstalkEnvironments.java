package dev.penstock.aws.beanstalk;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.beanstalk.ApplicationVersion;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.EnvironmentEvent;
import dev.penstock.beanstalk.EnvironmentUpdate;
import dev.penstock.beanstalk.Environments;
import dev.penstock.beanstalk.InstanceLog;
import dev.penstock.beanstalk.InstancesHealth;
import dev.penstock.beanstalk.NewEnvironment;
import dev.penstock.beanstalk.NewVersion;
import dev.penstock.beanstalk.OptionEffect;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.Platform;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationDeploymentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationSettingsDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentTier;

/** AWS Elastic Beanstalk. */
public final class BeanstalkEnvironments implements Environments {

    /** The one namespace whose options are told apart by their resource: every option has a resource in answers. */
    private static final String SCHEDULED = "aws:autoscaling:scheduledaction";

    private final AwsClients clients;
    private final BeanstalkReads reads;
    private final BeanstalkVersions versions;
    private final EnvironmentLogs logs;
    private final SolutionStacks platforms;

    /** The environments that some clients reach. */
    public BeanstalkEnvironments(AwsClients clients) {
        this.clients = clients;
        this.reads = new BeanstalkReads(clients);
        this.versions = new BeanstalkVersions(clients);
        this.logs = new EnvironmentLogs(clients);
        this.platforms = new SolutionStacks(clients);
    }

    @Override
    public boolean hasApplication(AwsScope scope, String application) {
        return versions.hasApplication(scope, application);
    }

    @Override
    public void createApplication(AwsScope scope, String application, Map<String, String> tags) {
        versions.createApplication(scope, application, tags);
    }

    @Override
    public Optional<Environment> find(AwsScope scope, String name) {
        return reads.named(scope, name).stream().findFirst();
    }

    @Override
    public Optional<Environment> terminated(AwsScope scope, String name) {
        return reads.terminated(scope, name);
    }

    @Override
    public List<String> regionsOf(AwsScope scope, String name) {
        return new EnvironmentSearch(clients).regionsOf(scope, name);
    }

    @Override
    public Optional<Environment> get(AwsScope scope, String environmentId) {
        return Optional.ofNullable(reads.byId(scope, List.of(environmentId)).get(environmentId));
    }

    @Override
    public List<Environment> list(AwsScope scope, String application) {
        return reads.ofApplication(scope, application);
    }

    @Override
    public String create(AwsScope scope, NewEnvironment environment) {
        EnvironmentTier tier = environment.worker()
                ? EnvironmentTier.builder().name("Worker").type("SQS/HTTP").build()
                : EnvironmentTier.builder().name("WebServer").type("Standard").build();
        boolean isArn =
                environment.platform().filter(name -> name.startsWith("arn:")).isPresent();
        return clients.call(
                        "elasticbeanstalk:CreateEnvironment",
                        "make the environment '" + environment.name() + "' of application '" + environment.application()
                                + "'",
                        () -> clients.elasticBeanstalk(scope, Use.CHANGE).createEnvironment(create -> {
                            create.applicationName(environment.application())
                                    .environmentName(environment.name())
                                    .versionLabel(environment.versionLabel())
                                    .optionSettings(EnvironmentMapping.settings(environment.options()))
                                    .tags(BeanstalkVersions.tags(environment.tags()));
                            environment.template().ifPresentOrElse(create::templateName, () -> create.tier(tier));
                            environment.cnamePrefix().ifPresent(create::cnamePrefix);
                            environment.platform().ifPresent(isArn ? create::platformArn : create::solutionStackName);
                        }))
                .environmentId();
    }

    @Override
    public String update(AwsScope scope, EnvironmentUpdate update) {
        var answer = clients.call(
                "elasticbeanstalk:UpdateEnvironment",
                "update environment " + update.environmentId(),
                () -> clients.elasticBeanstalk(scope, Use.CHANGE).updateEnvironment(request -> {
                    request.environmentId(update.environmentId());
                    update.versionLabel().ifPresent(request::versionLabel);
                    update.template().ifPresent(request::templateName);
                    if (!update.options().isEmpty()) {
                        request.optionSettings(EnvironmentMapping.settings(update.options()));
                    }
                }));
        return answer.responseMetadata().requestId();
    }

    @Override
    public Map<OptionName, String> options(AwsScope scope, String application, String environment) {
        return settings(
                scope,
                "read the options of environment '" + environment + "'",
                describe -> describe.applicationName(application).environmentName(environment));
    }

    @Override
    public Map<OptionName, String> keptOptions(AwsScope scope, String application, String template) {
        try {
            return settings(
                    scope,
                    "read the configuration template '" + template + "'",
                    describe -> describe.applicationName(application).templateName(template));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Map.of();
            }
            throw e;
        }
    }

    private Map<OptionName, String> settings(
            AwsScope scope, String asked, Consumer<DescribeConfigurationSettingsRequest.Builder> which) {
        Map<OptionName, String> options = new TreeMap<>();
        clients
                .call(
                        "elasticbeanstalk:DescribeConfigurationSettings",
                        asked,
                        () -> clients.elasticBeanstalk(scope, Use.READ).describeConfigurationSettings(which))
                .configurationSettings()
                .stream()
                .filter(BeanstalkEnvironments::isInForce)
                .flatMap(settings -> settings.optionSettings().stream())
                .filter(setting -> setting.value() != null)
                .forEach(setting -> options.put(
                        EnvironmentMapping.option(setting, SCHEDULED.equals(setting.namespace())), setting.value()));
        return options;
    }

    @Override
    public Map<OptionName, OptionEffect> effects(
            AwsScope scope, String application, String environment, Collection<OptionName> names) {
        Map<OptionName, OptionEffect> effects = new TreeMap<>();
        Map<String, OptionEffect> described = new HashMap<>();
        clients.call(
                        "elasticbeanstalk:DescribeConfigurationOptions",
                        "read what options of environment '" + environment + "' do",
                        () -> clients.elasticBeanstalk(scope, Use.READ)
                                .describeConfigurationOptions(describe -> describe.applicationName(application)
                                        .environmentName(environment)
                                        .options(names.stream()
                                                .map(EnvironmentMapping::specification)
                                                .toList())))
                .options()
                .forEach(option -> described.put(
                        option.namespace() + " " + option.name(), EnvironmentMapping.effect(option.changeSeverity())));
        names.forEach(name -> {
            OptionEffect effect = described.get(name.namespace() + " " + name.name());
            if (effect != null) {
                effects.put(name, effect);
            }
        });
        return effects;
    }

    /** While a configuration is being deployed there are two: the one that is, and the one that was. */
    private static boolean isInForce(ConfigurationSettingsDescription settings) {
        return settings.deploymentStatus() != ConfigurationDeploymentStatus.FAILED
                && settings.deploymentStatus() != ConfigurationDeploymentStatus.PENDING;
    }

    @Override
    public void keepOptions(AwsScope scope, String application, String environmentId, String template) {
        try {
            clients.call(
                    "elasticbeanstalk:CreateConfigurationTemplate",
                    "keep the options of environment " + environmentId + " as template '" + template + "'",
                    () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                            .createConfigurationTemplate(create -> create.applicationName(application)
                                    .templateName(template)
                                    .environmentId(environmentId)
                                    .description("The options before a deployment by Penstock")));
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.CONFLICT) {
                throw e;
            }
        }
    }

    @Override
    public void forgetOptions(AwsScope scope, String application, String template) {
        try {
            clients.call(
                    "elasticbeanstalk:DeleteConfigurationTemplate",
                    "delete the configuration template '" + template + "'",
                    () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                            .deleteConfigurationTemplate(delete ->
                                    delete.applicationName(application).templateName(template)));
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public List<EnvironmentEvent> events(AwsScope scope, String environmentId, Instant since) {
        return reads.events(scope, environmentId, since);
    }

    @Override
    public List<EnvironmentEvent> versionEvents(AwsScope scope, String application, String label) {
        return reads.versionEvents(scope, application, label);
    }

    @Override
    public Optional<InstancesHealth> instances(AwsScope scope, String environmentId) {
        return reads.instances(scope, environmentId);
    }

    @Override
    public void requestLogs(AwsScope scope, String environmentId) {
        logs.request(scope, environmentId);
    }

    @Override
    public List<InstanceLog> logs(AwsScope scope, String environmentId, Instant since) {
        return logs.since(scope, environmentId, since);
    }

    @Override
    public Optional<ApplicationVersion> version(AwsScope scope, String application, String label) {
        return versions.version(scope, application, label);
    }

    @Override
    public List<ApplicationVersion> versions(AwsScope scope, String application) {
        return versions.versions(scope, Optional.of(application));
    }

    @Override
    public List<ApplicationVersion> allVersions(AwsScope scope) {
        return versions.versions(scope, Optional.empty());
    }

    @Override
    public void createVersion(AwsScope scope, NewVersion version) {
        versions.create(scope, version);
    }

    @Override
    public void deleteVersion(AwsScope scope, String application, String label, boolean withBundle) {
        versions.delete(scope, application, label, withBundle);
    }

    @Override
    public void abort(AwsScope scope, String environmentId) {
        if (get(scope, environmentId).filter(Environment::abortable).isPresent()) {
            clients.call(
                    "elasticbeanstalk:AbortEnvironmentUpdate",
                    "abort the update of environment " + environmentId,
                    () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                            .abortEnvironmentUpdate(abort -> abort.environmentId(environmentId)));
        }
    }

    @Override
    public void terminate(AwsScope scope, String environmentId) {
        if (get(scope, environmentId)
                .filter(found -> !found.status().isEnding())
                .isPresent()) {
            clients.call(
                    "elasticbeanstalk:TerminateEnvironment",
                    "terminate environment " + environmentId,
                    () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                            .terminateEnvironment(terminate -> terminate.environmentId(environmentId)));
        }
    }

    @Override
    public void swapCnames(AwsScope scope, String environmentId, String otherEnvironmentId) {
        clients.call(
                "elasticbeanstalk:SwapEnvironmentCNAMEs",
                "swap the host names of environments " + environmentId + " and " + otherEnvironmentId,
                () -> clients.elasticBeanstalk(scope, Use.CHANGE)
                        .swapEnvironmentCNAMEs(swap ->
                                swap.sourceEnvironmentId(environmentId).destinationEnvironmentId(otherEnvironmentId)));
    }

    @Override
    public List<Platform> platforms(AwsScope scope) {
        return platforms.all(scope);
    }
}
