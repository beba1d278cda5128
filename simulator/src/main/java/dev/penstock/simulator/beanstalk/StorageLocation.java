package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateStorageLocationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateStorageLocationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.ResourceQuota;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;

/** The account's bucket for bundles and logs, and the account's quotas. */
final class StorageLocation {

    private final ServiceCalls calls;

    StorageLocation(ServiceCalls calls) {
        this.calls = calls;
    }

    void declare(Operations all) {
        all.operation("CreateStorageLocation", CreateStorageLocationRequest::builder, this::create)
                .operation("DescribeAccountAttributes", DescribeAccountAttributesRequest::builder, this::attributes);
    }

    /** Its name in an account and region. */
    static String bucket(String account, String region) {
        return "elasticbeanstalk-" + region + "-" + account;
    }

    private CreateStorageLocationResponse create(Call call, CreateStorageLocationRequest request) {
        ensure(call.caller());
        return CreateStorageLocationResponse.builder()
                .s3Bucket(bucket(call.account(), call.region()))
                .build();
    }

    /** Makes the bucket when it is not there. */
    void ensure(Caller caller) {
        CreateBucketRequest.Builder request =
                CreateBucketRequest.builder().bucket(bucket(caller.account(), caller.region()));
        if (!caller.region().equals("us-east-1")) {
            request.createBucketConfiguration(c -> c.locationConstraint(caller.region()));
        }
        try {
            calls.call(caller, "s3", request.build(), CreateBucketResponse.class);
        } catch (ServiceError e) {
            if (!List.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists").contains(e.code())) {
                throw e;
            }
        }
    }

    /** Source: AWS General Reference, "Elastic Beanstalk endpoints and quotas". */
    private static final Map<String, Integer> QUOTAS = Map.of(
            "applications", 75,
            "versions", 1000,
            "environments", 200,
            "templates", 2000,
            "platforms", 50);

    private DescribeAccountAttributesResponse attributes(Call call, DescribeAccountAttributesRequest request) {
        return DescribeAccountAttributesResponse.builder()
                .resourceQuotas(q -> q.applicationQuota(quota("applications"))
                        .applicationVersionQuota(quota("versions"))
                        .environmentQuota(quota("environments"))
                        .configurationTemplateQuota(quota("templates"))
                        .customPlatformQuota(quota("platforms")))
                .build();
    }

    private static ResourceQuota quota(String what) {
        return ResourceQuota.builder().maximum(QUOTAS.get(what)).build();
    }
}
