package dev.penstock.aws.ecs;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.RawMembers;
import dev.penstock.aws.client.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registers task definitions that equal others but for their images, and finds them again. */
final class TaskDefinitions {

    /** The tag that names the intent, by which a task definition is found again after a crash. */
    static final String TOKEN_TAG = "penstock:token";

    private static final String REGISTER = "ecs:RegisterTaskDefinition";

    /** How many of the newest revisions are looked at before another is registered. */
    private static final int LOOKED_AT = 10;

    private final AwsClients clients;
    private final Kept<Described> kept = new Kept<>();

    TaskDefinitions(AwsClients clients) {
        this.clients = clients;
    }

    /** A task definition; only its tags can change, and its state. */
    Described describe(AwsScope scope, String arn) {
        Optional<Described> known = kept.get(arn);
        if (known.isPresent()) {
            return known.get();
        }
        Described described =
                clients.call("ecs:DescribeTaskDefinition", "look at the task definition '" + arn + "'", () -> {
                    var answer = clients.ecs(scope, Use.READ)
                            .describeTaskDefinition(
                                    request -> request.taskDefinition(arn).include(TaskDefinitionField.TAGS));
                    return new Described(answer.taskDefinition(), answer.tags());
                });
        kept.put(arn, described);
        return described;
    }

    String register(AwsScope scope, String basedOn, Map<String, String> images, String token) {
        Described base = describe(scope, basedOn);
        RegisterTaskDefinitionRequest wanted = withImages(base.definition(), images);
        if (wanted.equals(registrable(base.definition()))) {
            return base.definition().taskDefinitionArn();
        }
        Optional<String> there = find(scope, wanted, token);
        if (there.isPresent()) {
            return there.get();
        }
        RegisterTaskDefinitionRequest tagged =
                wanted.toBuilder().tags(tags(base.tags(), token)).build();
        return clients.call(
                REGISTER,
                "register a task definition of the family '" + wanted.family() + "'",
                () -> clients.ecs(scope, Use.CHANGE)
                        .registerTaskDefinition(tagged)
                        .taskDefinition()
                        .taskDefinitionArn());
    }

    /**
     * Registers one of its own, as it is: what this version of the SDK does not know is ECS's to judge.
     *
     * @param members of the request
     * @param token names the content
     */
    String register(AwsScope scope, ObjectNode members, String token) {
        String family = members.path("family").asString("");
        for (String arn : newest(scope, family)) {
            if (describe(scope, arn).hasTag(TOKEN_TAG, token)) {
                return arn;
            }
        }
        ObjectNode tagged = members.deepCopy();
        ArrayNode tags = tagged.withArray("tags");
        tags.addObject().put("key", TOKEN_TAG).put("value", token);
        return clients.call(
                REGISTER,
                "register a task definition of the family '" + family + "'",
                () -> clients.ecs(scope, Use.CHANGE)
                        .registerTaskDefinition(RegisterTaskDefinitionRequest.builder()
                                .family(family)
                                .overrideConfiguration(RawMembers.sending(tagged))
                                .build())
                        .taskDefinition()
                        .taskDefinitionArn());
    }

    private List<String> newest(AwsScope scope, String family) {
        return clients.call(
                "ecs:ListTaskDefinitions",
                "list the task definitions of the family '" + family + "'",
                () -> clients.ecs(scope, Use.READ)
                        .listTaskDefinitions(request -> request.familyPrefix(family)
                                .sort(SortOrder.DESC)
                                .maxResults(LOOKED_AT))
                        .taskDefinitionArns());
    }

    private Optional<String> find(AwsScope scope, RegisterTaskDefinitionRequest wanted, String token) {
        Optional<String> same = Optional.empty();
        for (String arn : newest(scope, wanted.family())) {
            Described candidate = describe(scope, arn);
            if (candidate.hasTag(TOKEN_TAG, token)) {
                return Optional.of(arn);
            }
            if (same.isEmpty() && registrable(candidate.definition()).equals(wanted)) {
                same = Optional.of(arn);
            }
        }
        return same;
    }

    private static RegisterTaskDefinitionRequest withImages(TaskDefinition base, Map<String, String> images) {
        RegisterTaskDefinitionRequest request = registrable(base);
        List<ContainerDefinition> containers = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(images.keySet());
        for (ContainerDefinition container : request.containerDefinitions()) {
            unknown.remove(container.name());
            String image = images.get(container.name());
            containers.add(
                    image == null
                            ? container
                            : container.toBuilder().image(image).build());
        }
        if (!unknown.isEmpty()) {
            String message = "The task definition '" + base.taskDefinitionArn() + "' has no container '"
                    + String.join("', '", unknown) + "'.";
            throw new RemoteCallException(Kind.INVALID, REGISTER, "", message, new IllegalArgumentException(message));
        }
        return request.toBuilder().containerDefinitions(containers).build();
    }

    /** Everything of a task definition that can be registered, field by field of the SDK's model, so that none is forgotten. */
    private static RegisterTaskDefinitionRequest registrable(TaskDefinition definition) {
        RegisterTaskDefinitionRequest.Builder request = RegisterTaskDefinitionRequest.builder();
        Map<String, SdkField<?>> described = definition.sdkFieldNameToField();
        for (SdkField<?> field : request.sdkFields()) {
            SdkField<?> from = described.get(field.locationName());
            if (from != null) {
                field.set(request, from.getValueOrDefault(definition));
            }
        }
        return request.build();
    }

    private static List<Tag> tags(List<Tag> base, String token) {
        List<Tag> tags = new ArrayList<>();
        for (Tag tag : base) {
            // Tags that begin with "aws:" belong to AWS, and only AWS can set them.
            if (!tag.key().equals(TOKEN_TAG) && !tag.key().startsWith("aws:")) {
                tags.add(tag);
            }
        }
        tags.add(Tag.builder().key(TOKEN_TAG).value(token).build());
        return tags;
    }

    /** A task definition with its tags. */
    record Described(TaskDefinition definition, List<Tag> tags) {

        boolean hasTag(String key, String value) {
            return tags.stream()
                    .anyMatch(tag -> tag.key().equals(key) && tag.value().equals(value));
        }
    }
}
