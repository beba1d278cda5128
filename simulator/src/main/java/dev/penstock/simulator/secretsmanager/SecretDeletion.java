package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;

/** Deletion: a secret is marked first, and gone when its recovery window has passed in simulated time. */
final class SecretDeletion {

    private static final String GONE = "secretsmanager.delete";

    private final Secrets secrets;
    private final Tags tags;
    private final Calendar calendar;
    private final Ids ids;

    SecretDeletion(Secrets secrets, Tags tags, Calendar calendar, Ids ids) {
        this.secrets = secrets;
        this.tags = tags;
        this.calendar = calendar;
        this.ids = ids;
        calendar.inPassing(GONE, this::remove);
    }

    DeleteSecretResponse delete(Call call, DeleteSecretRequest request) {
        boolean force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        Long window = request.recoveryWindowInDays();
        if (force && window != null) {
            throw SecretErrors.parameter(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        if (window != null && (window < 7 || window > 30)) {
            throw SecretErrors.parameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        Optional<StoredSecret> known = secrets.find(call.account(), call.region(), request.secretId());
        if (known.isEmpty() && force) {
            // The API Reference: forcing the deletion of what is not there is no error.
            String name = request.secretId();
            return answer(
                    name.startsWith("arn:")
                            ? name
                            : call.caller().arn("secretsmanager", "secret:" + name + "-" + ids.word(6)),
                    name,
                    call.now());
        }
        StoredSecret secret = known.orElseThrow(SecretErrors::notFound);
        if (secret.deletedOn().isPresent() && !force) {
            throw SecretErrors.request(
                    "You can't perform this operation on the secret because it was already scheduled for deletion.");
        }
        call.effect(secret.arn());
        if (force) {
            remove(secret.arn());
            return answer(secret.arn(), secret.name(), call.now());
        }
        Instant gone = call.now().plus(Duration.ofDays(window == null ? 30 : window));
        secrets.put(secret.deletedOn(Optional.of(call.now())));
        calendar.enter(GONE, secret.arn(), gone);
        return answer(secret.arn(), secret.name(), gone);
    }

    RestoreSecretResponse restore(Call call, RestoreSecretRequest request) {
        StoredSecret secret = secrets.require(call.caller(), request.secretId());
        if (secret.deletedOn().isPresent()) {
            secrets.put(secret.deletedOn(Optional.empty()));
            calendar.strike(GONE, secret.arn());
            call.effect(secret.arn());
        }
        return RestoreSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    private void remove(String arn) {
        secrets.find("", "", arn).ifPresent(secret -> {
            secrets.remove(secret);
            tags.forget(arn);
            calendar.strike(GONE, arn);
        });
    }

    private static DeleteSecretResponse answer(String arn, String name, Instant date) {
        return DeleteSecretResponse.builder()
                .arn(arn)
                .name(name)
                .deletionDate(date)
                .build();
    }
}
