package dev.penstock.simulator.ec2;

import dev.penstock.simulator.ec2.LaunchTemplates.Template;
import dev.penstock.simulator.ec2.LaunchTemplates.Version;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked about launch templates. Source: EC2 API Reference. */
final class LaunchTemplateCalls {

    private static final String ID = "LaunchTemplateId";
    private static final String NAME = "LaunchTemplateName";
    private static final String DATA = "LaunchTemplateData";

    /** Lists whose name in answers is not that of requests with {@code Set} behind it. */
    private static final Map<String, String> IN_INTERFACES = Map.of("SecurityGroupId", "groupSet");

    private final LaunchTemplates templates;
    private final Tags tags;

    LaunchTemplateCalls(LaunchTemplates templates, Tags tags) {
        this.templates = templates;
        this.tags = tags;
    }

    void declare(Operations all) {
        all.operation("CreateLaunchTemplate", FormRequest::builder, this::create)
                .operation("CreateLaunchTemplateVersion", FormRequest::builder, this::createVersion)
                .operation("ModifyLaunchTemplate", FormRequest::builder, this::modify)
                .operation("DeleteLaunchTemplate", FormRequest::builder, this::delete)
                .operation("DeleteLaunchTemplateVersions", FormRequest::builder, this::deleteVersions)
                .operation("DescribeLaunchTemplates", FormRequest::builder, this::describe)
                .operation("DescribeLaunchTemplateVersions", FormRequest::builder, this::describeVersions);
    }

    private XmlTree create(Call call, FormRequest request) {
        String name = request.require(NAME);
        if (!name.matches("[a-zA-Z0-9()./_-]{3,128}")) {
            throw ServiceError.client(
                    "InvalidLaunchTemplateName.MalformedException",
                    "A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and"
                            + " the following characters: - ( ) . / _.");
        }
        if (request.part(DATA).isEmpty()) {
            throw Ec2Errors.missing(DATA);
        }
        Place place = Place.of(call.caller());
        Template made = templates.create(
                place,
                name,
                call.now(),
                call.caller().principal(),
                request.text("VersionDescription").orElse(""),
                request.part(DATA).form());
        tags.add(TagCalls.arn(place, made.id()), TagCalls.given(request, "launch-template"));
        call.effect(TagCalls.arn(place, made.id()));
        return XmlTree.of().part("launchTemplate", described(made));
    }

    private Template asked(Call call, FormRequest request) {
        return templates.require(Place.of(call.caller()), request.text(ID), request.text(NAME));
    }

    private XmlTree createVersion(Call call, FormRequest request) {
        Template template = asked(call, request);
        Optional<Version> source = request.text("SourceVersion").map(number -> templates.version(template, number));
        Version made = templates.add(
                template,
                call.now(),
                call.caller().principal(),
                request.text("VersionDescription").orElse(""),
                source,
                request.part(DATA).form());
        call.effect(TagCalls.arn(template.place(), template.id()));
        return XmlTree.of()
                .part("launchTemplateVersion", described(templates.require(template.place(), template.id()), made));
    }

    private XmlTree modify(Call call, FormRequest request) {
        Template template = asked(call, request);
        String number = request.text("SetDefaultVersion")
                .or(() -> request.text("DefaultVersion"))
                .orElseThrow(() -> Ec2Errors.missing("SetDefaultVersion"));
        call.effect(TagCalls.arn(template.place(), template.id()));
        return XmlTree.of()
                .part(
                        "launchTemplate",
                        described(templates.standard(
                                template, templates.version(template, number).number())));
    }

    private XmlTree delete(Call call, FormRequest request) {
        Template template = asked(call, request);
        templates.delete(template);
        call.effect(TagCalls.arn(template.place(), template.id()));
        return XmlTree.of().part("launchTemplate", described(template));
    }

