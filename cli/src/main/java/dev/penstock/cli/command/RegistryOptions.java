package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.Surroundings;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.project.OpenRegistry;
import dev.penstock.settings.JournalLocation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where pipelines are registered: in the bucket of the control plane. */
final class RegistryOptions {

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            description = "The bucket of the control plane; that of the journal unless said otherwise.")
    private @Nullable String bucket;

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    @Mixin
    private final JournalOption journal = new JournalOption();

    OpenRegistry open(Surroundings surroundings) {
        Optional<JournalLocation.DynamoDb> table = journal.named(surroundings)
                .filter(JournalLocation.DynamoDb.class::isInstance)
                .map(JournalLocation.DynamoDb.class::cast);
        String name = Optional.ofNullable(bucket)
                .or(() -> table.flatMap(JournalLocation.DynamoDb::bucket))
                .orElseThrow(() -> new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "It is not said in which bucket pipelines are registered.",
                        "Name it with --bucket, or name the journal of the control plane with --journal or"
                                + " PENSTOCK_JOURNAL, as 'penstock bootstrap' prints it."));
        return OpenRegistry.of(name, aws.settings(table.flatMap(JournalLocation.DynamoDb::region)));
    }
}
