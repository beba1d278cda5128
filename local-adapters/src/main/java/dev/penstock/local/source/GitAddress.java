package dev.penstock.local.source;

import dev.penstock.secret.Secret;
import dev.penstock.source.SourceException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.transport.URIish;

/**
 * Where a Git repository is. Its text form is safe to show: a user name and password that stand in the URL are taken out.
 *
 * @param uri without user name and password, but for {@code ssh:} with the user name
 * @param embedded the user name and password that stood in the URL
 */
record GitAddress(URIish uri, Optional<GitCredentials> embedded) {

    /** {@code ext::command} and the like, with which Git starts programs. */
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9+.-]+::");

    static GitAddress of(String url) throws SourceException {
        if (HELPER.matcher(url).lookingAt()) {
            throw new SourceException("The Git repository's address names a remote helper ('::'), which is not "
                    + "supported. Use a path, https:, ssh: or user@host:path.");
        }
        URIish given;
        try {
            given = new URIish(url);
        } catch (URISyntaxException e) {
            // The cause would show the URL, which may hold a password.
            throw new SourceException("The Git repository's address is neither a path nor a URL. Write a path, "
                    + "https://host/path, ssh://host/path or user@host:path.");
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("https") || scheme.equals("http");
        boolean known = http || scheme.isEmpty() || scheme.equals("file") || scheme.equals("ssh");
        if (!known) {
            throw new SourceException("The Git repository's address begins with '" + scheme
                    + ":', which is not supported. Use a path, https:, ssh: or user@host:path.");
        }
        Optional<GitCredentials> embedded = Optional.empty();
        if (given.getPass() != null) {
            String user = given.getUser() == null ? "" : given.getUser();
            embedded = Optional.of(new GitCredentials(user, Secret.of(given.getPass())));
        } else if (http && given.getUser() != null) {
            // https://TOKEN@host: what stands before the @ is the secret.
            embedded = Optional.of(new GitCredentials(given.getUser(), Secret.of(given.getUser())));
        }
        URIish clean = given.setPass(null);
        return new GitAddress(http ? clean.setUser(null) : clean, embedded);
    }

    boolean isLocal() {
        return !uri.isRemote();
    }

    boolean isSsh() {
        return uri.isRemote() && (uri.getScheme() == null || uri.getScheme().equalsIgnoreCase("ssh"));
    }

    /** Whether what is sent can be read on the way: plain HTTP to another machine. */
    boolean isReadableOnTheWay() {
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            return false;
        }
        try {
            return !InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
