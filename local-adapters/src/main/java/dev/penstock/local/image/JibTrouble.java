package dev.penstock.local.image;

import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.http.ResponseException;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.RepositoryAccess;
import java.io.IOException;
import java.util.Locale;

/** Says in our own words why Jib did not succeed. */
final class JibTrouble {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private JibTrouble() {}

    static ImageBuildException explain(ImagePlan plan, RepositoryAccess repository, Exception trouble) {
        String said = said(trouble);
        String base = plan.base.orElse("");
        if (!base.isEmpty() && concernsBase(said, base, repository)) {
            return new ImageBuildException(
                    Reason.BASE_IMAGE,
                    "The base image '" + base + "' cannot be pulled: " + reason(trouble) + ".",
                    isNetwork(trouble),
                    trouble);
        }
        return new ImageBuildException(
                Reason.PUSH_FAILED,
                "The image cannot be pushed to " + repository.repositoryUri() + ": " + reason(trouble) + ".",
                isNetwork(trouble),
                trouble);
    }

    /** Jib's messages name the registry and repository that a request was for. */
    private static boolean concernsBase(String said, String base, RepositoryAccess repository) {
        String target = repository.pushUri().toLowerCase(Locale.ROOT);
        String host = RegistryProbe.host(base).toLowerCase(Locale.ROOT);
        boolean ofTarget = said.contains(target) || said.contains(target.substring(target.indexOf('/') + 1) + " ");
        return !ofTarget
                && (said.contains(host) || said.contains(base.toLowerCase(Locale.ROOT)) || !said.contains("push"));
    }

    private static String said(Throwable trouble) {
        var all = new StringBuilder();
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append(' ');
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    private static String reason(Throwable trouble) {
        Throwable last = trouble;
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnauthorizedException) {
                return "access was denied";
            }
            if (cause instanceof ResponseException response) {
                int status = response.getStatusCode();
                return status == UNAUTHORIZED || status == FORBIDDEN
                        ? "access was denied"
                        : "the registry answered " + status + " " + oneLine(response.getContent());
            }
            last = cause;
        }
        return last.getClass().getSimpleName() + " (" + oneLine(String.valueOf(last.getMessage())) + ")";
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    private static boolean isNetwork(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResponseException response) {
                return response.getStatusCode() >= 500 || response.getStatusCode() == 429;
            }
            if (cause instanceof java.net.SocketException
                    || cause instanceof java.net.UnknownHostException
                    || cause instanceof java.net.SocketTimeoutException) {
                return true;
            }
        }
        return trouble instanceof IOException && trouble.getCause() == null;
    }
}
