package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import software.amazon.awssdk.services.s3.model.DeleteBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketMetricsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketMetricsConfigurationResponse;
import software.amazon.awssdk.services.s3.model.IntelligentTieringConfiguration;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketIntelligentTieringConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.ListBucketMetricsConfigurationsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketMetricsConfigurationsResponse;
import software.amazon.awssdk.services.s3.model.MetricsConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketIntelligentTieringConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketIntelligentTieringConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketMetricsConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketMetricsConfigurationResponse;

/** Metrics of requests and automatic tiering: kept and given back, nothing is counted or moved. */
final class BucketMetering {

    record Metrics(MetricsConfiguration configuration) {}

    record Tiering(IntelligentTieringConfiguration configuration) {}

    private final KeptById<Metrics> metrics;
    private final KeptById<Tiering> tierings;

    BucketMetering(Buckets buckets) {
        metrics = new KeptById<>(buckets, "metrics", Metrics.class);
        tierings = new KeptById<>(buckets, "tierings", Tiering.class);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?metrics&id",
                        "PutBucketMetricsConfiguration",
                        PutBucketMetricsConfigurationRequest::builder,
                        this::putMetrics)
                .operation(
                        "GET /{Bucket}?metrics&id >MetricsConfiguration",
                        "GetBucketMetricsConfiguration",
                        GetBucketMetricsConfigurationRequest::builder,
                        this::getMetrics)
                .operation(
                        "DELETE /{Bucket}?metrics&id",
                        "DeleteBucketMetricsConfiguration",
                        DeleteBucketMetricsConfigurationRequest::builder,
                        this::deleteMetrics)
                .operation(
                        "GET /{Bucket}?metrics >ListMetricsConfigurationsResult",
                        "ListBucketMetricsConfigurations",
                        ListBucketMetricsConfigurationsRequest::builder,
                        this::listMetrics)
                .operation(
                        "PUT /{Bucket}?intelligent-tiering&id",
                        "PutBucketIntelligentTieringConfiguration",
                        PutBucketIntelligentTieringConfigurationRequest::builder,
                        this::putTiering)
                .operation(
                        "GET /{Bucket}?intelligent-tiering&id >IntelligentTieringConfiguration",
                        "GetBucketIntelligentTieringConfiguration",
                        GetBucketIntelligentTieringConfigurationRequest::builder,
                        this::getTiering)
                .operation(
                        "DELETE /{Bucket}?intelligent-tiering&id",
                        "DeleteBucketIntelligentTieringConfiguration",
                        DeleteBucketIntelligentTieringConfigurationRequest::builder,
                        this::deleteTiering)
                .operation(
                        "GET /{Bucket}?intelligent-tiering >ListBucketIntelligentTieringConfigurationsOutput",
                        "ListBucketIntelligentTieringConfigurations",
                        ListBucketIntelligentTieringConfigurationsRequest::builder,
                        this::listTiering);
    }

    private PutBucketMetricsConfigurationResponse putMetrics(Call call, PutBucketMetricsConfigurationRequest request) {
        MetricsConfiguration asked = request.metricsConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        String id = KeptById.id(request.id(), asked.id());
        metrics.put(call, request.bucket(), id, new Metrics(asked));
        return PutBucketMetricsConfigurationResponse.builder().build();
    }

    private GetBucketMetricsConfigurationResponse getMetrics(Call call, GetBucketMetricsConfigurationRequest request) {
        return GetBucketMetricsConfigurationResponse.builder()
                .metricsConfiguration(
                        metrics.get(call, request.bucket(), request.id()).configuration())
                .build();
    }

    private DeleteBucketMetricsConfigurationResponse deleteMetrics(
            Call call, DeleteBucketMetricsConfigurationRequest request) {
        metrics.delete(call, request.bucket(), request.id());
        return DeleteBucketMetricsConfigurationResponse.builder().build();
    }

    private ListBucketMetricsConfigurationsResponse listMetrics(
            Call call, ListBucketMetricsConfigurationsRequest request) {
        KeptById.Page<Metrics> page = metrics.page(call, request.bucket(), request.continuationToken());
        return ListBucketMetricsConfigurationsResponse.builder()
                .metricsConfigurationList(
                        page.rows().isEmpty()
                                ? null
                                : page.rows().stream()
                                        .map(Metrics::configuration)
                                        .toList())
                .continuationToken(request.continuationToken())
                .isTruncated(page.next() != null)
                .nextContinuationToken(page.next())
                .build();
    }

    private PutBucketIntelligentTieringConfigurationResponse putTiering(
            Call call, PutBucketIntelligentTieringConfigurationRequest request) {
        IntelligentTieringConfiguration asked = request.intelligentTieringConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        String id = KeptById.id(request.id(), asked.id());
        tierings.put(call, request.bucket(), id, new Tiering(asked));
        return PutBucketIntelligentTieringConfigurationResponse.builder().build();
    }

    private GetBucketIntelligentTieringConfigurationResponse getTiering(
            Call call, GetBucketIntelligentTieringConfigurationRequest request) {
        return GetBucketIntelligentTieringConfigurationResponse.builder()
                .intelligentTieringConfiguration(
                        tierings.get(call, request.bucket(), request.id()).configuration())
                .build();
    }

    private DeleteBucketIntelligentTieringConfigurationResponse deleteTiering(
            Call call, DeleteBucketIntelligentTieringConfigurationRequest request) {
        tierings.delete(call, request.bucket(), request.id());
        return DeleteBucketIntelligentTieringConfigurationResponse.builder().build();
    }

    private ListBucketIntelligentTieringConfigurationsResponse listTiering(
            Call call, ListBucketIntelligentTieringConfigurationsRequest request) {
        KeptById.Page<Tiering> page = tierings.page(call, request.bucket(), request.continuationToken());
        return ListBucketIntelligentTieringConfigurationsResponse.builder()
                .intelligentTieringConfigurationList(
                        page.rows().isEmpty()
                                ? null
                                : page.rows().stream()
                                        .map(Tiering::configuration)
                                        .toList())
                .continuationToken(request.continuationToken())
                .isTruncated(page.next() != null)
                .nextContinuationToken(page.next())
                .build();
    }
}
