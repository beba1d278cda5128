package dev.penstock.simulator.lambda;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionByArnResponse;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LayerVersionContentInput;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsRequest;
import software.amazon.awssdk.services.lambda.model.ListLayerVersionsResponse;
import software.amazon.awssdk.services.lambda.model.ListLayersRequest;
import software.amazon.awssdk.services.lambda.model.ListLayersResponse;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;

/** Layers: archives that functions share, in versions that do not change. */
final class Layers {

    private static final Pattern VERSION_ARN = Pattern.compile(
            "(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:layer:"
                    + "[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)");
    private static final int MOST_LISTED = 50;
    private static final int MOST_REFERENCED = 5;

    /**
     * A version of a layer.
     *
     * @param item what lists say of it
     * @param layerArn of the layer it is a version of
     */
    record LayerVersion(String layerArn, LayerVersionsListItem item, Code code) {

        String arn() {
            return item.layerVersionArn();
        }

        /** As listings show it: without a description when it has none. */
        LayerVersionsListItem listed() {
            return item.description().isEmpty()
                    ? item.toBuilder().description(null).build()
                    : item;
        }
    }

    /** How many versions a layer has had; kept when they are deleted, as no number is given twice. */
    private record Layered(String layerArn, long published) {}

    private final Table<LayerVersion> versions;
    private final Table<Layered> layers;
    private final FunctionCode code;
    private final CodeDownloads downloads;

    Layers(Store store, FunctionCode code, CodeDownloads downloads) {
        this.versions = store.table("lambda.layers.versions", LayerVersion.class);
        this.layers = store.table("lambda.layers", Layered.class);
        this.code = code;
        this.downloads = downloads;
    }

    void declare(Operations all) {
        String one = "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}";
        all.operation(
                        "POST /2018-10-31/layers/{LayerName}/versions =201",
                        "PublishLayerVersion",
                        PublishLayerVersionRequest::builder,
                        this::publish)
                .operation("GET " + one, "GetLayerVersion", GetLayerVersionRequest::builder, this::get)
                .operation(
                        "GET /2018-10-31/layers?find=LayerVersion",
                        "GetLayerVersionByArn",
                        GetLayerVersionByArnRequest::builder,
                        this::getByArn)
                .operation(
                        "DELETE " + one + " =204",
                        "DeleteLayerVersion",
                        DeleteLayerVersionRequest::builder,
                        this::delete)
                .operation("GET /2018-10-31/layers", "ListLayers", ListLayersRequest::builder, this::list)
                .operation(
                        "GET /2018-10-31/layers/{LayerName}/versions",
                        "ListLayerVersions",
                        ListLayerVersionsRequest::builder,
                        this::listVersions);
    }

    /** A version by its ARN. */
    Optional<LayerVersion> version(String arn) {
        return arn.startsWith("arn:") ? versions.get(key(arn)) : Optional.empty();
    }

    /** The versions of an account's layers. */
    List<LayerVersion> of(String account, String region) {
        return List.copyOf(versions.under("arn:aws:lambda:" + region + ":" + account + ":layer:")
                .values());
    }

    /** All versions of all accounts. */
    List<LayerVersion> all() {
        return List.copyOf(versions.all());
    }

