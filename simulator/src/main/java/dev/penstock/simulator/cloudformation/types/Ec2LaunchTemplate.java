package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ec2.LaunchTemplates.Template;
import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::EC2::LaunchTemplate}: Ref is the id; each change of its data is a version. */
final class Ec2LaunchTemplate implements ResourceHandler {

    static final String TYPE = "AWS::EC2::LaunchTemplate";
    private static final String NAME = "LaunchTemplateName";
    private static final String DATA = "LaunchTemplateData";
    private static final String DESCRIPTION = "VersionDescription";

    /** Lists that are called otherwise in a request's form than by their names without the last letter. */
    private static final Map<String, String> IN_FORMS = Map.of("Groups", "SecurityGroupId");

    private final LaunchTemplates templates;

    Ec2LaunchTemplate(LaunchTemplates templates) {
        this.templates = templates;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Template made = templates.create(
                Place.of(context.caller()),
                given.text(NAME, context.logicalId() + "_" + context.randomSuffix()),
                context.now(),
                context.caller().principal(),
                given.text(DESCRIPTION, ""),
                form(given));
        return new Progress.Done(made.id(), attributes(made));
    }

    private static JsonValue.Structure attributes(Template template) {
        return ServiceHandler.attributes(
                "LaunchTemplateId",
                template.id(),
                "DefaultVersionNumber",
                Long.toString(template.standard()),
                "LatestVersionNumber",
                Long.toString(template.latest()));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Place place = Place.of(context.caller());
        Template template = templates
                .find(place, before.physicalId())
                .orElseThrow(() -> ServiceError.client(
                        "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template ID " + before.physicalId()
                                + ", does not exist."));
        Properties asked = Properties.of(after);
        if (asked.changed(Properties.of(before.properties()), DATA, DESCRIPTION)) {
            templates.add(
                    template,
                    context.now(),
                    context.caller().principal(),
                    asked.text(DESCRIPTION, ""),
                    Optional.empty(),
                    form(asked));
        }
        return new Progress.Done(
                template.id(), attributes(templates.find(place, template.id()).orElseThrow()));
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        templates.find(Place.of(context.caller()), resource.physicalId()).ifPresent(templates::delete);
        return ServiceHandler.unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return templates.find(Place.of(context.caller()), resource.physicalId()).map(found -> resource.properties());
    }

    private static Map<String, String> form(Properties given) {
        Map<String, String> form = new LinkedHashMap<>();
        given.part(DATA).members().forEach((name, value) -> write(form, name, value));
        return form;
    }

    /** Source: EC2 API Reference, RequestLaunchTemplateData: the lists' members have their names in the singular. */
    private static void write(Map<String, String> form, String name, JsonValue value) {
        switch (value) {
            case JsonValue.Structure(Map<String, JsonValue> members) ->
                members.forEach((member, inner) -> write(form, name + "." + member, inner));
            case JsonValue.Array(List<JsonValue> elements) -> {
                String last = name.substring(name.lastIndexOf('.') + 1);
                String one =
                        IN_FORMS.getOrDefault(last, last.endsWith("s") ? last.substring(0, last.length() - 1) : last);
                String singular = name.substring(0, name.length() - last.length()) + one;
                for (int i = 0; i < elements.size(); i++) {
                    write(form, singular + "." + (i + 1), elements.get(i));
                }
            }
            case JsonValue.Null nothing -> {}
            default -> form.put(name, JsonTexts.scalar(value));
        }
    }
}
