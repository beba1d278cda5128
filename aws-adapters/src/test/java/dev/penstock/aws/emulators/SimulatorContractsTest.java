package dev.penstock.aws.emulators;

import org.junit.jupiter.api.Nested;

/** The contracts of services, at the simulator. */
final class SimulatorContractsTest {

    @Nested
    final class S3 extends S3Contract {}

    @Nested
    final class Sts extends StsContract {}

    @Nested
    final class Ecs extends EcsContract {}
}