    /** What a function's configuration says of the layers that a request gives it. */
    List<Layer> referenced(Call call, List<String> arns) {
        if (arns.size() > MOST_REFERENCED) {
            throw LambdaErrors.invalid("Cannot reference more than " + MOST_REFERENCED + " layers.");
        }
        new Constraints()
                .holds(
                        arns.stream().allMatch(arn -> VERSION_ARN.matcher(arn).matches()),
                        "layers",
                        arns.toString(),
                        "Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must"
                                + " have length greater than or equal to 1, Member must satisfy regular expression"
                                + " pattern: " + VERSION_ARN.pattern() + ", Member must not be null]")
                .check();
        List<Layer> found = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (String arn : arns) {
            String[] parts = arn.split(":", -1);
            if (!parts[3].equals(call.region())) {
                throw LambdaErrors.invalid(
                        "Layers are not in the same region as the function. Layers are expected to be in" + " region "
                                + call.region() + ".");
            }
            LayerVersion version =
                    version(arn).orElseThrow(() -> LambdaErrors.invalid("Layer version " + arn + " does not exist."));
            String same = seen.put(version.layerArn(), arn);
            if (same != null) {
                throw LambdaErrors.invalid(
                        "Two different versions of the same layer are not allowed to be referenced in the"
                                + " same function. " + same + " and " + arn + " are versions of the same layer.");
            }
            found.add(Layer.builder().arn(arn).codeSize(version.code().size()).build());
        }
        return found;
    }

    private PublishLayerVersionResponse publish(Call call, PublishLayerVersionRequest request) {
        new Constraints()
                .present("content", request.content())
                .holds(
                        request.compatibleRuntimesAsStrings().stream().allMatch(Runtimes::known),
                        "compatibleRuntimes",
                        request.compatibleRuntimesAsStrings().toString(),
                        "Member must satisfy enum value set: " + Runtimes.CURRENT)
                .eachOneOf(
                        FunctionRules.ARCHITECTURES,
                        "compatibleArchitectures",
                        request.compatibleArchitecturesAsStrings())
                .check();
        String layerArn = arn(call, request.layerName());
        Code content = content(call, request.content());
        long number = layers.get(layerArn).map(Layered::published).orElse(0L) + 1;
        layers.put(layerArn, new Layered(layerArn, number));
        LayerVersionsListItem.Builder item = LayerVersionsListItem.builder()
                .layerVersionArn(layerArn + ":" + number)
                .version(number)
                .description(request.description() == null ? "" : request.description())
                .createdDate(FunctionSettings.modified(call.now()))
                .licenseInfo(request.licenseInfo());
        if (request.hasCompatibleRuntimes()) {
            item.compatibleRuntimesWithStrings(request.compatibleRuntimesAsStrings());
        }
        if (request.hasCompatibleArchitectures()) {
            item.compatibleArchitecturesWithStrings(request.compatibleArchitecturesAsStrings());
        }
        LayerVersion version = new LayerVersion(layerArn, item.build(), content);
        versions.put(key(version.arn()), version);
        call.effect(version.arn());
        return Fields.copy(shown(version), PublishLayerVersionResponse.builder())
                .build();
    }

    private Code content(Call call, @Nullable LayerVersionContentInput content) {
        if (content != null && content.zipFile() != null) {
            return code.archive(content.zipFile());
        }
        if (content != null && content.s3Bucket() != null) {
            return code.object(call, content.s3Bucket(), content.s3Key(), content.s3ObjectVersion());
        }
        throw LambdaErrors.invalid("Please provide a source for layer content.");
    }

    private GetLayerVersionResponse shown(LayerVersion version) {
        return Fields.copy(version.item(), GetLayerVersionResponse.builder())
                .layerArn(version.layerArn())
                .content(c -> c.codeSha256(version.code().sha256())
                        .codeSize(version.code().size())
                        .location(downloads.url(version.code().blob())))
                .build();
    }

    private GetLayerVersionResponse get(Call call, GetLayerVersionRequest request) {
        requireNumber(request.versionNumber());
        return version(arn(call, request.layerName()) + ":" + request.versionNumber())
                .map(this::shown)
                .orElseThrow(LambdaErrors::resourceNotFound);
    }

    private GetLayerVersionByArnResponse getByArn(Call call, GetLayerVersionByArnRequest request) {
        new Constraints()
                .present("arn", request.arn())
                .matches(VERSION_ARN, "arn", request.arn())
                .check();
        LayerVersion version = version(request.arn()).orElseThrow(LambdaErrors::resourceNotFound);
        return Fields.copy(shown(version), GetLayerVersionByArnResponse.builder())
                .build();
    }

