package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;

/** Application Auto Scaling: its targets and policies are kept, and scale nothing. */
final class ScalingModels {

    static final String TARGET_TYPE = "AWS::ApplicationAutoScaling::ScalableTarget";
    private static final String[] IDENTITY = {"ResourceId", "ScalableDimension", "ServiceNamespace"};

    private ScalingModels() {}

    /** Ref is resource, dimension and namespace with bars between them. */
    static final Model TARGET = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            return asked.require(IDENTITY[0]) + "|" + asked.require(IDENTITY[1]) + "|" + asked.require(IDENTITY[2]);
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            return ServiceHandler.attributes("Id", physicalId);
        }
    };

    /** Ref is the ARN. */
    static final Model POLICY = new Model() {
        @Override
        public String physicalId(Surroundings here, Properties asked) {
            String[] target = asked.text("ScalingTargetId", "").split("\\|", -1);
            String resource = asked.text(IDENTITY[0], target[0]);
            String namespace = asked.text(IDENTITY[2], target.length > 2 ? target[2] : "");
            return here.context()
                    .caller()
                    .arn(
                            "autoscaling",
                            "scalingPolicy:" + here.ids().uuid() + ":resource/" + namespace + "/" + resource
                                    + ":policyName/" + asked.require("PolicyName"));
        }

        @Override
        public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
            return ServiceHandler.attributes("Arn", physicalId);
        }
    };
}
