package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationDeploymentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationSettingsDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationOptionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationOptionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.OptionSpecification;
import software.amazon.awssdk.services.elasticbeanstalk.model.ValidateConfigurationSettingsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ValidateConfigurationSettingsResponse;

/** What can be asked about options and settings. */
final class OptionCalls {

    private final BeanstalkStore store;

    OptionCalls(BeanstalkStore store) {
        this.store = store;
    }

    void declare(Operations all) {
        all.operation("DescribeConfigurationOptions", DescribeConfigurationOptionsRequest::builder, this::options)
                .operation(
                        "DescribeConfigurationSettings", DescribeConfigurationSettingsRequest::builder, this::settings)
                .operation(
                        "ValidateConfigurationSettings", ValidateConfigurationSettingsRequest::builder, this::validate);
    }

    private DescribeConfigurationOptionsResponse options(Call call, DescribeConfigurationOptionsRequest request) {
        String platform = platform(call, request);
        List<ConfigurationOptionDescription> found = OptionCatalog.of(platform).stream()
                .filter(option -> !isPattern(option))
                .filter(option -> request.options().isEmpty()
                        || request.options().stream().anyMatch(asked -> asks(asked, option.key())))
                .map(OptionCalls::described)
                .toList();
        return DescribeConfigurationOptionsResponse.builder()
                .solutionStackName(platform.isEmpty() ? null : platform)
                .platformArn(platform.isEmpty() ? null : ConfigurationTemplates.arn(platform, call.region()))
                .options(found)
                .build();
    }

    private String platform(Call call, DescribeConfigurationOptionsRequest request) {
        if (request.solutionStackName() != null || request.platformArn() != null) {
            return PlatformChoice.required(request.solutionStackName(), request.platformArn())
                    .solutionStack();
        }
        if (request.environmentName() != null) {
            return store.require(call, null, request.environmentName()).wanted().platform();
        }
        if (request.templateName() != null) {
            return store.requireTemplate(
                            store.requireApplication(call, request.applicationName()), request.templateName())
                    .platform();
        }
        return "";
    }

    private static boolean isPattern(OptionDefinition option) {
        return option.key().namespace().endsWith("*")
                || option.key().name().name().equals("*");
    }

    private static boolean asks(OptionSpecification asked, OptionKey key) {
        return (asked.namespace() == null || asked.namespace().equals(key.namespace()))
                && (asked.optionName() == null
                        || asked.optionName().equals(key.name().name()));
    }

    private static ConfigurationOptionDescription described(OptionDefinition option) {
        return ConfigurationOptionDescription.builder()
                .namespace(option.key().namespace())
                .name(option.key().name().name())
                .defaultValue(option.defaultValue().isEmpty() ? null : option.defaultValue())
                .changeSeverity(option.severity())
                .userDefined(false)
                .valueType(option.type())
                .valueOptions(option.values())
                .minValue(
                        option.least().isPresent()
                                ? Math.toIntExact(option.least().getAsLong())
                                : null)
                .maxValue(
                        option.most().isPresent()
                                ? Math.toIntExact(option.most().getAsLong())
                                : null)
                .build();
    }

    private DescribeConfigurationSettingsResponse settings(Call call, DescribeConfigurationSettingsRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        if (request.environmentName() != null && request.templateName() != null) {
            throw BeanstalkErrors.combination("Only one of EnvironmentName and TemplateName can be specified.");
        }
        if (request.environmentName() != null) {
            EnvironmentRow row = store.require(call, null, request.environmentName());
            if (!row.application().equals(application.name())) {
                throw BeanstalkErrors.noEnvironment(row.name());
            }
            return answer(call, ofEnvironment(row), row.wanted().tier());
        }
        if (request.templateName() == null) {
            throw BeanstalkErrors.combination("Either EnvironmentName or TemplateName must be specified.");
        }
        TemplateRow row = store.requireTemplate(application, request.templateName());
        return answer(
                call,
                ConfigurationSettingsDescription.builder()
                        .solutionStackName(row.platform())
                        .platformArn(ConfigurationTemplates.arn(row.platform(), call.region()))
                        .applicationName(row.application())
                        .templateName(row.name())
                        .description(row.description().orElse(null))
                        .dateCreated(row.created())
                        .dateUpdated(row.updated())
                        .optionSettings(Settings.read(row.settings()).listed())
                        .build(),
                row.tier());
    }

