package dev.penstock.aws.emulators;

import dev.penstock.testing.containers.RequiresContainerEngine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts of services, at each emulator that has the service. */
@RequiresContainerEngine
final class EmulatorContractsIT {

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class S3 extends S3Contract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Iam extends IamContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Sts extends StsContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Ssm extends SsmContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class SecretsManager extends SecretsManagerContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Sns extends SnsContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class CloudWatch extends CloudWatchContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Sqs extends SqsContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class EventBus extends EventBusContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class EventDelivery extends EventDeliveryContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Scheduler extends SchedulerContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Lambda extends LambdaContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Dynamo extends DynamoContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Ecr extends EcrContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Ecs extends EcsContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Elb extends ElbContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class CodeBuild extends CodeBuildContract {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = "MOTO")
    final class Beanstalk extends BeanstalkContract {}
}
