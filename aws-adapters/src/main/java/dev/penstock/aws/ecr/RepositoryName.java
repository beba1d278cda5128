package dev.penstock.aws.ecr;

import dev.penstock.action.AwsScope;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository as a caller names it: by its name, which means the registry of the scope, or by its URI, which names the
 * registry's account and Region.
 *
 * @param scope of the registry's Region
 * @param registryId the registry's account, if it is named
 * @param name such as {@code team/web}
 */
record RepositoryName(AwsScope scope, Optional<String> registryId, String name) {

    private static final Pattern URI = Pattern.compile(
            "(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|amazonaws\\.com\\.cn|on\\.aws)/(.+)");

    static boolean isUri(String text) {
        return URI.matcher(text).matches();
    }

    static RepositoryName of(AwsScope scope, String nameOrUri) {
        Matcher uri = URI.matcher(nameOrUri);
        if (!uri.matches()) {
            return new RepositoryName(scope, Optional.empty(), nameOrUri);
        }
        var there = new AwsScope(Optional.of(uri.group(2)), scope.roleArns());
        return new RepositoryName(there, Optional.of(uri.group(1)), uri.group(3));
    }
}
