package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.GetBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.LoggingEnabled;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketAccelerateConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLoggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentRequest;
import software.amazon.awssdk.services.s3.model.PutBucketRequestPaymentResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;

/** Versioning, and options that are kept and given back: acceleration, who pays, logging. */
final class BucketOptions {

    record Switches(String acceleration, String payer) {}

    record Logging(LoggingEnabled enabled) {}

    private final Buckets buckets;
    private final Table<Switches> switches;
    private final Table<Logging> logging;

    BucketOptions(Buckets buckets) {
        this.buckets = buckets;
        this.switches = buckets.settings("switches", Switches.class);
        this.logging = buckets.settings("logging", Logging.class);
    }

    void declare(Operations all) {
        all.operation(
                        "PUT /{Bucket}?versioning",
                        "PutBucketVersioning",
                        PutBucketVersioningRequest::builder,
                        this::putVersioning)
                .operation(
                        "GET /{Bucket}?versioning >VersioningConfiguration",
                        "GetBucketVersioning",
                        GetBucketVersioningRequest::builder,
                        this::versioning)
                .operation(
                        "PUT /{Bucket}?accelerate",
                        "PutBucketAccelerateConfiguration",
                        PutBucketAccelerateConfigurationRequest::builder,
                        this::putAcceleration)
                .operation(
                        "GET /{Bucket}?accelerate >AccelerateConfiguration",
                        "GetBucketAccelerateConfiguration",
                        GetBucketAccelerateConfigurationRequest::builder,
                        this::acceleration)
                .operation(
                        "PUT /{Bucket}?requestPayment",
                        "PutBucketRequestPayment",
                        PutBucketRequestPaymentRequest::builder,
                        this::putPayer)
                .operation(
                        "GET /{Bucket}?requestPayment >RequestPaymentConfiguration",
                        "GetBucketRequestPayment",
                        GetBucketRequestPaymentRequest::builder,
                        this::payer)
                .operation(
                        "PUT /{Bucket}?logging", "PutBucketLogging", PutBucketLoggingRequest::builder, this::putLogging)
                .operation(
                        "GET /{Bucket}?logging >BucketLoggingStatus",
                        "GetBucketLogging",
                        GetBucketLoggingRequest::builder,
                        this::logging);
    }

    private PutBucketVersioningResponse putVersioning(Call call, PutBucketVersioningRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String status = request.versioningConfiguration() == null
                ? null
                : request.versioningConfiguration().statusAsString();
        if (status == null) {
            throw ServiceError.client(
                    "IllegalVersioningConfigurationException", "The Versioning element must be specified");
        } else if (!status.equals("Enabled") && !status.equals("Suspended")) {
            throw S3Errors.malformedXml();
        } else if (bucket.locks() && status.equals("Suspended")) {
            throw ServiceError.of(
                    409,
                    "InvalidBucketState",
                    "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.");
        }
        buckets.table().put(bucket.name(), bucket.with(status));
        call.effect(bucket.arn());
        return PutBucketVersioningResponse.builder().build();
    }

    private GetBucketVersioningResponse versioning(Call call, GetBucketVersioningRequest request) {
        String status = buckets.bucket(call, request.bucket()).versioning();
        return GetBucketVersioningResponse.builder()
                .status(status.isEmpty() ? null : status)
                .build();
    }

    private PutBucketAccelerateConfigurationResponse putAcceleration(
            Call call, PutBucketAccelerateConfigurationRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String status = request.accelerateConfiguration() == null
                ? ""
                : String.valueOf(request.accelerateConfiguration().statusAsString());
        if (bucket.name().contains(".")) {
            throw S3Errors.invalidRequest(
                    "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
        } else if (!status.equals("Enabled") && !status.equals("Suspended")) {
            throw S3Errors.malformedXml();
        }
        switches.put(bucket.name(), new Switches(status, switches(bucket).payer()));
        call.effect(bucket.arn());
        return PutBucketAccelerateConfigurationResponse.builder().build();
    }

    private GetBucketAccelerateConfigurationResponse acceleration(
            Call call, GetBucketAccelerateConfigurationRequest request) {
        String status = switches(buckets.bucket(call, request.bucket())).acceleration();
        return GetBucketAccelerateConfigurationResponse.builder()
                .status(status.isEmpty() ? null : status)
                .build();
    }

    private PutBucketRequestPaymentResponse putPayer(Call call, PutBucketRequestPaymentRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        String payer = request.requestPaymentConfiguration() == null
                ? ""
                : String.valueOf(request.requestPaymentConfiguration().payerAsString());
        if (!payer.equals("Requester") && !payer.equals("BucketOwner")) {
            throw S3Errors.malformedXml();
        }
        switches.put(bucket.name(), new Switches(switches(bucket).acceleration(), payer));
        call.effect(bucket.arn());
        return PutBucketRequestPaymentResponse.builder().build();
    }

    private GetBucketRequestPaymentResponse payer(Call call, GetBucketRequestPaymentRequest request) {
        return GetBucketRequestPaymentResponse.builder()
                .payer(switches(buckets.bucket(call, request.bucket())).payer())
                .build();
    }

    private PutBucketLoggingResponse putLogging(Call call, PutBucketLoggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        if (request.bucketLoggingStatus() == null) {
            throw S3Errors.malformedXml();
        }
        LoggingEnabled enabled = request.bucketLoggingStatus().loggingEnabled();
        if (enabled == null) {
            logging.remove(bucket.name());
        } else {
            requireTarget(bucket, String.valueOf(enabled.targetBucket()));
            logging.put(bucket.name(), new Logging(enabled));
        }
        call.effect(bucket.arn());
        return PutBucketLoggingResponse.builder().build();
    }

    private void requireTarget(Bucket bucket, String name) {
        Bucket target = buckets.find(name)
                .filter(b -> b.account().equals(bucket.account()))
                .orElseThrow(() -> new ServiceError(
                        "InvalidTargetBucketForLogging",
                        400,
                        "The target bucket for logging does not exist",
                        Map.of("TargetBucket", name)));
        if (!target.region().equals(bucket.region())) {
            Map<String, String> details = new HashMap<>(Map.of("TargetBucketLocation", target.region()));
            if (!bucket.region().equals(Buckets.US_EAST_1)) {
                details.put("SourceBucketLocation", bucket.region());
            }
            throw new ServiceError(
                    "CrossLocationLoggingProhibitted", 403, "Cross S3 location logging not allowed. ", details);
        }
    }

    private GetBucketLoggingResponse logging(Call call, GetBucketLoggingRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        return GetBucketLoggingResponse.builder()
                .loggingEnabled(logging.get(bucket.name()).map(Logging::enabled).orElse(null))
                .build();
    }

    private Switches switches(Bucket bucket) {
        return switches.get(bucket.name()).orElse(new Switches("", "BucketOwner"));
    }
}
