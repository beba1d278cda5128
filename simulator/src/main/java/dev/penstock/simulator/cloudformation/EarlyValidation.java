package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.Resolved;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.HookFailureMode;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/**
 * What is found wrong while a change set is made, before anything is done. Sources: CloudFormation User Guide, "Validate stack
 * deployments"; texts as users have published them.
 */
final class EarlyValidation {

    private static final String BUCKET = "AWS::S3::Bucket";
    private static final String PROPERTIES = "PROPERTY_VALIDATION";
    private static final String NAMES = "NAME_CONFLICT_VALIDATION";
    private static final String EMPTINESS = "BUCKET_EMPTINESS_VALIDATION";

    /**
     * One thing.
     *
     * @param path within the template
     */
    record Finding(
            String logicalId,
            String physicalId,
            String type,
            String name,
            HookFailureMode mode,
            String path,
            String reason) {}

    private final Handlers handlers;
    private final Schemas schemas;

    EarlyValidation(Handlers handlers, Schemas schemas) {
        this.handlers = handlers;
        this.schemas = schemas;
    }

    /** Where and for whom a stack is looked at. */
    record Place(Caller caller, StackRow stack, Instant now) {}

    /**
     * All that is wrong.
     *
     * @param properties of the template's resources by logical id, with {@code {{changeSet:KNOWN_AFTER_APPLY}}} where they
     *     are not known
     */
    List<Finding> findings(
            Place place, List<ResourceChange> changes, Function<String, JsonValue.Structure> properties) {
        List<Finding> all = new ArrayList<>();
        for (ResourceChange change : changes) {
            String logicalId = change.logicalResourceId();
            if (change.action() == ChangeAction.REMOVE) {
                notEmpty(place, change).ifPresent(all::add);
                continue;
            }
            JsonValue.Structure asked = properties.apply(logicalId);
            problems(logicalId, change.resourceType(), asked, all);
            if (change.action() == ChangeAction.ADD) {
                existing(place, logicalId, change.resourceType(), asked)
                        .map(name -> conflict(logicalId, change.resourceType(), name))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    /** Why the change set fails for it; empty when it does not. */
    static Optional<String> failure(List<Finding> findings) {
        TreeSet<String> hooks = new TreeSet<>();
        for (Finding finding : findings) {
            if (finding.mode() == HookFailureMode.FAIL) {
                hooks.add(
                        finding.name().equals(NAMES)
                                ? "AWS::EarlyValidation::ResourceExistenceCheck"
                                : "AWS::EarlyValidation::PropertyValidation");
            }
        }
        return hooks.isEmpty()
                ? Optional.empty()
                : Optional.of("The following hook(s)/validation failed: " + hooks.descendingSet()
                        + ". To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure"
                        + " information.");
    }

    private void problems(String logicalId, String type, JsonValue.Structure asked, List<Finding> all) {
        Map<String, JsonValue> known = new LinkedHashMap<>(asked.members());
        List<String> unknown = new ArrayList<>();
        known.entrySet().removeIf(entry -> {
            boolean later = JsonTexts.of(entry.getValue()).contains(Resolved.KNOWN_AFTER_APPLY)
                    || JsonTexts.of(entry.getValue()).contains("{{resolve:");
            if (later) {
                unknown.add(entry.getKey());
            }
            return later;
        });
        List<String> problems = schemas.of(type)
                .map(schema -> schema.problems(new JsonValue.Structure(known)))
                .orElse(List.of());
        for (String problem : problems) {
            int end = problem.indexOf(": ");
            String path = problem.substring(1, end);
            String reason = problem.substring(end + 2);
            boolean later = unknown.stream().anyMatch(name -> reason.equals("required key [" + name + "] not found"));
            if (!later) {
                all.add(new Finding(
                        logicalId,
                        "",
                        type,
                        PROPERTIES,
                        HookFailureMode.FAIL,
                        "/Resources/" + logicalId + "/Properties" + path,
                        reason));
            }
        }
    }

    private static Finding conflict(String logicalId, String type, String name) {
        return new Finding(
                logicalId,
                name,
                type,
                NAMES,
                HookFailureMode.FAIL,
                "/Resources/" + logicalId,
                "Resource of type '" + type + "' with identifier '" + name + "' already exists.");
    }

    /** The name of a resource that a template names and that is there already, as far as the caller may see it. */
    Optional<String> existing(Place place, String logicalId, String type, JsonValue.Structure asked) {
        return schemas.of(type)
                .filter(schema -> schema.nameProperty()
                        .filter(name -> schema.primaryIdentifier().equals(List.of(name)))
                        .isPresent())
                .flatMap(Schema::nameProperty)
                .flatMap(property -> Optional.ofNullable(asked.members().get(property)))
                .map(Differences::text)
                .filter(name -> !name.isEmpty() && !name.contains("{{"))
                .filter(name ->
                        isThere(place, logicalId, new Deployed(type, name, asked, new JsonValue.Structure(Map.of()))));
    }

    private boolean isThere(Place place, String logicalId, Deployed wanted) {
        try {
            return handlers.read(context(place, logicalId), wanted).isPresent();
        } catch (ServiceError e) {
            return false;
        }
    }

    private ResourceContext context(Place place, String logicalId) {
        return new ResourceContext(
                place.caller(),
                place.stack().id(),
                place.stack().name(),
                logicalId,
                place.stack().tags(),
                "",
                "",
                place.now(),
                handlers.calls());
    }

    private Optional<Finding> notEmpty(Place place, ResourceChange change) {
        boolean goes = change.resourceType().equals(BUCKET) && "Delete".equals(change.policyActionAsString());
        return goes && holds(place, change.physicalResourceId())
                ? Optional.of(new Finding(
                        change.logicalResourceId(),
                        change.physicalResourceId(),
                        BUCKET,
                        EMPTINESS,
                        HookFailureMode.WARN,
                        "/Resources/" + change.logicalResourceId(),
                        "The bucket '" + change.physicalResourceId()
                                + "' is not empty. You must either delete all objects and versions or use the deletion"
                                + " policy to retain it, otherwise the delete operation will fail."))
                : Optional.empty();
    }

    private boolean holds(Place place, String bucket) {
        ListObjectVersionsRequest request =
                ListObjectVersionsRequest.builder().bucket(bucket).maxKeys(1).build();
        try {
            ListObjectVersionsResponse found =
                    handlers.calls().call(place.caller(), "s3", request, ListObjectVersionsResponse.class);
            return !found.versions().isEmpty() || !found.deleteMarkers().isEmpty();
        } catch (ServiceError e) {
            return false;
        }
    }
}
