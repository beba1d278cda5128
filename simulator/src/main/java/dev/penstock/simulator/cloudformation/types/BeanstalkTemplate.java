package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.OptionSpecification;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateConfigurationTemplateResponse;

/** {@code AWS::ElasticBeanstalk::ConfigurationTemplate}: Ref is the name. */
final class BeanstalkTemplate extends ServiceHandler {

    static final String TYPE = "AWS::ElasticBeanstalk::ConfigurationTemplate";
    private static final String APPLICATION = "ApplicationName";
    private static final String NAME = "TemplateName";

    BeanstalkTemplate() {
        super(TYPE, "elasticbeanstalk");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(100));
        call(
                context,
                fill(CreateConfigurationTemplateRequest.builder(), asked.with(NAME, name))
                        .build(),
                CreateConfigurationTemplateResponse.class);
        return done(name, NAME, name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        UpdateConfigurationTemplateRequest.Builder request = fill(
                UpdateConfigurationTemplateRequest.builder(),
                asked.only(APPLICATION, "Description", "OptionSettings").with(NAME, before.physicalId()));
        request.optionsToRemove(removed(Properties.of(before.properties()), asked));
        call(context, request.build(), UpdateConfigurationTemplateResponse.class);
        return unchanged(before);
    }

    /** The options that a template had and no longer has. */
    static List<OptionSpecification> removed(Properties before, Properties after) {
        List<OptionSpecification> now = after.parts("OptionSettings").stream()
                .map(BeanstalkTemplate::option)
                .toList();
        return before.parts("OptionSettings").stream()
                .map(BeanstalkTemplate::option)
                .filter(option -> !now.contains(option))
                .toList();
    }

    private static OptionSpecification option(Properties setting) {
        return OptionSpecification.builder()
                .resourceName(setting.text("ResourceName").orElse(null))
                .namespace(setting.text("Namespace").orElse(null))
                .optionName(setting.text("OptionName").orElse(null))
                .build();
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteConfigurationTemplateRequest.builder()
                        .applicationName(Properties.of(resource.properties()).require(APPLICATION))
                        .templateName(resource.physicalId())
                        .build(),
                DeleteConfigurationTemplateResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return find(
                        context,
                        DescribeConfigurationSettingsRequest.builder()
                                .applicationName(
                                        Properties.of(resource.properties()).require(APPLICATION))
                                .templateName(resource.physicalId())
                                .build(),
                        DescribeConfigurationSettingsResponse.class)
                .map(found -> resource.properties());
    }
}
