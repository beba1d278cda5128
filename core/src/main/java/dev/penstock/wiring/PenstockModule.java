package dev.penstock.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.penstock.action.ActionProvider;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ScopeMapping;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Cloud;
import dev.penstock.library.Machine;
import dev.penstock.library.Penstock;
import dev.penstock.library.PenstockBuilder;
import dev.penstock.meter.Meters;
import dev.penstock.observe.Durations;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Provides {@link Penstock}, one for the injector. Whoever gets it closes it, and what it was given afterwards.
 *
 * <p>Takes what is bound of {@link Machine}, {@link Cloud}, {@link Journal}, {@link ArtifactStore}, {@link RunSettings},
 * {@link EngineClock}, {@link Durations}, {@link ScopeMapping}, {@link ExecutionListener}, {@link Meters} and {@link RunnerId};
 * what is not has the default of {@link PenstockBuilder}. Further providers and plugins come by a {@code Multibinder} of {@code
 * ActionProvider<?, ?>} and of {@link ReleasePlugin}. The {@link Masker} that machine and cloud are to be given is bound
 * here; another one by {@code OptionalBinder.setBinding}.
 */
public final class PenstockModule extends AbstractModule {

    private static final TypeLiteral<ActionProvider<?, ?>> PROVIDER = new TypeLiteral<>() {};

    @Override
    protected void configure() {
        optional(Machine.class);
        optional(Cloud.class);
        optional(Journal.class);
        optional(ArtifactStore.class);
        optional(RunSettings.class);
        optional(EngineClock.class);
        optional(Durations.class);
        optional(ScopeMapping.class);
        optional(ExecutionListener.class);
        optional(Meters.class);
        optional(RunnerId.class);
        OptionalBinder.newOptionalBinder(binder(), Masker.class).setDefault().toInstance(new SecretMasker());
        Multibinder.newSetBinder(binder(), PROVIDER);
        Multibinder.newSetBinder(binder(), ReleasePlugin.class);
    }

    private void optional(Class<?> port) {
        OptionalBinder.newOptionalBinder(binder(), port);
    }

    @Provides
    @Singleton
    Penstock penstock(PenstockBuilder builder) {
        return builder.build();
    }

    @Provides
    PenstockBuilder builder(
            Optional<Machine> machine,
            Optional<Cloud> cloud,
            Optional<RunSettings> settings,
            Masker masker,
            Set<ActionProvider<?, ?>> providers,
            Set<ReleasePlugin> releases,
            Replacements replacements) {
        PenstockBuilder builder =
                Penstock.builder().masker(masker).providers(providers).releases(releases);
        machine.ifPresent(builder::machine);
        cloud.ifPresent(builder::cloud);
        settings.ifPresent(builder::settings);
        replacements.journal().ifPresent(builder::journal);
        replacements.artifacts().ifPresent(builder::artifacts);
        replacements.clock().ifPresent(builder::clock);
        replacements.durations().ifPresent(builder::durations);
        replacements.scopes().ifPresent(builder::scopes);
        replacements.listener().ifPresent(builder::listener);
        replacements.meters().ifPresent(builder::meters);
        replacements.runner().ifPresent(builder::runner);
        return builder;
    }

    @Provides
    Replacements replacements(
            Optional<Journal> journal,
            Optional<ArtifactStore> artifacts,
            Optional<EngineClock> clock,
            Optional<Durations> durations,
            Optional<ScopeMapping> scopes,
            Optional<ExecutionListener> listener,
            Optional<Meters> meters,
            Optional<RunnerId> runner) {
        return new Replacements(journal, artifacts, clock, durations, scopes, listener, meters, runner);
    }

    /** What takes the place of defaults. */
    record Replacements(
            Optional<Journal> journal,
            Optional<ArtifactStore> artifacts,
            Optional<EngineClock> clock,
            Optional<Durations> durations,
            Optional<ScopeMapping> scopes,
            Optional<ExecutionListener> listener,
            Optional<Meters> meters,
            Optional<RunnerId> runner) {}
}
