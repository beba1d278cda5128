package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** {@code AWS::SSM::Parameter}: Ref is the name; one that nobody named is {@code CFN-Logical-abcdefGHIJKL}. */
final class SsmParameter extends ServiceHandler {

    static final String TYPE = "AWS::SSM::Parameter";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";

    SsmParameter() {
        super(TYPE, "ssm");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, "CFN-" + context.logicalId() + "-" + mixed(context.randomSuffix()));
        Properties asked = given.with(NAME, name).with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        PutParameterRequest.Builder request = fill(PutParameterRequest.builder(), asked);
        call(context, request.build(), PutParameterResponse.class);
        return done(name, attributes(context, name, given));
    }

    /** Capital and small letters by turns, where AWS has any of both. */
    private static String mixed(String suffix) {
        StringBuilder mixed = new StringBuilder(suffix.toLowerCase(Locale.ROOT));
        for (int i = 1; i < mixed.length(); i += 2) {
            mixed.setCharAt(i, Character.toUpperCase(mixed.charAt(i)));
        }
        return mixed.toString();
    }

    private static String[] attributes(ResourceContext context, String name, Properties asked) {
        String path = name.startsWith("/") ? name : "/" + name;
        return new String[] {
            "Arn",
            context.caller().arn("ssm", "parameter" + path),
            "Type",
            asked.text("Type", ""),
            "Value",
            asked.text("Value", "")
        };
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String name = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (!asked.without(TAGS).changes(old.without(TAGS)).isEmpty()) {
            PutParameterRequest.Builder request =
                    fill(PutParameterRequest.builder(), asked.without(TAGS).with(NAME, name));
            call(context, request.overwrite(true).build(), PutParameterResponse.class);
        }
        tag(context, name, TagSet.change(context, old, asked, TAGS));
        return done(name, attributes(context, name, asked));
    }

    private void tag(ResourceContext context, String name, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            List<Tag> tags = change.set().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            AddTagsToResourceRequest request = AddTagsToResourceRequest.builder()
                    .resourceType(ResourceTypeForTagging.PARAMETER)
                    .resourceId(name)
                    .tags(tags)
                    .build();
            call(context, request, AddTagsToResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            RemoveTagsFromResourceRequest request = RemoveTagsFromResourceRequest.builder()
                    .resourceType(ResourceTypeForTagging.PARAMETER)
                    .resourceId(name)
                    .tagKeys(change.removed())
                    .build();
            call(context, request, RemoveTagsFromResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteParameterRequest.builder().name(resource.physicalId()).build(),
                DeleteParameterResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetParameterRequest request =
                GetParameterRequest.builder().name(resource.physicalId()).build();
        return find(context, request, GetParameterResponse.class)
                .map(found -> given.withAll(Properties.of(
                                PropertyShapes.current(given.without(TAGS).structure(), found.parameter())))
                        .withTagMap(TAGS, given, tags(context, resource.physicalId()))
                        .structure());
    }

    private Map<String, String> tags(ResourceContext context, String name) {
        ListTagsForResourceRequest request = ListTagsForResourceRequest.builder()
                .resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId(name)
                .build();
        return call(context, request, ListTagsForResourceResponse.class).tagList().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
