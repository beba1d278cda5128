package dev.penstock.simulator.ssm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Secrets of Secrets Manager, as parameters under {@code /aws/reference/secretsmanager/} show them. */
public interface ReferencedSecrets {

    /**
     * A secret's current version.
     *
     * @param value the text
     */
    record Referenced(String arn, String name, String versionId, List<String> stages, Instant created, String value) {

        @Override
        public String toString() {
            return arn;
        }
    }

    /**
     * The current version of a secret; empty when there is none, or it has no text. Inside transactions.
     *
     * @param secretId name or ARN
     */
    Optional<Referenced> current(String account, String region, String secretId);
}
