package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AnalyticsConfiguration;
import software.amazon.awssdk.services.s3.model.DeleteBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketInventoryConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketInventoryConfigurationResponse;
import software.amazon.awssdk.services.s3.model.InventoryConfiguration;
import software.amazon.awssdk.services.s3.model.InventoryFormat;
import software.amazon.awssdk.services.s3.model.InventoryFrequency;
import software.amazon.awssdk.services.s3.model.InventoryIncludedObjectVersions;
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;
import software.amazon.awssdk.services.s3.model.InventoryS3BucketDestination;
import software.amazon.awssdk.services.s3.model.ListBucketAnalyticsConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketAnalyticsConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketInventoryConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketInventoryConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketAnalyticsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAnalyticsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketInventoryConfigurationResponse;

/** Inventories and analyses of storage classes: checked, kept and given back; no report is written. */
final class StorageReports {

    record Inventory(InventoryConfiguration configuration) {}

    record Analysis(AnalyticsConfiguration configuration) {}

    private final KeptById<Inventory> inventories;
    private final KeptById<Analysis> analyses;

    StorageReports(Buckets buckets) {
        inventories = new KeptById<>(buckets, "inventories", Inventory.class);
        analyses = new KeptById<>(buckets, "analyses", Analysis.class);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?inventory&id",
                        "PutBucketInventoryConfiguration",
                        PutBucketInventoryConfigurationRequest::builder,
                        this::putInventory)
                .operation(
                        "GET /{Bucket}?inventory&id >InventoryConfiguration",
                        "GetBucketInventoryConfiguration",
                        GetBucketInventoryConfigurationRequest::builder,
                        this::getInventory)
                .operation(
                        "DELETE /{Bucket}?inventory&id",
                        "DeleteBucketInventoryConfiguration",
                        DeleteBucketInventoryConfigurationRequest::builder,
                        this::deleteInventory)
                .operation(
                        "GET /{Bucket}?inventory >ListInventoryConfigurationsResult",
                        "ListBucketInventoryConfigurations",
                        ListBucketInventoryConfigurationsRequest::builder,
                        this::listInventory)
                .operation(
                        "PUT /{Bucket}?analytics&id",
                        "PutBucketAnalyticsConfiguration",
                        PutBucketAnalyticsConfigurationRequest::builder,
                        this::putAnalysis)
                .operation(
                        "GET /{Bucket}?analytics&id >AnalyticsConfiguration",
                        "GetBucketAnalyticsConfiguration",
                        GetBucketAnalyticsConfigurationRequest::builder,
                        this::getAnalysis)
                .operation(
                        "DELETE /{Bucket}?analytics&id",
                        "DeleteBucketAnalyticsConfiguration",
                        DeleteBucketAnalyticsConfigurationRequest::builder,
                        this::deleteAnalysis)
                .operation(
                        "GET /{Bucket}?analytics >ListBucketAnalyticsConfigurationsResult",
                        "ListBucketAnalyticsConfigurations",
                        ListBucketAnalyticsConfigurationsRequest::builder,
                        this::listAnalysis);
    }

    private PutBucketInventoryConfigurationResponse putInventory(
            Call call, PutBucketInventoryConfigurationRequest request) {
        InventoryConfiguration asked = request.inventoryConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        if (request.id() == null || !request.id().equals(asked.id())) {
            throw ServiceError.client("IdMismatch", "Document ID does not match the specified configuration ID.");
        }
        String id = request.id();
        requireKnownValues(asked);
        inventories.put(call, request.bucket(), id, new Inventory(asked));
        return PutBucketInventoryConfigurationResponse.builder().build();
    }

    private GetBucketInventoryConfigurationResponse getInventory(
            Call call, GetBucketInventoryConfigurationRequest request) {
        return GetBucketInventoryConfigurationResponse.builder()
                .inventoryConfiguration(
                        inventories.get(call, request.bucket(), request.id()).configuration())
                .build();
    }

    private DeleteBucketInventoryConfigurationResponse deleteInventory(
            Call call, DeleteBucketInventoryConfigurationRequest request) {
        inventories.delete(call, request.bucket(), request.id());
        return DeleteBucketInventoryConfigurationResponse.builder().build();
    }

    private ListBucketInventoryConfigurationsResponse listInventory(
            Call call, ListBucketInventoryConfigurationsRequest request) {
        KeptById.Page<Inventory> page = inventories.page(call, request.bucket(), request.continuationToken());
        return ListBucketInventoryConfigurationsResponse.builder()
                .inventoryConfigurationList(
                        page.rows().isEmpty()
                                ? null
                                : page.rows().stream()
                                        .map(Inventory::configuration)
                                        .toList())
                .continuationToken(request.continuationToken())
                .isTruncated(page.next() != null)
                .nextContinuationToken(page.next())
                .build();
    }

    private PutBucketAnalyticsConfigurationResponse putAnalysis(
            Call call, PutBucketAnalyticsConfigurationRequest request) {
        AnalyticsConfiguration asked = request.analyticsConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        String id = KeptById.id(request.id(), asked.id());
        analyses.put(call, request.bucket(), id, new Analysis(asked));
        return PutBucketAnalyticsConfigurationResponse.builder().build();
    }

    private GetBucketAnalyticsConfigurationResponse getAnalysis(
            Call call, GetBucketAnalyticsConfigurationRequest request) {
        return GetBucketAnalyticsConfigurationResponse.builder()
                .analyticsConfiguration(
                        analyses.get(call, request.bucket(), request.id()).configuration())
                .build();
    }

    private DeleteBucketAnalyticsConfigurationResponse deleteAnalysis(
            Call call, DeleteBucketAnalyticsConfigurationRequest request) {
        analyses.delete(call, request.bucket(), request.id());
        return DeleteBucketAnalyticsConfigurationResponse.builder().build();
    }

    private ListBucketAnalyticsConfigurationsResponse listAnalysis(
            Call call, ListBucketAnalyticsConfigurationsRequest request) {
        KeptById.Page<Analysis> page = analyses.page(call, request.bucket(), request.continuationToken());
        return ListBucketAnalyticsConfigurationsResponse.builder()
                .analyticsConfigurationList(
                        page.rows().isEmpty()
                                ? null
                                : page.rows().stream()
                                        .map(Analysis::configuration)
                                        .toList())
                .continuationToken(request.continuationToken())
                .isTruncated(page.next() != null)
                .nextContinuationToken(page.next())
                .build();
    }

    private static void requireKnownValues(InventoryConfiguration asked) {
        InventoryS3BucketDestination destination =
                asked.destination() == null ? null : asked.destination().s3BucketDestination();
        if (destination == null || destination.bucket() == null || asked.schedule() == null) {
            throw S3Errors.malformedXml();
        }
        boolean known = isKnown(destination.format(), InventoryFormat.UNKNOWN_TO_SDK_VERSION)
                && isKnown(asked.schedule().frequency(), InventoryFrequency.UNKNOWN_TO_SDK_VERSION)
                && isKnown(asked.includedObjectVersions(), InventoryIncludedObjectVersions.UNKNOWN_TO_SDK_VERSION)
                && !asked.optionalFields().contains(InventoryOptionalField.UNKNOWN_TO_SDK_VERSION);
        if (!destination.bucket().startsWith("arn:")) {
            throw ServiceError.client("InvalidS3DestinationBucket", "Invalid bucket ARN.");
        } else if (!known) {
            throw S3Errors.malformedXml();
        }
    }

    private static <E> boolean isKnown(@Nullable E value, E unknown) {
        return value != null && !value.equals(unknown);
    }
}
