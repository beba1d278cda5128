package dev.penstock.library;

import dev.penstock.image.ImageRegistry;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.secret.SecretResolver;
import java.util.List;

/** Where pipelines deploy to, behind the ports. What is not used is not opened. */
public interface Cloud extends AutoCloseable {

    /** Services of containers. */
    ContainerServices services();

    /** Where images are pushed to. */
    ImageRegistry registry();

    /** Where secrets are kept. */
    SecretResolver secrets();

    /** Readers of what actions wait for. */
    List<ResourceReader> resourceReaders();

    @Override
    void close();
}
