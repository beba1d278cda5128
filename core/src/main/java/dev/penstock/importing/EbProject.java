package dev.penstock.importing;

import dev.penstock.document.SourceText;
import java.util.Objects;
import java.util.Optional;

/**
 * What the import of a project of the EB CLI needs to know besides its configuration.
 *
 * @param folder the project's folder, in which {@code .elasticbeanstalk} is
 * @param saved a file of {@code .elasticbeanstalk/saved_configs}, whose options every environment gets
 * @param extensions what becomes of options in {@code .ebextensions}
 * @param destination the environment that is deployed to, in place of those that the configuration has by branch
 */
public record EbProject(
        ProjectFolder folder,
        Optional<SourceText> saved,
        Extensions extensions,
        Optional<Destination.Environment> destination) {

    public EbProject {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(saved, "saved");
        Objects.requireNonNull(extensions, "extensions");
        Objects.requireNonNull(destination, "destination");
    }

    /** The configuration says where to deploy to. */
    public EbProject(ProjectFolder folder, Optional<SourceText> saved, Extensions extensions) {
        this(folder, saved, extensions, Optional.empty());
    }

    /**
     * Where options of {@code .ebextensions} stand afterwards. A value that a deployment sets counts before one of the bundle, and
     * before one that was set in the console (Elastic Beanstalk Developer Guide, "Configuration options", Precedence).
     */
    public enum Extensions {
        /** In the bundle alone, as it was: where the environment has no value of its own they count. */
        BUNDLE,
        /** In the settings as well, so that every deployment sets them. */
        SETTINGS
    }

    /** Nothing but the configuration is known. */
    public static EbProject none() {
        return new EbProject(ProjectFolder.NONE, Optional.empty(), Extensions.BUNDLE);
    }
}
