package dev.penstock.runner;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept with an execution, so that any process on this machine can go on with it: where its definition and settings
 * are, and what the command line said. Holds no secrets.
 *
 * @param definition the file of the definition; the definition itself is pinned in the journal
 * @param settings the file of the settings; absent if there was none
 * @param region from the command line
 * @param profile from the command line
 * @param simulator from the command line: where a simulated AWS is served
 * @param plugins jars with providers of actions, and folders of such jars
 * @param freezeOverride from the command line: why freezes do not count
 */
public record RunLabels(
        Path definition,
        Optional<Path> settings,
        Optional<String> region,
        Optional<String> profile,
        Optional<URI> simulator,
        List<Path> plugins,
        Optional<String> freezeOverride) {

    private static final String DEFINITION = "penstock.definition";
    private static final String SETTINGS = "penstock.settings";
    private static final String REGION = "penstock.region";
    private static final String PROFILE = "penstock.profile";
    private static final String SIMULATOR = "penstock.simulator";
    private static final String PLUGINS = "penstock.plugins";
    private static final String FREEZE_OVERRIDE = "penstock.overrideFreeze";
    /** Not a character that paths hold, unlike the separators of paths. */
    private static final String BETWEEN = "\n";

    public RunLabels {
        plugins = List.copyOf(plugins);
    }

    /** As they are kept. */
    public Map<String, String> toMap() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(DEFINITION, definition.toString());
        settings.ifPresent(path -> labels.put(SETTINGS, path.toString()));
        region.ifPresent(name -> labels.put(REGION, name));
        profile.ifPresent(name -> labels.put(PROFILE, name));
        simulator.ifPresent(uri -> labels.put(SIMULATOR, uri.toString()));
        if (!plugins.isEmpty()) {
            labels.put(
                    PLUGINS,
                    String.join(BETWEEN, plugins.stream().map(Path::toString).toList()));
        }
        freezeOverride.ifPresent(reason -> labels.put(FREEZE_OVERRIDE, reason));
        return labels;
    }

    /** The same for a run in which freezes do not count. */
    public RunLabels overridingFreezes(Optional<String> reason) {
        return new RunLabels(definition, settings, region, profile, simulator, plugins, reason);
    }

    /** As they were kept. */
    public static RunLabels of(Map<String, String> labels) {
        return new RunLabels(
                Path.of(labels.getOrDefault(DEFINITION, "")),
                Optional.ofNullable(labels.get(SETTINGS)).map(Path::of),
                Optional.ofNullable(labels.get(REGION)),
                Optional.ofNullable(labels.get(PROFILE)),
                Optional.ofNullable(labels.get(SIMULATOR)).map(URI::create),
                Optional.ofNullable(labels.get(PLUGINS)).stream()
                        .flatMap(text -> List.of(text.split(BETWEEN)).stream())
                        .map(Path::of)
                        .toList(),
                Optional.ofNullable(labels.get(FREEZE_OVERRIDE)));
    }
}
