package dev.penstock.simulator.ssm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A parameter with its history.
 *
 * @param name as it was put, with its leading slash if it had one
 * @param versions the oldest first; never empty
 */
record StoredParameter(String account, String region, String name, List<Version> versions) {

    /**
     * One version.
     *
     * @param sealed what a SecureString shows without decryption; empty for other types
     */
    record Version(
            long number,
            String type,
            String value,
            String sealed,
            Optional<String> description,
            Optional<String> keyId,
            Optional<String> allowedPattern,
            String tier,
            String dataType,
            Instant modified,
            String user,
            List<String> labels) {

        boolean isSecure() {
            return type.equals("SecureString");
        }

        /** The value, or what stands in its place for who does not ask for decryption. */
        String shown(boolean decrypted) {
            return isSecure() && !decrypted ? sealed : value;
        }

        Version withLabels(List<String> others) {
            return new Version(
                    number,
                    type,
                    value,
                    sealed,
                    description,
                    keyId,
                    allowedPattern,
                    tier,
                    dataType,
                    modified,
                    user,
                    List.copyOf(others));
        }

        @Override
        public String toString() {
            return "version " + number;
        }
    }

    StoredParameter {
        versions = List.copyOf(versions);
    }

    Version latest() {
        return versions.getLast();
    }

    String arn() {
        return "arn:aws:ssm:" + region + ":" + account + ":parameter" + (name.startsWith("/") ? "" : "/") + name;
    }

    /** A version by its number or by one of its labels. */
    Optional<Version> version(String selector) {
        return versions.stream()
                .filter(v -> String.valueOf(v.number()).equals(selector)
                        || v.labels().contains(selector))
                .findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
