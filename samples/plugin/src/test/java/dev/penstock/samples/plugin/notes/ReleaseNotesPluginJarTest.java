package dev.penstock.samples.plugin.notes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionPlugin;
import dev.penstock.action.ActionProvider;
import dev.penstock.engine.Engine;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.samples.plugin.AnnouncePlugin;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as {@code --plugin-path} takes it: in a class loader of its own, above which nobody knows the plugin. */
class ReleaseNotesPluginJarTest {

    @TempDir
    Path root;

    @Test
    void isFoundInAClassLoaderOfItsOwnAndRuns() throws Exception {
        try (var jar = new URLClassLoader(new URL[] {jar().toUri().toURL()}, new WithoutThePlugin());
                var clock = VirtualClock.steppedFrom(ReleaseNotesFixture.NOON);
                var fixture = new ReleaseNotesFixture(root)) {
            List<ActionProvider<?, ?>> found = providersIn(jar);
            assertThat(found).extracting(ActionProvider::type).contains(ReleaseNotesAction.TYPE);
            assertThat(found)
                    .allSatisfy(provider ->
                            assertThat(provider.getClass().getClassLoader()).isSameAs(jar));

            var journal = new InMemoryJournal();
            ExecutionId id;
            try (Engine engine = fixture.engine(journal, clock, found)) {
                id = engine.start(ReleaseNotesFixture.sample().pipeline(), fixture.request());
                clock.advance(Duration.ofMinutes(5));
            }
            // A second engine reads the state of the plugin's own class back from the journal.
            try (Engine engine = fixture.engine(journal, clock, found)) {
                assertThat(engine.resumeAll()).isEqualTo(1);
                clock.advance(Duration.ofMinutes(10));
                assertThat(engine.state(id).orElseThrow().outcome()).contains(Outcome.SUCCEEDED);
            }
            assertThat(fixture.pages()).hasSize(1);
        }
    }

    @Test
    void isNotFoundWithoutTheJar() {
        assertThat(providersIn(new WithoutThePlugin())).isEmpty();
    }

    private static List<ActionProvider<?, ?>> providersIn(ClassLoader loader) {
        List<ActionProvider<?, ?>> providers = new ArrayList<>();
        ServiceLoader.load(ActionPlugin.class, loader).forEach(plugin -> providers.addAll(plugin.providers()));
        return providers;
    }

    private Path jar() {
        Path jar = root.resolve("announce.jar");
        int exit = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", "target/classes", ".");
        assertThat(exit).isZero();
        return jar;
    }

    /** Penstock's classes as its own program has them: all of this test's class path but the plugin. */
    private static final class WithoutThePlugin extends ClassLoader {

        private static final String PLUGIN = AnnouncePlugin.class.getPackageName() + ".";

        WithoutThePlugin() {
            super(WithoutThePlugin.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(PLUGIN)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith(ActionPlugin.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