    private XmlTree deleteVersions(Call call, FormRequest request) {
        Template template = asked(call, request);
        List<XmlTree> gone = new ArrayList<>();
        List<XmlTree> refused = new ArrayList<>();
        for (String number : request.texts("LaunchTemplateVersion")) {
            XmlTree item = XmlTree.of()
                    .text("launchTemplateId", template.id())
                    .text("launchTemplateName", template.name())
                    .text("versionNumber", number);
            if (number.equals(Long.toString(template.standard()))) {
                refused.add(item.part(
                        "responseError",
                        XmlTree.of()
                                .text("code", "unexpectedError")
                                .text("message", "Cannot delete default version of Launch Template.")));
            } else {
                templates.delete(templates.version(template, number));
                gone.add(item);
            }
        }
        call.effect(TagCalls.arn(template.place(), template.id()));
        return XmlTree.of()
                .list("successfullyDeletedLaunchTemplateVersionSet", gone.stream())
                .list("unsuccessfullyDeletedLaunchTemplateVersionSet", refused.stream());
    }

    private XmlTree describe(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<Template> asked = new ArrayList<>();
        request.texts(ID).forEach(id -> asked.add(templates.require(place, Optional.of(id), Optional.empty())));
        request.texts(NAME).forEach(name -> asked.add(templates.require(place, Optional.empty(), Optional.of(name))));
        List<Template> found =
                request.texts(ID).isEmpty() && request.texts(NAME).isEmpty() ? templates.all(place) : asked;
        return new Listing("launchTemplates")
                .way("create-time", "createTime")
                .answer(request, found.stream().map(this::described).toList());
    }

    private XmlTree describeVersions(Call call, FormRequest request) {
        Place place = Place.of(call.caller());
        List<XmlTree> found = new ArrayList<>();
        List<String> numbers = request.texts("LaunchTemplateVersion");
        if (request.text(ID).isEmpty() && request.text(NAME).isEmpty()) {
            if (numbers.isEmpty()) {
                throw Ec2Errors.missing(ID);
            }
            templates
                    .all(place)
                    .forEach(template -> numbers.forEach(
                            number -> found.add(described(template, templates.version(template, number)))));
            return new Listing("launchTemplateVersionSet").answer(request, found);
        }
        Template template = asked(call, request);
        (numbers.isEmpty()
                        ? templates.versions(template)
                        : numbers.stream()
                                .map(number -> templates.version(template, number))
                                .toList())
                .forEach(version -> found.add(described(template, version)));
        return new Listing("launchTemplateVersionSet").answer(request, found);
    }

    private XmlTree described(Template template) {
        return Listing.tagged(
                XmlTree.of()
                        .text("launchTemplateId", template.id())
                        .text("launchTemplateName", template.name())
                        .time("createTime", template.created())
                        .text("createdBy", template.createdBy())
                        .number("defaultVersionNumber", template.standard())
                        .number("latestVersionNumber", template.latest()),
                tags.of(TagCalls.arn(template.place(), template.id())));
    }

    private static XmlTree described(Template template, Version version) {
        XmlTree tree = XmlTree.of()
                .text("launchTemplateId", template.id())
                .text("launchTemplateName", template.name())
                .number("versionNumber", version.number())
                .time("createTime", version.created())
                .text("createdBy", version.createdBy())
                .flag("defaultVersion", version.number() == template.standard())
                .part("launchTemplateData", data(version.form(), Map.of()));
        return version.description().isEmpty() ? tree : tree.text("versionDescription", version.description());
    }

    /** The data of a request as answers have it: names in small letters, lists called sets. */
    private static XmlTree data(FormRequest form, Map<String, String> sets) {
        XmlTree tree = XmlTree.of();
        form.each((name, value) -> tree.text(small(name), value), (name, part) -> {
            List<FormRequest> parts = form.parts(name);
            List<String> texts = form.texts(name);
            String set = sets.getOrDefault(name, small(name) + "Set");
            if (!parts.isEmpty()) {
                Map<String, String> within = name.equals("NetworkInterface") ? IN_INTERFACES : Map.of();
                tree.list(set, parts.stream().map(item -> data(item, within)));
            } else if (!texts.isEmpty()) {
                tree.texts(set, texts);
            } else {
                tree.part(small(name), data(part, Map.of()));
            }
        });
        return tree;
    }

    private static String small(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
