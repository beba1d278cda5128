package dev.penstock.library;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.secret.Masker;
import dev.penstock.settings.RunSettings;

/** Engines with everything that comes with Penstock. */
public final class Engines {

    private Engines() {}

    /**
     * An engine with the built-in actions over a machine and a cloud, to be built or changed further.
     *
     * @param settings what the definitions cannot say; {@link RunSettings#none()} if there is nothing to say
     * @param masker the one that machine and cloud were given
     */
    public static EngineBuilder builder(RunSettings settings, Machine machine, Cloud cloud, Masker masker) {
        return Engine.builder(machine.journal())
                .artifacts(machine.artifacts())
                .workFolder(machine.workFolder())
                .providers(BuiltInActions.of(settings, machine, cloud))
                .resourceReaders(cloud.resourceReaders())
                .scopes(BuiltInActions.scopes(settings))
                .masker(masker);
    }
}
