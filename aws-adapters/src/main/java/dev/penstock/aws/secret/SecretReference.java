package dev.penstock.aws.secret;

import dev.penstock.action.AwsScope;
import java.util.List;
import java.util.Optional;

/**
 * A reference as a buildspec writes it: {@code secret-id[:json-key[:version-stage[:version-id]]]}.
 *
 * @param id name or ARN
 * @param region of the ARN, if it is one
 * @param key of a member of the secret's JSON; absent for the whole secret
 */
record SecretReference(
        String id, Optional<String> region, Optional<String> key, Optional<String> stage, Optional<String> version) {

    /** {@code arn:aws:secretsmanager:region:account:secret:name}. */
    private static final int PARTS_OF_AN_ARN = 7;

    static SecretReference parse(String text) {
        List<String> parts = List.of(text.split(":", -1));
        int idParts = text.startsWith("arn:") ? Math.min(PARTS_OF_AN_ARN, parts.size()) : 1;
        List<String> rest = parts.subList(idParts, parts.size());
        return new SecretReference(
                String.join(":", parts.subList(0, idParts)),
                idParts > 3 ? given(parts, 3) : Optional.empty(),
                given(rest, 0),
                given(rest, 1),
                given(rest, 2));
    }

    private static Optional<String> given(List<String> parts, int index) {
        return index < parts.size() && !parts.get(index).isEmpty() ? Optional.of(parts.get(index)) : Optional.empty();
    }

    AwsScope in(AwsScope scope) {
        return region.isEmpty() ? scope : new AwsScope(region, scope.roleArns());
    }
}
