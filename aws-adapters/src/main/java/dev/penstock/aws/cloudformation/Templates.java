package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.stack.TemplateSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Templates as a request takes them: what is too large for the request goes by way of a bucket. */
final class Templates {

    private final Optional<S3StackFiles> files;

    Templates(Optional<S3StackFiles> files) {
        this.files = files;
    }

    /**
     * The members of a request; of all at most one is there.
     *
     * @param body {@code TemplateBody}
     * @param url {@code TemplateURL}
     * @param previous {@code UsePreviousTemplate}
     */
    record Members(Optional<String> body, Optional<String> url, boolean previous) {}

    Members of(AwsScope scope, TemplateSource template) {
        return switch (template) {
            case TemplateSource.Previous() -> new Members(Optional.empty(), Optional.empty(), true);
            case TemplateSource.Url(String url) -> new Members(Optional.empty(), Optional.of(url), false);
            case TemplateSource.Body(String text) -> body(scope, text);
        };
    }

    private Members body(AwsScope scope, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TemplateSource.LARGEST) {
            throw refused("it has " + bytes + " bytes, and CloudFormation takes at most " + TemplateSource.LARGEST);
        }
        if (bytes <= TemplateSource.LARGEST_BODY) {
            return new Members(Optional.of(text), Optional.empty(), false);
        }
        S3StackFiles bucket =
                files.orElseThrow(() -> refused("it has " + bytes + " bytes, and CloudFormation reads one of"
                        + " more than " + TemplateSource.LARGEST_BODY
                        + " from a bucket only. Name one in the settings under artifacts/bucket"));
        String url = bucket.put(scope, text, ".template").url();
        return new Members(Optional.empty(), Optional.of(url), false);
    }

    private static RemoteCallException refused(String why) {
        return new RemoteCallException(
                Kind.INVALID,
                "cloudformation:CreateChangeSet",
                "",
                "Could not hand in the template: " + why + ".",
                new IllegalArgumentException(why));
    }
}
