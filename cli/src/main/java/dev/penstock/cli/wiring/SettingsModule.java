package dev.penstock.cli.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.action.AwsScope;
import dev.penstock.build.BuildLocation;
import dev.penstock.build.BuildProject;
import dev.penstock.build.BuildProjects;
import dev.penstock.cli.run.RunPlan;
import dev.penstock.engine.ScopeMapping;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.pipeline.EnvironmentVariableType;
import dev.penstock.settings.BuildSetting;
import dev.penstock.settings.RoleSetting;
import dev.penstock.settings.RunSettings;
import dev.penstock.source.SourceMapping;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the settings say, behind the ports that ask for it. */
final class SettingsModule extends AbstractModule {

    @Provides
    @Singleton
    RunSettings settings(RunPlan plan) {
        return plan.settings();
    }

    @Provides
    @Singleton
    SourceMapping sources(RunSettings settings) {
        return settings::sourceOf;
    }

    @Provides
    @Singleton
    BuildProjects builds(RunSettings settings) {
        return (project, action) -> build(settings.buildOf(action));
    }

    private static BuildProject build(BuildSetting setting) {
        return new BuildProject(
                setting.location().orElseGet(BuildLocation.Host::new),
                setting.buildspec(),
                setting.environment().entrySet().stream()
                        .map(SettingsModule::variable)
                        .toList(),
                false,
                BuildProject.ON_HOST.timeout());
    }

    private static EnvironmentVariable variable(Map.Entry<String, String> entry) {
        return new EnvironmentVariable(entry.getKey(), entry.getValue(), EnvironmentVariableType.PLAINTEXT);
    }

    /** A role of the definition is assumed only where the settings name what stands in for it. */
    @Provides
    @Singleton
    ScopeMapping scopes(RunSettings settings) {
        return (pipeline, action) -> new AwsScope(
                action.region(),
                Stream.of(pipeline.roleArn(), action.roleArn())
                        .flatMap(Optional::stream)
                        .map(role -> settings.roles().getOrDefault(role, new RoleSetting.None()))
                        .flatMap(role -> assumed(role).stream())
                        .toList());
    }

    private static List<String> assumed(RoleSetting role) {
        return switch (role) {
            case RoleSetting.Assume(String arn) -> List.of(arn);
            case RoleSetting.None() -> List.of();
        };
    }
}
