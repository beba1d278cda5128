package dev.penstock.runner.wiring;

import dev.penstock.action.ActionPlugin;
import dev.penstock.action.ActionProvider;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunnerException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds providers of actions in jars: those on the class path, and those that the user names, in a class loader of their own. */
final class Plugins {

    private Plugins() {}

    /**
     * What plugins bring.
     *
     * @param providers of actions
     * @param releases strategies and targets
     */
    record Found(List<ActionProvider<?, ?>> providers, List<ReleasePlugin> releases) {}

    /**
     * What all plugins bring.
     *
     * @param paths jars, and folders of jars
     * @param closing closes the class loader at the end
     */
    static Found load(List<Path> paths, Closing closing) {
        ClassLoader own = Plugins.class.getClassLoader();
        ClassLoader loader = own;
        if (!paths.isEmpty()) {
            loader = closing.later(new URLClassLoader("penstock-plugins", jars(paths), own));
        }
        List<ActionProvider<?, ?>> providers = new ArrayList<>();
        List<ReleasePlugin> releases = new ArrayList<>();
        try {
            for (ActionPlugin plugin : ServiceLoader.load(ActionPlugin.class, loader)) {
                providers.addAll(plugin.providers());
            }
            for (ReleasePlugin plugin : ServiceLoader.load(ReleasePlugin.class, loader)) {
                releases.add(plugin);
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new RunnerException(
                    Refusal.INPUT,
                    "A plugin cannot be loaded: " + e.getMessage() + ".",
                    "Look whether the jar was made for this version of Penstock, and whether it needs other jars.",
                    e);
        }
        return new Found(providers, releases);
    }

    private static URL[] jars(List<Path> paths) {
        List<URL> jars = new ArrayList<>();
        for (Path path : paths) {
            List<Path> found = Files.isDirectory(path) ? jarsIn(path) : List.of(path);
            if (found.isEmpty() || !Files.isRegularFile(found.getFirst())) {
                throw new RunnerException(
                        Refusal.FILE, "There is no plugin at " + path + ".", "Name a jar, or a folder of jars.");
            }
            for (Path jar : found) {
                try {
                    jars.add(jar.toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return jars.toArray(URL[]::new);
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new RunnerException(Refusal.FILE, "The folder " + folder + " cannot be read.", "", e);
        }
    }
}
