package dev.penstock.local.source;

import dev.penstock.source.SourceException;
import java.io.IOException;
import java.util.Locale;

/**
 * Says in our own words why a fetch failed. JGit's messages show the URL it was given, and its exceptions tell causes apart
 * by their text only.
 */
final class GitTrouble {

    private GitTrouble() {}

    static SourceException explain(GitAddress address, String wanted, boolean hadCredentials, IOException trouble) {
        // Without the address, in which any of the words may stand.
        String said = said(trouble).replace(address.toString().toLowerCase(Locale.ROOT), "");
        if (says(said, "not authorized", "authentication is required", "auth fail", "not permitted", "403 forbidden")) {
            return denied(address, hadCredentials, trouble);
        }
        if (says(said, "cannot log in", "no more authentication methods", "userauth")) {
            return new SourceException(
                    "Access to " + address
                            + " over SSH was denied. A private key that the server knows must be in ~/.ssh "
                            + "and not be protected by a passphrase; keys that only an SSH agent has are not used.",
                    false,
                    trouble);
        }
        if (says(said, "server key did not validate", "host key", "known_hosts", "server key")) {
            return new SourceException(
                    "The host key of " + address.uri().getHost() + " is not in ~/.ssh/known_hosts. Connect to it once "
                            + "by 'ssh', compare the key, and accept it.",
                    false,
                    trouble);
        }
        if (says(said, "remote does not have", "not our ref", "not valid", "not advertised")) {
            return new SourceException(
                    "There is no " + wanted + " in the Git repository " + address + ".", false, trouble);
        }
        if (says(
                said,
                "not found",
                "repository not",
                "not a git",
                "does not appear",
                "invalid remote",
                "no repository")) {
            return new SourceException(
                    "There is no Git repository at " + address + ", or it may not be seen without other credentials.",
                    false,
                    trouble);
        }
        if (said.contains("empty") || says(said, "nothing to fetch")) {
            return new SourceException("The Git repository " + address + " has no " + wanted + ".", false, trouble);
        }
        return new SourceException(
                "The " + wanted + " could not be fetched from the Git repository " + address
                        + ": the connection failed (" + rootName(trouble) + ").",
                true,
                trouble);
    }

    private static SourceException denied(GitAddress address, boolean hadCredentials, IOException trouble) {
        return new SourceException(
                hadCredentials
                        ? "Access to the Git repository " + address
                                + " was denied with the credentials that were given."
                        : "Access to the Git repository " + address + " was denied. Name the environment variable that "
                                + "holds a token in the settings, under 'credentials' of this source.",
                false,
                trouble);
    }

    private static boolean says(String said, String... words) {
        for (String word : words) {
            if (said.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static String said(Throwable trouble) {
        var all = new StringBuilder();
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    private static String rootName(Throwable trouble) {
        Throwable cause = trouble;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }
}
