package dev.penstock.samples.library;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server that loads a program with the library, lets it run, and loads its next version: twice a class loader of its own in
 * one JVM. Says what is left of both.
 */
final class LoadedAndLeft {

    /** Each one is whole, and what only soft references hold goes with the first. */
    private static final int COLLECTIONS = 10;

    private LoadedAndLeft() {}

    public static void main(String[] arguments) throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Path folder = Path.of(arguments[0]);
        WeakReference<ClassLoader> first = use(folder.resolve("first"));
        WeakReference<ClassLoader> second = use(folder.resolve("second"));
        for (int i = 0; i < COLLECTIONS && isThere(first, second); i++) {
            System.gc();
        }
        System.out.println("class loaders left: " + isThere(first, second));
        System.out.println("threads left: "
                + Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .filter(thread -> thread.getContextClassLoader() instanceof URLClassLoader)
                        .map(Thread::getName)
                        .collect(Collectors.toSet()));
    }

    private static boolean isThere(WeakReference<ClassLoader> first, WeakReference<ClassLoader> second) {
        return first.get() != null || second.get() != null;
    }

    private static WeakReference<ClassLoader> use(Path folder) throws Exception {
        try (var loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Object outcome = loader.loadClass(OneRun.class.getName())
                    .getMethod("carryOut", Path.class)
                    .invoke(null, folder);
            System.out.println(outcome);
            return new WeakReference<>(loader);
        }
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
