package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;

/** {@code AWS::KMS::Key}: Ref is the key's id. It is scheduled for deletion, which is as good as gone. */
final class KmsKey implements Model {

    static final String TYPE = "AWS::KMS::Key";

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        return here.ids().uuid();
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        return ServiceHandler.attributes(
                "Arn", here.context().caller().arn("kms", "key/" + physicalId), "KeyId", physicalId);
    }
}