    private DeleteLayerVersionResponse delete(Call call, DeleteLayerVersionRequest request) {
        requireNumber(request.versionNumber());
        version(arn(call, request.layerName()) + ":" + request.versionNumber()).ifPresent(version -> {
            versions.remove(key(version.arn()));
            call.effect(version.arn());
        });
        return DeleteLayerVersionResponse.builder().build();
    }

    private ListLayersResponse list(Call call, ListLayersRequest request) {
        checkFilters(request.compatibleRuntimeAsString(), request.compatibleArchitectureAsString());
        Map<String, LayerVersion> latest = new TreeMap<>();
        for (LayerVersion version : of(call.account(), call.region())) {
            if (fits(version, request.compatibleRuntimeAsString(), request.compatibleArchitectureAsString())) {
                latest.put(version.layerArn(), version);
            }
        }
        List<LayersListItem> items = latest.values().stream()
                .map(version -> LayersListItem.builder()
                        .layerArn(version.layerArn())
                        .layerName(
                                version.layerArn().substring(version.layerArn().lastIndexOf(':') + 1))
                        .latestMatchingVersion(version.item())
                        .build())
                .toList();
        Page<LayersListItem> page =
                Listing.page(items, LayersListItem::layerArn, request.marker(), request.maxItems(), MOST_LISTED);
        return ListLayersResponse.builder()
                .layers(page.items())
                .nextMarker(page.next())
                .build();
    }

    private ListLayerVersionsResponse listVersions(Call call, ListLayerVersionsRequest request) {
        checkFilters(request.compatibleRuntimeAsString(), request.compatibleArchitectureAsString());
        List<LayerVersionsListItem> items = versions.under(arn(call, request.layerName()) + ":").values().stream()
                .filter(version ->
                        fits(version, request.compatibleRuntimeAsString(), request.compatibleArchitectureAsString()))
                .map(LayerVersion::listed)
                .sorted(Comparator.comparing(LayerVersionsListItem::version).reversed())
                .toList();
        Page<LayerVersionsListItem> page = Listing.page(
                items,
                item -> String.format("%019d", Long.MAX_VALUE - item.version()),
                request.marker(),
                request.maxItems(),
                MOST_LISTED);
        return ListLayerVersionsResponse.builder()
                .layerVersions(page.items())
                .nextMarker(page.next())
                .build();
    }

    private static void checkFilters(@Nullable String runtime, @Nullable String architecture) {
        new Constraints()
                .oneOf(Runtimes.EVER, "compatibleRuntime", runtime)
                .oneOf(FunctionRules.ARCHITECTURES, "compatibleArchitecture", architecture)
                .check();
    }

    private static boolean fits(LayerVersion version, @Nullable String runtime, @Nullable String architecture) {
        return (runtime == null || version.item().compatibleRuntimesAsStrings().contains(runtime))
                && (architecture == null
                        || version.item().compatibleArchitecturesAsStrings().contains(architecture));
    }

    static void requireNumber(@Nullable Long number) {
        if (number == null || number < 1) {
            throw LambdaErrors.invalid("Layer Version Cannot be less than 1");
        }
    }

    /** The ARN of a layer that a request names or gives the ARN of. */
    static String arn(Call call, String layer) {
        return layer.startsWith("arn:") ? layer : call.caller().arn("lambda", "layer:" + layer);
    }

    /** The digests of all archives. */
    Set<String> contents() {
        return versions.all().stream().map(version -> version.code().blob()).collect(Collectors.toSet());
    }

    /** Versions in the order of their numbers. */
    private static String key(String versionArn) {
        int colon = versionArn.lastIndexOf(':');
        String number = versionArn.substring(colon + 1);
        return FunctionName.isVersion(number) && number.length() < 19
                ? versionArn.substring(0, colon + 1) + String.format("%019d", Long.parseLong(number))
                : versionArn;
    }
}
