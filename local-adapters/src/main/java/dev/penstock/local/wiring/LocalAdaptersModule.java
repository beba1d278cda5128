package dev.penstock.local.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.library.Machine;
import dev.penstock.local.LocalMachine;
import dev.penstock.secret.Masker;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/**
 * Binds {@link Machine} to this machine, beside {@code PenstockModule}, which brings the {@link Masker}. Nothing is opened
 * before it is asked for. Whoever makes the injector closes the machine, after {@code Penstock}.
 */
public final class LocalAdaptersModule extends AbstractModule {

    private final Path folder;

    /**
     * A machine with the environment of this process.
     *
     * @param folder where the journal is kept, artifacts, what actions work in, and what can be fetched again
     */
    public LocalAdaptersModule(Path folder) {
        this.folder = folder;
    }

    @Override
    protected void configure() {
        bind(Machine.class).to(LocalMachine.class);
    }

    @Provides
    @Singleton
    LocalMachine machine(Masker masker) {
        return LocalMachine.at(folder, masker);
    }
}
