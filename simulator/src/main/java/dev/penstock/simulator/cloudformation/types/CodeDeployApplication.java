package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codedeploy.model.ApplicationInfo;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.DeleteApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.codedeploy.model.Tag;
import software.amazon.awssdk.services.codedeploy.model.TagResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.TagResourceResponse;
import software.amazon.awssdk.services.codedeploy.model.UntagResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.UntagResourceResponse;

/** {@code AWS::CodeDeploy::Application} for functions and services: Ref is the name. */
final class CodeDeployApplication extends ServiceHandler {

    static final String TYPE = "AWS::CodeDeploy::Application";
    static final String PLATFORM = "ComputePlatform";
    private static final Set<String> SIMULATED = Set.of("Lambda", "ECS");
    private static final String NAME = "ApplicationName";
    private static final String TAGS = "Tags";

    CodeDeployApplication() {
        super(TYPE, "codedeploy");
    }

    /** Of servers the simulated CodeDeploy knows nothing. */
    static boolean isSimulated(ResourceContext context, Properties asked) {
        return SIMULATED.contains(asked.text(PLATFORM, "Server"));
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(100));
        Properties asked = given.with(NAME, name).with(TAGS, TagSet.property(TagSet.given(context, given, TAGS)));
        call(context, fill(CreateApplicationRequest.builder(), asked).build(), CreateApplicationResponse.class);
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = arn(context, before.physicalId());
        TagSet.Change change = TagSet.change(context, Properties.of(before.properties()), Properties.of(after), TAGS);
        if (!change.removed().isEmpty()) {
            UntagResourceRequest request = UntagResourceRequest.builder()
                    .resourceArn(arn)
                    .tagKeys(change.removed())
                    .build();
            call(context, request, UntagResourceResponse.class);
        }
        if (!change.set().isEmpty()) {
            TagResourceRequest request = TagResourceRequest.builder()
                    .resourceArn(arn)
                    .tags(change.set().entrySet().stream()
                            .map(tag -> Tag.builder()
                                    .key(tag.getKey())
                                    .value(tag.getValue())
                                    .build())
                            .toList())
                    .build();
            call(context, request, TagResourceResponse.class);
        }
        return unchanged(before);
    }

    private static String arn(ResourceContext context, String name) {
        return context.caller().arn("codedeploy", "application:" + name);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteApplicationRequest request = DeleteApplicationRequest.builder()
                .applicationName(resource.physicalId())
                .build();
        remove(context, request, DeleteApplicationResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return find(
                        context,
                        GetApplicationRequest.builder()
                                .applicationName(resource.physicalId())
                                .build(),
                        GetApplicationResponse.class)
                .map(found -> now(context, given, found.application()));
    }

    private JsonValue.Structure now(ResourceContext context, Properties given, ApplicationInfo application) {
        ListTagsForResourceRequest request = ListTagsForResourceRequest.builder()
                .resourceArn(arn(context, application.applicationName()))
                .build();
        return given.withGiven(
                        TAGS,
                        given,
                        call(context, request, ListTagsForResourceResponse.class).tags().stream()
                                .collect(Collectors.toMap(Tag::key, Tag::value)))
                .structure();
    }
}
