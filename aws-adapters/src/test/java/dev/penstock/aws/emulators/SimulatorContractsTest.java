package dev.penstock.aws.emulators;

import org.junit.jupiter.api.Nested;

/** The contracts of services, and of ports whose adapters need no more, at the simulator. */
final class SimulatorContractsTest {

    @Nested
    final class S3 extends S3Contract {}

    @Nested
    final class Iam extends IamContract {}

    @Nested
    final class Sts extends StsContract {}

    @Nested
    final class Ssm extends SsmContract {}

    @Nested
    final class SecretsManager extends SecretsManagerContract {}

    @Nested
    final class Sns extends SnsContract {}

    @Nested
    final class CloudWatch extends CloudWatchContract {}

    @Nested
    final class Ecr extends EcrContract {}

    @Nested
    final class Ecs extends EcsContract {}

    @Nested
    final class Elb extends ElbContract {}

    @Nested
    final class CodeBuild extends CodeBuildContract {}

    @Nested
    final class Beanstalk extends BeanstalkContract {}

    @Nested
    final class Sqs extends SqsContract {}

    @Nested
    final class EventBus extends EventBusContract {}

    @Nested
    final class EventDelivery extends EventDeliveryContract {}

    @Nested
    final class Scheduler extends SchedulerContract {}

    @Nested
    final class Lambda extends LambdaContract {}

    @Nested
    final class Dynamo extends DynamoContract {}

    @Nested
    final class Secrets extends Ports.Secrets {}

    @Nested
    final class Metrics extends Ports.Metrics {}

    @Nested
    final class BundlePlaces extends Ports.BundlePlaces {}
}
