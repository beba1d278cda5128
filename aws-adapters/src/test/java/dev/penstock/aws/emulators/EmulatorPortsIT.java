package dev.penstock.aws.emulators;

import dev.penstock.testing.containers.RequiresContainerEngine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts of core's ports with the adapters behind them, at each emulator that has what they call. */
@RequiresContainerEngine
final class EmulatorPortsIT {

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Artifacts extends Ports.Artifacts {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Metrics extends Ports.Metrics {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class Secrets extends Ports.Secrets {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = "MOTO")
    final class Rules extends Ports.Rules {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Images extends Ports.Images {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Services extends Ports.Services {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class StackPlatform extends Ports.StackPlatform {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO"})
    final class StackSetPlatform extends Ports.StackSetPlatform {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = "MOTO")
    final class EnvironmentPlatform extends Ports.EnvironmentPlatform {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"LOCALSTACK", "MOTO", "MINISTACK"})
    final class BundlePlaces extends Ports.BundlePlaces {}

    @Nested
    @ParameterizedClass
    @EnumSource(names = {"MOTO", "MINISTACK"})
    final class Functions extends FunctionPlatform {}
}
