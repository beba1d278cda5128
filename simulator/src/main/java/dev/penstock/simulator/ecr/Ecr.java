package dev.penstock.simulator.ecr;

import dev.penstock.simulator.server.Dispatcher;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.BatchCheckLayerAvailabilityRequest;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DeleteRepositoryResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesResponse;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenRequest;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerRequest;
import software.amazon.awssdk.services.ecr.model.GetDownloadUrlForLayerResponse;
import software.amazon.awssdk.services.ecr.model.ImageScanningConfiguration;
import software.amazon.awssdk.services.ecr.model.ListImagesRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecr.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/** ECR's API on repositories and authorization. Source: ECR API Reference; the wording of errors as users report it. */
public final class Ecr {

    private static final Pattern NAME = Pattern.compile(RepositoryName.FORM);

    private final Repositories repositories;
    private final Images images;
    private final Scans scans;
    private final RepositorySettings settings;
    private final LifecyclePolicies lifecycle;
    private final RegistrySettings registrySettings;
    private final LayerUploads layers;
    private final Referrers referrers;
    private final Tokens tokens;
    private final Tags tags;
    private final Registry registry;

    private final Consumer<ServiceEvents> telling;

    /** @param dispatcher asked by the registry, which is spoken to in a protocol of its own */
    public Ecr(Store store, Calendar calendar, Ids ids, Tags tags, Dispatcher dispatcher) {
        this.repositories = new Repositories(store);
        telling = told -> ImageEvents.tell(repositories, told);
        ScanningRules rules = new ScanningRules(store);
        this.scans = new Scans(repositories, store, calendar, rules);
        this.images = new Images(repositories, store, scans);
        this.settings = new RepositorySettings(repositories, store, tags);
        this.lifecycle = new LifecyclePolicies(repositories, store, calendar);
        this.registrySettings = new RegistrySettings(repositories, store, rules);
        this.layers = new LayerUploads(repositories, store, ids);
        this.referrers = new Referrers(repositories);
        this.tokens = new Tokens(store, ids, dispatcher::clientsNow);
        this.tags = tags;
        this.registry = new Registry(new PushedImages(store, repositories, tokens, dispatcher));
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "ecr", new ServiceDefinition.Protocol.Json("AmazonEC2ContainerRegistry_V20150921"), this::declare);
    }

    private void declare(Operations all) {
        all.operation("CreateRepository", CreateRepositoryRequest::builder, this::create)
                .operation("DescribeRepositories", DescribeRepositoriesRequest::builder, this::describe)
                .operation("DeleteRepository", DeleteRepositoryRequest::builder, this::delete)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, this::listTags)
                .operation("GetAuthorizationToken", GetAuthorizationTokenRequest::builder, this::token)
                .operation("PutImage", PutImageRequest::builder, images::put)
                .operation("BatchGetImage", BatchGetImageRequest::builder, images::batchGet)
                .operation("DescribeImages", DescribeImagesRequest::builder, images::describe)
                .operation("ListImages", ListImagesRequest::builder, images::list)
                .operation("BatchDeleteImage", BatchDeleteImageRequest::builder, images::batchDelete)
                .operation(
                        "BatchCheckLayerAvailability", BatchCheckLayerAvailabilityRequest::builder, images::checkLayers)
                .operation("GetDownloadUrlForLayer", GetDownloadUrlForLayerRequest::builder, this::downloadUrl);
        scans.declare(all);
        settings.declare(all);
        lifecycle.declare(all);
        registrySettings.declare(all);
        layers.declare(all);
        referrers.declare(all);
    }

    /** The policy of the repository that an ARN names. Reads within the current transaction. */
    public Optional<String> policyOf(String arn) {
        return settings.policyOf(arn);
    }

    /** A URL of the registry's, with a token of its own, as AWS's URLs carry their signature. */
    private GetDownloadUrlForLayerResponse downloadUrl(Call call, GetDownloadUrlForLayerRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        String digest = request.layerDigest() == null ? "" : request.layerDigest();
        if (!repositories.hasLayer(name, digest)) {
            throw ServiceError.client(
                    "LayersNotFoundException",
                    "The layer with digest '" + digest + "' does not exist in the repository with name '" + name.name()
                            + "' in the registry with id '" + name.account() + "'");
        }
        String host = call.header("host").orElse(name.host());
        return GetDownloadUrlForLayerResponse.builder()
                .layerDigest(digest)
                .downloadUrl("http://" + host + "/v2/" + name.uri() + "/blobs/" + digest + "?token="
                        + tokens.issue(call).password())
                .build();
    }

    /** The registry that serves {@code /v2/}. */
    public Registry registry() {
        return registry;
    }

    /** What tasks pull. */
    public ImageSource images() {
        return new ImageSource(repositories, tokens);
    }

    /** The digests of all contents of repositories. Reads within a transaction. */
    public Set<String> contents() {
        return repositories.contents();
    }

    private CreateRepositoryResponse create(Call call, CreateRepositoryRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        RepositorySettings.requireFilters(
                request.imageTagMutabilityAsString(), request.imageTagMutabilityExclusionFilters());
        if (repositories.table().has(name.key())) {
            throw ServiceError.client(
                    "RepositoryAlreadyExistsException",
                    "The repository with name '" + name.name() + "' already exists in the registry with id '"
                            + name.account() + "'");
        }
        Repository repository = Repository.builder()
                .repositoryArn(name.arn())
                .registryId(name.account())
                .repositoryName(name.name())
                .repositoryUri(name.uri())
                .createdAt(call.now())
                .imageTagMutability(
                        request.imageTagMutabilityAsString() == null ? "MUTABLE" : request.imageTagMutabilityAsString())
                .imageTagMutabilityExclusionFilters(
                        request.imageTagMutabilityExclusionFilters().isEmpty()
                                ? null
                                : request.imageTagMutabilityExclusionFilters())
                .imageScanningConfiguration(
                        request.imageScanningConfiguration() == null
                                ? ImageScanningConfiguration.builder()
                                        .scanOnPush(false)
                                        .build()
                                : request.imageScanningConfiguration())
                .encryptionConfiguration(encryption(name, request.encryptionConfiguration()))
                .build();
        repositories.table().put(name.key(), new Repositories.Row(repository));
        tags.add(name.arn(), request.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b)));
        call.effect(name.arn());
        return CreateRepositoryResponse.builder().repository(repository).build();
    }

    /** As AWS shows it: a key of AWS's own where none is named. Source: ECR API Reference, EncryptionConfiguration. */
    private static EncryptionConfiguration encryption(RepositoryName name, @Nullable EncryptionConfiguration asked) {
        String type = asked == null || asked.encryptionType() == null ? "AES256" : asked.encryptionTypeAsString();
        if (!type.startsWith("KMS")) {
            return EncryptionConfiguration.builder().encryptionType(type).build();
        }
        String keys = "arn:aws:kms:" + name.region() + ":" + name.account() + ":";
        String named = asked == null || asked.kmsKey() == null ? "" : asked.kmsKey();
        String own = "key/" + UUID.nameUUIDFromBytes((keys + "alias/aws/ecr").getBytes(StandardCharsets.UTF_8));
        String key = named.isEmpty() ? own : named.startsWith("alias/") ? named : "key/" + named;
        return EncryptionConfiguration.builder()
                .encryptionType(type)
                .kmsKey(named.startsWith("arn:") ? named : keys + key)
                .build();
    }

    private DescribeRepositoriesResponse describe(Call call, DescribeRepositoriesRequest request) {
        if (request.hasRepositoryNames() && !request.repositoryNames().isEmpty()) {
            return DescribeRepositoriesResponse.builder()
                    .repositories(request.repositoryNames().stream()
                            .map(name -> repositories.get(RepositoryName.of(call.caller(), name)))
                            .toList())
                    .build();
        }
        List<Repository> all = repositories
                .table()
                .under(RepositoryName.of(call.caller(), "").key())
                .values()
                .stream()
                .map(Repositories.Row::repository)
                .toList();
        Page<Repository> page =
                Page.of(all, Repository::repositoryName, request.nextToken(), request.maxResults(), 100);
        return DescribeRepositoriesResponse.builder()
                .repositories(page.items())
                .nextToken(page.next())
                .build();
    }

    private DeleteRepositoryResponse delete(Call call, DeleteRepositoryRequest request) {
        RepositoryName name = name(call, request.repositoryName());
        Repository repository = repositories.get(name);
        if (!repositories.images(name).isEmpty() && !Boolean.TRUE.equals(request.force())) {
            throw ServiceError.client(
                    "RepositoryNotEmptyException",
                    "The repository with name '" + name.name() + "' in registry with id '" + name.account()
                            + "' cannot be deleted because it still contains images");
        }
        repositories.delete(name);
        call.effect(name.arn());
        return DeleteRepositoryResponse.builder().repository(repository).build();
    }

    private ListTagsForResourceResponse listTags(Call call, ListTagsForResourceRequest request) {
        String arn = repositories.ofArn(call, request.resourceArn()).arn();
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(arn).entrySet().stream()
                        .map(t -> Tag.builder()
                                .key(t.getKey())
                                .value(t.getValue())
                                .build())
                        .toList())
                .build();
    }

    private GetAuthorizationTokenResponse token(Call call, GetAuthorizationTokenRequest request) {
        Tokens.Token token = tokens.issue(call);
        String encoded =
                Base64.getEncoder().encodeToString(("AWS:" + token.password()).getBytes(StandardCharsets.UTF_8));
        return GetAuthorizationTokenResponse.builder()
                .authorizationData(AuthorizationData.builder()
                        .authorizationToken(encoded)
                        .expiresAt(token.expires())
                        .proxyEndpoint("https://"
                                + RepositoryName.of(call.caller(), "").host())
                        .build())
                .build();
    }

    private static RepositoryName name(Call call, @Nullable String name) {
        return RepositoryName.of(call.caller(), validName(name));
    }

    private static String validName(@Nullable String name) {
        if (name == null
                || name.length() < 2
                || name.length() > 256
                || !NAME.matcher(name).matches()) {
            throw ServiceError.client(
                    "InvalidParameterException",
                    "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular"
                            + " expression '" + RepositoryName.FORM + "''");
        }
        return name;
    }

    /** Tells of what changes from now on, as the service's events in EventBridge do. */
    public void tell(ServiceEvents told) {
        telling.accept(told);
    }
}
