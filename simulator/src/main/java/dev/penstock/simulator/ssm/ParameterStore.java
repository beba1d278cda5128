package dev.penstock.simulator.ssm;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.ssm.StoredParameter.Version;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;

/**
 * SSM Parameter Store. KMS is not simulated: a SecureString is kept as it is and shows something encrypted-looking to
 * those who do not ask for decryption. Source: SSM API Reference.
 */
public final class ParameterStore {

    private static final int LISTED = 50;

    private final Parameters parameters;
    private final Tags tags;
    private final PutParameter putter;
    private final ParameterReader reader;
    private final ParameterLabels labels;
    private final ParameterFilters filters;

    public ParameterStore(Store store, Ids ids, Tags tags, ReferencedSecrets secrets) {
        this.parameters = new Parameters(store);
        this.tags = tags;
        this.filters = new ParameterFilters(tags);
        this.putter = new PutParameter(parameters, tags, ids);
        this.reader = new ParameterReader(parameters, filters, secrets);
        this.labels = new ParameterLabels(parameters);
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "ssm",
                new ServiceDefinition.Protocol.Json("AmazonSSM"),
                all -> all.operation("PutParameter", PutParameterRequest::builder, putter::put)
                        .operation(
                                "GetParameter",
                                GetParameterRequest::builder,
                                (call, request) -> reader.get(call.account(), call.region(), request))
                        .operation(
                                "GetParameters",
                                GetParametersRequest::builder,
                                (call, request) -> reader.getSeveral(call.account(), call.region(), request))
                        .operation(
                                "GetParametersByPath",
                                GetParametersByPathRequest::builder,
                                (call, request) -> reader.getByPath(call.account(), call.region(), request))
                        .operation("GetParameterHistory", GetParameterHistoryRequest::builder, this::history)
                        .operation("DescribeParameters", DescribeParametersRequest::builder, this::describe)
                        .operation("DeleteParameter", DeleteParameterRequest::builder, this::delete)
                        .operation("DeleteParameters", DeleteParametersRequest::builder, this::deleteSeveral)
                        .operation("LabelParameterVersion", LabelParameterVersionRequest::builder, labels::label)
                        .operation("UnlabelParameterVersion", UnlabelParameterVersionRequest::builder, labels::unlabel)
                        .operation("AddTagsToResource", AddTagsToResourceRequest::builder, this::tag)
                        .operation("RemoveTagsFromResource", RemoveTagsFromResourceRequest::builder, this::untag)
                        .operation("ListTagsForResource", ListTagsForResourceRequest::builder, this::listTags));
    }

    /**
     * The decrypted value of a parameter; empty when there is none. Inside transactions.
     *
     * @param nameOrArn with a version or a label behind a colon, or without
     */
    public Optional<String> value(String account, String region, String nameOrArn) {
        return reader.value(account, region, nameOrArn);
    }

    private GetParameterHistoryResponse history(Call call, GetParameterHistoryRequest request) {
        StoredParameter stored = parameters.require(call.account(), call.region(), plain(request.name()));
        Page<Version> page = ParameterPages.of(
                stored.versions(),
                v -> String.format(Locale.ROOT, "%09d", v.number()),
                request.nextToken(),
                request.maxResults(),
                LISTED);
        boolean decrypted = Boolean.TRUE.equals(request.withDecryption());
        return GetParameterHistoryResponse.builder()
                .parameters(page.items().stream()
                        .map(v -> ParameterHistory.builder()
                                .name(stored.name())
                                .type(v.type())
                                .keyId(v.keyId().orElse(null))
                                .lastModifiedDate(v.modified())
                                .lastModifiedUser(v.user())
                                .description(v.description().orElse(null))
                                .value(v.shown(decrypted))
                                .allowedPattern(v.allowedPattern().orElse(null))
                                .version(v.number())
                                .labels(v.labels())
                                .tier(v.tier())
                                .policies(List.of())
                                .dataType(v.dataType())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private DescribeParametersResponse describe(Call call, DescribeParametersRequest request) {
        List<StoredParameter> all = parameters.all(call.account(), call.region()).stream()
                .filter(filters.describing(request.parameterFilters(), request.filters()))
                .toList();
        Page<StoredParameter> page = ParameterPages.of(
                all, p -> ParameterName.key(p.name()), request.nextToken(), request.maxResults(), LISTED);
        return DescribeParametersResponse.builder()
                .parameters(page.items().stream().map(ParameterStore::metadata).toList())
                .nextToken(page.next())
                .build();
    }

    private DeleteParameterResponse delete(Call call, DeleteParameterRequest request) {
        remove(call, parameters.require(call.account(), call.region(), plain(request.name())));
        return DeleteParameterResponse.builder().build();
    }

    private DeleteParametersResponse deleteSeveral(Call call, DeleteParametersRequest request) {
        List<String> deleted = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : request.names()) {
            Optional<StoredParameter> stored = parameters.find(call.account(), call.region(), name);
            stored.ifPresent(p -> remove(call, p));
            (stored.isPresent() ? deleted : invalid).add(name);
        }
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    private void remove(Call call, StoredParameter stored) {
        parameters.remove(stored);
        tags.forget(stored.arn());
        call.effect(stored.arn());
    }

    private AddTagsToResourceResponse tag(Call call, AddTagsToResourceRequest request) {
        String arn = tagged(call, request.resourceTypeAsString(), request.resourceId());
        tags.add(arn, request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        call.effect(arn);
        return AddTagsToResourceResponse.builder().build();
    }

    private RemoveTagsFromResourceResponse untag(Call call, RemoveTagsFromResourceRequest request) {
        String arn = tagged(call, request.resourceTypeAsString(), request.resourceId());
        tags.remove(arn, request.tagKeys());
        call.effect(arn);
        return RemoveTagsFromResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        String arn = tagged(call, request.resourceTypeAsString(), request.resourceId());
        return ListTagsForResourceResponse.builder()
                .tagList(tags.of(arn).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }

    private String tagged(Call call, @Nullable String type, @Nullable String id) {
        if (type != null
                && !type.equals("Parameter")
                && ResourceTypeForTagging.fromValue(type) == ResourceTypeForTagging.UNKNOWN_TO_SDK_VERSION) {
            throw ServiceError.client(
                    "InvalidResourceType",
                    type + " is not a valid resource type. Valid resource types are: "
                            + ResourceTypeForTagging.knownValues());
        }
        if (!"Parameter".equals(type)) {
            throw ServiceError.notSimulated("SSM's resource type " + type, "Parameter");
        }
        return parameters
                .find(call.account(), call.region(), id == null ? "" : id)
                .map(StoredParameter::arn)
                .orElseThrow(() -> ServiceError.client(
                        "InvalidResourceId",
                        "The resource ID is not valid. Verify that you entered the correct ID and try again."));
    }

    private static String plain(@Nullable String name) {
        return ParameterName.parse(name == null ? "" : name).name();
    }

    private static ParameterMetadata metadata(StoredParameter stored) {
        Version latest = stored.latest();
        return ParameterMetadata.builder()
                .name(stored.name())
                .arn(stored.arn())
                .type(latest.type())
                .keyId(latest.keyId().orElse(null))
                .lastModifiedDate(latest.modified())
                .lastModifiedUser(latest.user())
                .description(latest.description().orElse(null))
                .allowedPattern(latest.allowedPattern().orElse(null))
                .version(latest.number())
                .tier(latest.tier())
                .policies(List.of())
                .dataType(latest.dataType())
                .build();
    }
}
