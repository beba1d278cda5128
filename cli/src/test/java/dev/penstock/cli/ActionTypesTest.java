package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.aws.AwsServices;
import dev.penstock.library.BuiltInActions;
import dev.penstock.local.LocalMachine;
import dev.penstock.pipeline.ActionTypeCatalogue;
import dev.penstock.pipeline.ActionTypeDescription;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.NotCarriedOut;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionTypesTest {

    @TempDir
    private Path folder;

    @Test
    void eachTypeOfCodePipelinesIsCarriedOutOrItIsSaidWhatComesNearest() {
        SecretMasker masker = new SecretMasker();
        try (LocalMachine machine = LocalMachine.at(folder, masker);
                AwsServices cloud = AwsServices.ofEnvironment(masker)) {
            Set<ActionTypeId> provided = BuiltInActions.of(RunSettings.none(), machine, cloud).stream()
                    .map(ActionProvider::type)
                    .collect(Collectors.toSet());

            assertThat(ActionTypeCatalogue.all())
                    .extracting(ActionTypeDescription::id)
                    .allSatisfy(type -> assertThat(provided.contains(type))
                            .as("%s is provided", type)
                            .isEqualTo(NotCarriedOut.nearest(type).isEmpty()));
        }
    }
}
