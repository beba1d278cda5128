package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/** {@code AWS::IAM::AccessKey}: Ref is the access key's id, its secret an attribute. */
final class IamAccessKey extends ServiceHandler {

    static final String TYPE = "AWS::IAM::AccessKey";
    private static final String USER = "UserName";
    private static final String STATUS = "Status";

    IamAccessKey() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        CreateAccessKeyRequest request =
                CreateAccessKeyRequest.builder().userName(asked.require(USER)).build();
        AccessKey key = call(context, request, CreateAccessKeyResponse.class).accessKey();
        if (!asked.text(STATUS, "Active").equals("Active")) {
            change(context, key.accessKeyId(), asked);
        }
        return done(key.accessKeyId(), "SecretAccessKey", key.secretAccessKey());
    }

    private void change(ResourceContext context, String id, Properties asked) {
        UpdateAccessKeyRequest request = UpdateAccessKeyRequest.builder()
                .accessKeyId(id)
                .userName(asked.require(USER))
                .status(asked.text(STATUS, "Active"))
                .build();
        call(context, request, UpdateAccessKeyResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        change(context, before.physicalId(), Properties.of(after));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteAccessKeyRequest request = DeleteAccessKeyRequest.builder()
                .accessKeyId(resource.physicalId())
                .userName(Properties.of(resource.properties()).require(USER))
                .build();
        remove(context, request, DeleteAccessKeyResponse.class);
        return unchanged(resource);
    }
}
