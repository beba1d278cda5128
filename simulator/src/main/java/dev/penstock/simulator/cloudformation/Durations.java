package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.ResourceHandler.Operation;
import java.time.Duration;
import java.util.Map;

/**
 * How long CloudFormation takes, in simulated time, beside what the services themselves take.
 *
 * <p>AWS documents no numbers; these are the usual ones in stack events that users have published. A type that is not listed
 * takes {@link #USUAL}.
 */
final class Durations {

    /** From a stack's first event to that of its first resource. */
    static final Duration BEGIN = Duration.ofSeconds(3);

    /** From a resource's first event to the one that says that it was begun. */
    static final Duration INITIATE = Duration.ofSeconds(1);

    /** From the last resource's event to the stack's. */
    static final Duration END = Duration.ofSeconds(1);

    /** A change set that is waiting to be made. */
    static final Duration CHANGE_SET_PENDING = Duration.ofSeconds(1);

    /** A change set that is being made: 3 to 10 s are usual. */
    static final Duration CHANGE_SET = Duration.ofSeconds(4);

    /** A detection of drift. */
    static final Duration DRIFT = Duration.ofSeconds(6);

    /** How often a resource of a parent stack looks after its nested stack. */
    static final Duration NESTED = Duration.ofSeconds(5);

    private static final Duration USUAL = Duration.ofSeconds(3);

    private record Times(Duration create, Duration update, Duration delete) {
        static Times of(long create, long update, long delete) {
            return new Times(Duration.ofSeconds(create), Duration.ofSeconds(update), Duration.ofSeconds(delete));
        }
    }

    private static final Map<String, Times> BY_TYPE = Map.ofEntries(
            Map.entry("AWS::IAM::Role", Times.of(16, 16, 2)),
            Map.entry("AWS::IAM::Policy", Times.of(16, 16, 2)),
            Map.entry("AWS::IAM::ManagedPolicy", Times.of(16, 16, 2)),
            Map.entry("AWS::IAM::InstanceProfile", Times.of(120, 3, 2)),
            Map.entry("AWS::IAM::User", Times.of(32, 3, 2)),
            Map.entry("AWS::S3::Bucket", Times.of(22, 22, 2)),
            Map.entry("AWS::SNS::Topic", Times.of(10, 10, 2)),
            Map.entry("AWS::SQS::Queue", Times.of(62, 62, 2)),
            Map.entry("AWS::SQS::QueuePolicy", Times.of(2, 2, 2)),
            Map.entry("AWS::DynamoDB::Table", Times.of(20, 20, 20)),
            Map.entry("AWS::ECS::Cluster", Times.of(5, 5, 5)),
            Map.entry("AWS::EC2::VPC", Times.of(12, 3, 2)),
            Map.entry("AWS::EC2::Subnet", Times.of(4, 4, 2)),
            Map.entry("AWS::EC2::InternetGateway", Times.of(16, 3, 2)),
            Map.entry("AWS::EC2::VPCGatewayAttachment", Times.of(16, 16, 16)),
            Map.entry("AWS::EC2::NatGateway", Times.of(95, 3, 50)),
            Map.entry("AWS::RDS::DBInstance", Times.of(360, 60, 240)),
            Map.entry("AWS::RDS::DBCluster", Times.of(60, 60, 90)),
            Map.entry("AWS::CDK::Metadata", Times.of(1, 1, 1)),
            Map.entry("AWS::CloudFormation::WaitConditionHandle", Times.of(0, 0, 0)),
            Map.entry("AWS::CloudFormation::WaitCondition", Times.of(0, 0, 0)),
            Map.entry("AWS::CloudFormation::Stack", Times.of(0, 0, 0)));

    private Durations() {}

    /** How long a type of resource takes once its service has answered. */
    static Duration of(String type, Operation operation) {
        Times times = BY_TYPE.get(type);
        if (times == null) {
            return USUAL;
        }
        return switch (operation) {
            case CREATE -> times.create();
            case UPDATE -> times.update();
            case DELETE -> times.delete();
        };
    }
}
