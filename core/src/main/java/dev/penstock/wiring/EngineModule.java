package dev.penstock.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.penstock.action.ActionProvider;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ScopeMapping;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Cloud;
import dev.penstock.library.Engines;
import dev.penstock.library.Machine;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Provides the {@link Engine} with everything that comes with Penstock.
 *
 * <p>Asks for a {@link Machine} and a {@link Cloud}. May be given: {@link RunSettings}, {@link EngineClock}, {@link Masker},
 * {@link ScopeMapping}, {@link ExecutionListener}, {@link RunnerId}, each by {@code OptionalBinder.setBinding}, and further
 * providers by a {@code Multibinder<ActionProvider<?, ?>>}. Whoever gets the engine closes it.
 */
public final class EngineModule extends AbstractModule {

    private static final TypeLiteral<ActionProvider<?, ?>> PROVIDER = new TypeLiteral<>() {};

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), RunSettings.class)
                .setDefault()
                .toInstance(RunSettings.none());
        OptionalBinder.newOptionalBinder(binder(), Masker.class).setDefault().toInstance(new SecretMasker());
        OptionalBinder.newOptionalBinder(binder(), ExecutionListener.class)
                .setDefault()
                .toInstance(ExecutionListener.NONE);
        OptionalBinder.newOptionalBinder(binder(), EngineClock.class);
        OptionalBinder.newOptionalBinder(binder(), ScopeMapping.class);
        OptionalBinder.newOptionalBinder(binder(), RunnerId.class);
        Multibinder.newSetBinder(binder(), PROVIDER);
    }

    @Provides
    @Singleton
    Engine engine(
            Machine machine,
            Cloud cloud,
            Set<ActionProvider<?, ?>> further,
            RunSettings settings,
            Masker masker,
            ExecutionListener listener,
            Optional<EngineClock> clock,
            Optional<ScopeMapping> scopes,
            Optional<RunnerId> runner) {
        EngineBuilder builder = Engines.builder(settings, machine, cloud, masker)
                .providers(further)
                .listener(listener);
        scopes.ifPresent(builder::scopes);
        clock.ifPresent(builder::clock);
        runner.ifPresent(builder::runner);
        return builder.build();
    }
}
