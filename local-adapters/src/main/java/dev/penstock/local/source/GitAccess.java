package dev.penstock.local.source;

import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/**
 * Answers a Git server's question for user name and password, and no other: nobody is there to be asked whether an unknown
 * host is to be trusted. The server of the address is answered only, not one that it redirects to.
 */
final class GitAccess extends CredentialsProvider {

    private final GitAddress address;
    private final Optional<GitCredentials> credentials;

    GitAccess(GitAddress address, Optional<GitCredentials> credentials) {
        this.address = address;
        this.credentials = credentials;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            boolean known = item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password
                    || item instanceof CredentialItem.InformationalMessage;
            if (!known) {
                return false;
            }
        }
        return credentials.isPresent();
    }

    @Override
    public boolean get(URIish asking, CredentialItem... items) {
        if (credentials.isEmpty() || !supports(items) || !sameServer(asking)) {
            return false;
        }
        GitCredentials found = credentials.get();
        for (CredentialItem item : items) {
            if (item instanceof CredentialItem.Username user) {
                user.setValue(found.user());
            } else if (item instanceof CredentialItem.Password password) {
                password.setValue(found.password().reveal().toCharArray());
            }
        }
        return true;
    }

    private boolean sameServer(URIish asking) {
        URIish own = address.uri();
        return String.valueOf(own.getHost()).equalsIgnoreCase(String.valueOf(asking.getHost()))
                && own.getPort() == asking.getPort()
                && !("https".equalsIgnoreCase(own.getScheme()) && "http".equalsIgnoreCase(asking.getScheme()));
    }
}
