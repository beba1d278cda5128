package dev.penstock.cli.command;

import dev.penstock.aws.client.AwsSettings;
import dev.penstock.runner.project.OpenRegistry;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which AWS is meant. */
final class AwsOptions {

    @Option(
            names = "--region",
            paramLabel = "NAME",
            description = "The Region; that of the AWS configuration unless said otherwise.")
    private @Nullable String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile of the AWS configuration.")
    private @Nullable String profile;

    @Option(
            names = "--simulator",
            paramLabel = "URL",
            description = "Use the simulated AWS that 'penstock simulate' serves there.")
    private @Nullable URI simulator;

    boolean isSimulated() {
        return simulator != null;
    }

    /** @param usual the Region where none is named */
    AwsSettings settings(Optional<String> usual) {
        return OpenRegistry.settings(
                Optional.ofNullable(region).or(() -> usual),
                Optional.ofNullable(profile),
                Optional.ofNullable(simulator));
    }
}
