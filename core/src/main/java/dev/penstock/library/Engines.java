package dev.penstock.library;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.observe.ResourceReader;
import dev.penstock.secret.Masker;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.settings.RunSettings;
import java.util.List;
import java.util.Map;

/** Engines with everything that comes with Penstock. */
public final class Engines {

    private Engines() {}

    /**
     * An engine with the built-in actions over a machine and a cloud, to be built or changed further. Of what definitions refer
     * to, it knows what the cloud tells; {@link EngineBuilder#references} says more.
     *
     * @param settings what the definitions cannot say; {@link RunSettings#none()} if there is nothing to say
     * @param masker the one that machine and cloud were given
     */
    public static EngineBuilder builder(RunSettings settings, Machine machine, Cloud cloud, Masker masker) {
        return Engine.builder(machine.journal())
                .artifacts(machine.artifacts())
                .workFolder(machine.workFolder())
                .providers(BuiltInActions.of(settings, machine, cloud))
                .resourceReaders(readers(settings, cloud))
                .scopes(BuiltInActions.scopes(settings))
                .graphs(BuiltInActions.graphs(settings))
                .masker(masker)
                .references(ReferenceValues.of(cloud.secrets(), Map.of(), Map.of()));
    }

    /** The readers of a cloud, at the interval that the settings say. */
    public static List<ResourceReader> readers(RunSettings settings, Cloud cloud) {
        return settings.pollInterval()
                .map(interval -> cloud.resourceReaders().stream()
                        .<ResourceReader>map(reader -> new PacedReader(reader, interval))
                        .toList())
                .orElseGet(cloud::resourceReaders);
    }
}
