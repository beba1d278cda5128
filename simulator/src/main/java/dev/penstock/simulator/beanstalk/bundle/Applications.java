package dev.penstock.simulator.beanstalk.bundle;

import java.util.Map;
import java.util.Optional;

/** Finds out what an instance of a platform runs of a bundle. */
public final class Applications {

    private static final String DOCKERRUN = "Dockerrun.aws.json";
    private static final String COMPOSE = "docker-compose.yml";

    private Applications() {}

    /**
     * What the service looks at before any instance hears of a version: the configuration files, and on the ECS platform the
     * containers.
     *
     * @param versionLabel of the version, for the texts
     * @throws BundleRefused by the service
     */
    public static ConfigurationFiles validated(PlatformFamily family, SourceBundle bundle, String versionLabel)
            throws BundleRefused {
        ConfigurationFiles files = ConfigurationFiles.read(bundle, versionLabel);
        if (family == PlatformFamily.ECS) {
            EcsApplication.file(bundle);
        }
        return files;
    }

    /**
     * What an instance runs.
     *
     * @param environment the environment properties
     * @throws BundleRefused on the instance, or by the service what {@link #validated} finds as well
     */
    public static Application of(PlatformFamily family, SourceBundle bundle, Map<String, String> environment)
            throws BundleRefused {
        return switch (family) {
            case DOCKER -> docker(bundle, environment);
            case ECS -> EcsApplication.of(EcsApplication.file(bundle), bundle, environment);
            case NODE_JS, PYTHON, RUBY, PHP, GO, CORRETTO, TOMCAT, DOT_NET, OTHER ->
                LanguageApplication.of(family, bundle);
        };
    }

    private static Application docker(SourceBundle bundle, Map<String, String> environment) throws BundleRefused {
        if (bundle.has(COMPOSE)) {
            Dockerrun.ForCompose beside = bundle.has(DOCKERRUN)
                    ? DockerrunReader.forCompose(bundle.text(DOCKERRUN).orElse(""))
                    : new Dockerrun.ForCompose(Optional.empty());
            return ComposeApplication.of(COMPOSE, bundle, environment, beside.authentication());
        }
        return SingleApplication.of(bundle, environment);
    }
}