    /** With the tier, which the API answers and its public model lacks. Source: the EB CLI, which needs it. */
    private static DescribeConfigurationSettingsResponse answer(
            Call call, ConfigurationSettingsDescription settings, String tier) {
        call.unmodelled()
                .answer(
                        settings,
                        Map.of(
                                "Tier",
                                Map.of(
                                        "Name",
                                        tier,
                                        "Type",
                                        tier.equals("Worker") ? "SQS/HTTP" : "Standard",
                                        "Version",
                                        "1.0")));
        return DescribeConfigurationSettingsResponse.builder()
                .configurationSettings(settings)
                .build();
    }

    private static ConfigurationSettingsDescription ofEnvironment(EnvironmentRow row) {
        boolean pending = row.work()
                .filter(work -> work.kind() == Work.Kind.CONFIGURE || work.kind() == Work.Kind.CREATE)
                .isPresent();
        return ConfigurationSettingsDescription.builder()
                .solutionStackName(row.wanted().platform())
                .platformArn(ConfigurationTemplates.arn(row.wanted().platform(), row.region()))
                .applicationName(row.application())
                .environmentName(row.name())
                .description(row.wanted().description().orElse(null))
                .deploymentStatus(
                        pending ? ConfigurationDeploymentStatus.PENDING : ConfigurationDeploymentStatus.DEPLOYED)
                .dateCreated(row.identity().created())
                .dateUpdated(row.state().updated())
                .optionSettings(all(row))
                .build();
    }

    /** All options of an environment: what is set, and the defaults of the rest. */
    private static List<ConfigurationOptionSetting> all(EnvironmentRow row) {
        Map<OptionKey, Optional<String>> values = new TreeMap<>();
        for (OptionDefinition option : OptionCatalog.of(row.wanted().platform())) {
            if (!isPattern(option) && belongs(row, option.key().namespace())) {
                values.put(
                        option.key(),
                        option.defaultValue().isEmpty() ? Optional.empty() : Optional.of(option.defaultValue()));
            }
        }
        row.options().values().forEach((key, value) -> values.put(key, Optional.of(value)));
        List<ConfigurationOptionSetting> listed = new ArrayList<>();
        values.forEach((key, value) -> listed.add(Settings.listed(key, value.orElse(null))));
        return listed;
    }

    /** Whether options of a namespace are there without being set. */
    private static boolean belongs(EnvironmentRow row, String namespace) {
        boolean balanced = Balancer.isWanted(row);
        String type = Balancer.type(row);
        if (namespace.startsWith("aws:elbv2:") || namespace.startsWith("aws:elasticbeanstalk:trafficsplitting")) {
            return balanced && !type.equals("classic");
        }
        if (namespace.startsWith("aws:elb:")) {
            return balanced && type.equals("classic");
        }
        if (namespace.equals("aws:elasticbeanstalk:sqsd")) {
            return row.isWorker();
        }
        return !namespace.equals("aws:rds:dbinstance") && !namespace.equals("aws:autoscaling:scheduledaction");
    }

    private ValidateConfigurationSettingsResponse validate(Call call, ValidateConfigurationSettingsRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        Settings base = Settings.NONE;
        String platform = "";
        if (request.environmentName() != null) {
            EnvironmentRow row = store.require(call, null, request.environmentName());
            base = row.options();
            platform = row.wanted().platform();
        } else if (request.templateName() != null) {
            TemplateRow row = store.requireTemplate(application, request.templateName());
            base = Settings.read(row.settings());
            platform = row.platform();
        }
        return ValidateConfigurationSettingsResponse.builder()
                .messages(OptionRules.faults(base.with(Settings.of(request.optionSettings())), platform))
                .build();
    }
}
