package dev.penstock.aws.client;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;

/** Makes one sentence of whatever the SDK throws: what was asked, what came back, what the user can do. */
final class Failures {

    private static final int LONGEST_ANSWER = 600;

    /** Their messages repeat the signed request, which is long and helps nobody. */
    private static final Set<String> SIGNATURE = Set.of("SignatureDoesNotMatch", "InvalidSignatureException");

    private static final Set<String> SKEWED = Set.of("RequestTimeTooSkewed");

    private static final Set<String> UNKNOWN_KEY =
            Set.of("UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken");

    private Failures() {}

    static RemoteCallException of(String operation, String asked, Realm realm, RuntimeException failure) {
        if (failure instanceof AwsServiceException answered) {
            return answered(operation, asked, realm, answered);
        }
        if (failure instanceof AbortedException
                || causedBy(failure, InterruptedException.class).isPresent()) {
            Thread.currentThread().interrupt();
            return unanswered(Kind.TRANSIENT, operation, asked, "the call was interrupted", "", failure);
        }
        Optional<RealmGuard.Refused> refused = causedBy(failure, RealmGuard.Refused.class);
        if (refused.isPresent()) {
            return unanswered(Kind.INVALID, operation, asked, text(refused.get()), "", failure);
        }
        String message = text(failure);
        if (message.contains("Unable to load region")) {
            String hint = "Name a Region in the settings, in AWS_REGION or in the profile.";
            return unanswered(Kind.INVALID, operation, asked, "no Region is configured", hint, failure);
        }
        if (hasExpired(failure)) {
            return unanswered(
                    Kind.EXPIRED, operation, asked, "the session's credentials have expired", logIn(realm), failure);
        }
        if (message.contains("Unable to load credentials") || message.contains("credentials for profile")) {
            return unanswered(Kind.DENIED, operation, asked, "no credentials were found", logIn(realm), failure);
        }
        if (causedBy(failure, SSLHandshakeException.class).isPresent()) {
            String hint = "Check the proxy and the certificates that Java trusts.";
            return unanswered(
                    Kind.INVALID, operation, asked, "the connection is not trusted: " + message, hint, failure);
        }
        if (causedBy(failure, IOException.class).isPresent()) {
            String hint = switch (realm) {
                case Realm.Aws aws -> "Check the network, and that the Region exists.";
                case Realm.Simulated simulated ->
                    "Look whether the simulated AWS still runs at " + simulated.endpoint() + ".";
            };
            return unanswered(Kind.TRANSIENT, operation, asked, "there was no answer: " + message, hint, failure);
        }
        return unanswered(Kind.INVALID, operation, asked, message, "", failure);
    }

    static RemoteCallException wrongAccount(String account, Set<String> allowed) {
        String message = "The credentials belong to account " + account + ", but the settings allow only "
                + String.join(", ", new TreeSet<>(allowed)) + ". Choose another profile or role, or allow the account.";
        return new RemoteCallException(
                Kind.DENIED, "sts:GetCallerIdentity", "", message, new IllegalStateException("account not allowed"));
    }

    private static RemoteCallException answered(
            String operation, String asked, Realm realm, AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String said = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        Kind kind = ErrorKinds.of(code, failure.statusCode(), said);
        var sentence = new StringBuilder("Could not ").append(asked).append(": ");
        sentence.append(operation).append(" answered ").append(code.isEmpty() ? "HTTP " + failure.statusCode() : code);
        if (!said.isBlank() && !SIGNATURE.contains(code)) {
            sentence.append(", \"").append(oneLine(said)).append('"');
        }
        if (failure.requestId() != null && !failure.requestId().isBlank()) {
            sentence.append(" (request ").append(failure.requestId()).append(')');
        }
        sentence.append('.');
        String hint = hint(kind, code, operation, realm);
        if (!hint.isEmpty()) {
            sentence.append(' ').append(hint);
        }
        return new RemoteCallException(kind, operation, code, sentence.toString(), failure);
    }

    private static RemoteCallException unanswered(
            Kind kind, String operation, String asked, String why, String hint, RuntimeException failure) {
        String message = "Could not " + asked + " (" + operation + "): " + withoutStop(oneLine(why)) + "."
                + (hint.isEmpty() ? "" : " " + hint);
        return new RemoteCallException(kind, operation, "", message, failure);
    }

    private static String hint(Kind kind, String code, String operation, Realm realm) {
        if (SKEWED.contains(code)) {
            return "This machine's clock is wrong; set it.";
        }
        if (UNKNOWN_KEY.contains(code)) {
            return "AWS does not know the access key. " + logIn(realm);
        }
        if (SIGNATURE.contains(code)) {
            return "The secret key does not belong to the access key. " + logIn(realm);
        }
        return switch (kind) {
            case EXPIRED -> "The session's credentials have expired. " + logIn(realm);
            case DENIED -> "Allow the action " + operation + " for the identity that calls.";
            case THROTTLED -> "It is asked again, more slowly.";
            case TRANSIENT -> "It is asked again.";
            case CONFLICT ->
                code.contains("LimitExceeded") || code.startsWith("ServiceQuota") || code.startsWith("TooMany")
                        ? "Raise the quota, or remove what is not needed."
                        : "Something else may be changing it; try again when that has ended.";
            case NOT_FOUND ->
                realm instanceof Realm.Simulated ? missing(code) : "Check its name, the account and the Region.";
            case GONE -> "It was deleted or is inactive; name one that is not.";
            case INVALID -> "";
        };
    }

    /** A simulated account has what was put into it, and what stands in for what actions name. */
    private static String missing(String code) {
        return switch (code) {
            case "RepositoryNotFoundException", "ImageNotFoundException" ->
                "An image that the pipeline does not make is named in the settings (penstock.yml), as in"
                        + " 'simulate: {images: [NAME:TAG]}'.";
            case "NoSuchBucket", "NoSuchKey" ->
                "Nobody has put it into the simulated account. Where it is a source, the settings (penstock.yml) can name"
                        + " a folder for it, 'sources: {ACTION: {directory: ./path}}'.";
            default -> "Check its name, the account and the Region.";
        };
    }

    private static String logIn(Realm realm) {
        return switch (realm) {
            case Realm.Simulated simulated -> "";
            case Realm.Aws aws ->
                "Renew them, for example by 'aws sso login"
                        + aws.profile().map(profile -> " --profile " + profile).orElse("")
                        + "' or by setting AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew, and resume.";
        };
    }

    /** What the SDK's providers of credentials say of a login that is over, such as "The SSO session … has expired". */
    private static boolean hasExpired(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            String said = text(cause).toLowerCase(Locale.ROOT);
            if (said.contains("expired") && (said.contains("session") || said.contains("token"))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static <T extends Throwable> Optional<T> causedBy(Throwable failure, Class<T> type) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static String withoutStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_ANSWER ? line : line.substring(0, LONGEST_ANSWER) + "…";
    }
}
