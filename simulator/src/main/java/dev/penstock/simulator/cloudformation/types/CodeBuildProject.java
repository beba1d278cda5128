package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsRequest;
import software.amazon.awssdk.services.codebuild.model.BatchGetProjectsResponse;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.CreateProjectResponse;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectRequest;
import software.amazon.awssdk.services.codebuild.model.DeleteProjectResponse;
import software.amazon.awssdk.services.codebuild.model.Project;
import software.amazon.awssdk.services.codebuild.model.Tag;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectResponse;

/** {@code AWS::CodeBuild::Project}: Ref is the name. */
final class CodeBuildProject extends ServiceHandler {

    static final String TYPE = "AWS::CodeBuild::Project";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";
    private static final List<String> NOT_SIMULATED = List.of("Triggers", "Visibility", "ResourceAccessRole");

    CodeBuildProject() {
        super(TYPE, "codebuild");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(255));
        CreateProjectRequest request = fill(
                        CreateProjectRequest.builder(), asked(context, given).with(NAME, name))
                .build();
        String arn =
                call(context, request, CreateProjectResponse.class).project().arn();
        return done(name, "Arn", arn);
    }

    private static Properties asked(ResourceContext context, Properties given) {
        for (String property : NOT_SIMULATED) {
            boolean matters = property.equals("Triggers")
                    ? given.part(property).truth("Webhook")
                    : given.has(property) && !given.text(property, "").equals("PRIVATE");
            if (matters) {
                throw ServiceError.notSimulated("The property " + property + " of " + TYPE, "all other properties");
            }
        }
        return given.without(NOT_SIMULATED.toArray(String[]::new))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = asked(context, Properties.of(after)).with(NAME, before.physicalId());
        UpdateProjectRequest request =
                fill(UpdateProjectRequest.builder(), asked).build();
        call(context, request, UpdateProjectResponse.class);
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteProjectRequest.builder().name(resource.physicalId()).build(),
                DeleteProjectResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        BatchGetProjectsRequest request =
                BatchGetProjectsRequest.builder().names(resource.physicalId()).build();
        return call(context, request, BatchGetProjectsResponse.class).projects().stream()
                .findFirst()
                .map(project -> now(given, project));
    }

    private static JsonValue.Structure now(Properties given, Project project) {
        return Properties.of(PropertyShapes.current(
                        given.without(NOT_SIMULATED.toArray(String[]::new)).structure(), project))
                .withAll(given.only(NOT_SIMULATED.toArray(String[]::new)))
                .withGiven(TAGS, given, project.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)))
                .structure();
    }
}
