package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteEnvironmentConfigurationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteEnvironmentConfigurationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateConfigurationTemplateResponse;

/** Saved configurations. */
final class ConfigurationTemplates {

    /** Source: AWS General Reference, "Elastic Beanstalk endpoints and quotas". */
    private static final int MOST = 2000;

    private final BeanstalkStore store;
    private final Tags tags;
    private final SavedConfiguration saved;

    ConfigurationTemplates(BeanstalkStore store, Tags tags, SavedConfiguration saved) {
        this.store = store;
        this.tags = tags;
        this.saved = saved;
    }

    void declare(Operations all) {
        all.operation("CreateConfigurationTemplate", CreateConfigurationTemplateRequest::builder, this::create)
                .operation("UpdateConfigurationTemplate", UpdateConfigurationTemplateRequest::builder, this::update)
                .operation("DeleteConfigurationTemplate", DeleteConfigurationTemplateRequest::builder, this::delete)
                .operation(
                        "DeleteEnvironmentConfiguration",
                        DeleteEnvironmentConfigurationRequest::builder,
                        this::deleteDraft);
    }

    /** What a new template starts from. */
    private record Base(String platform, String tier, Settings settings) {}

    private CreateConfigurationTemplateResponse create(Call call, CreateConfigurationTemplateRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        if (request.templateName() == null) {
            throw BeanstalkErrors.missing("TemplateName");
        }
        Names.check("TemplateName", request.templateName(), 1, 100);
        Names.description(request.description());
        if (store.template(application, request.templateName()).isPresent()) {
            throw BeanstalkErrors.invalid("Configuration Template " + request.templateName() + " already exists.");
        }
        if (store.templates(application).size() >= MOST) {
            throw ServiceError.client(
                    "TooManyConfigurationTemplatesException",
                    "You have reached the maximum number of" + " configuration templates.");
        }
        Base base = base(call, application, request);
        Settings settings = base.settings().with(Settings.of(request.optionSettings()));
        OptionRules.require(settings, base.platform());
        TemplateRow row = new TemplateRow(
                call.account(),
                call.region(),
                application.name(),
                request.templateName(),
                Optional.ofNullable(request.description()),
                base.platform(),
                base.tier(),
                settings.kept(),
                call.now(),
                call.now());
        store.put(row);
        saved.keep(call, row);
        tags.add(row.arn(), Applications.tagged(request.tags()));
        call.effect(row.arn());
        return CreateConfigurationTemplateResponse.builder()
                .applicationName(row.application())
                .templateName(row.name())
                .description(row.description().orElse(null))
                .solutionStackName(row.platform())
                .platformArn(arn(row.platform(), call.region()))
                .dateCreated(row.created())
                .dateUpdated(row.updated())
                .optionSettings(settings.listed())
                .build();
    }

    private Base base(Call call, ApplicationRow application, CreateConfigurationTemplateRequest request) {
        Optional<String> named = sourceEnvironment(call);
        if (request.environmentId() != null || named.isPresent()) {
            EnvironmentRow environment = store.require(call, request.environmentId(), named.orElse(null));
            if (!environment.application().equals(application.name())) {
                throw BeanstalkErrors.invalid("Environment " + environment.name() + " does not belong to application "
                        + application.name() + ".");
            }
            return new Base(
                    environment.wanted().platform(), environment.wanted().tier(), environment.options());
        }
        if (request.sourceConfiguration() != null) {
            ApplicationRow other = request.sourceConfiguration().applicationName() == null
                    ? application
                    : store.requireApplication(
                            call, request.sourceConfiguration().applicationName());
            TemplateRow source =
                    store.requireTemplate(other, request.sourceConfiguration().templateName());
            if (request.solutionStackName() != null
                    && !request.solutionStackName().equals(source.platform())) {
                throw BeanstalkErrors.combination(
                        "SolutionStackName must match the solution stack of the source configuration.");
            }
            return new Base(source.platform(), source.tier(), Settings.read(source.settings()));
        }
        if (request.solutionStackName() == null && request.platformArn() == null) {
            throw BeanstalkErrors.invalid("Unable to determine base for template pack (no solution stack)");
        }
        Platform platform = PlatformChoice.required(request.solutionStackName(), request.platformArn());
        return new Base(platform.solutionStack(), "WebServer", Settings.NONE);
    }

    /**
     * The environment whose settings a request starts from, in a member that the API's public model lacks. Source: the EB CLI,
     * which saves and clones environments by it.
     */
    static Optional<String> sourceEnvironment(Call call) {
        return call.unmodelled()
                .requested("TemplateSpecification", "TemplateSource", "EnvironmentName")
                .map(String::valueOf);
    }

    static @Nullable String arn(String solutionStack, String region) {
        return Platforms.ofSolutionStack(solutionStack)
                .map(platform -> platform.arn(region))
                .orElse(null);
    }

    private UpdateConfigurationTemplateResponse update(Call call, UpdateConfigurationTemplateRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        TemplateRow row = store.requireTemplate(application, request.templateName());
        Names.description(request.description());
        Settings settings = Settings.read(row.settings())
                .without(request.optionsToRemove())
                .with(Settings.of(request.optionSettings()));
        OptionRules.require(settings, row.platform());
        TemplateRow updated =
                row.with(Optional.ofNullable(request.description()).or(row::description), settings.kept(), call.now());
        store.put(updated);
        saved.keep(call, updated);
        call.effect(row.arn());
        return UpdateConfigurationTemplateResponse.builder()
                .applicationName(updated.application())
                .templateName(updated.name())
                .description(updated.description().orElse(null))
                .solutionStackName(updated.platform())
                .platformArn(arn(updated.platform(), call.region()))
                .dateCreated(updated.created())
                .dateUpdated(updated.updated())
                .optionSettings(settings.listed())
                .build();
    }

    private DeleteConfigurationTemplateResponse delete(Call call, DeleteConfigurationTemplateRequest request) {
        ApplicationRow application = store.requireApplication(call, request.applicationName());
        store.template(application, request.templateName()).ifPresent(row -> {
            store.remove(row);
            tags.forget(row.arn());
            call.effect(row.arn());
        });
        return DeleteConfigurationTemplateResponse.builder().build();
    }

    /** A draft is there only while an update is under way or after it failed; nothing is left of one here. */
    private DeleteEnvironmentConfigurationResponse deleteDraft(
            Call call, DeleteEnvironmentConfigurationRequest request) {
        store.requireApplication(call, request.applicationName());
        store.require(call, null, request.environmentName());
        return DeleteEnvironmentConfigurationResponse.builder().build();
    }
}
