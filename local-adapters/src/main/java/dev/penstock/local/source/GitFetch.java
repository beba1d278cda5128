package dev.penstock.local.source;

import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation.GitReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** Fetches single commits of a remote repository into a bare one. */
final class GitFetch implements CommitFinder {

    private static final String OURS = "refs/penstock/";
    private static final int PATIENCE_SECONDS = 60;

    private final GitAddress address;
    private final Optional<GitCredentials> credentials;
    private final Path home;
    private final Repository repository;

    GitFetch(GitAddress address, Optional<GitCredentials> credentials, Path home, Repository repository) {
        this.address = address;
        this.credentials = credentials;
        this.home = home;
        this.repository = repository;
    }

    /** The commit that a reference stands for at the remote repository now; it is in the cache afterwards. */
    @Override
    public RevCommit newest(GitReference reference) throws IOException {
        return switch (reference) {
            case GitReference.Branch(String name) -> named("refs/heads/" + name, "branch '" + name + "'");
            case GitReference.Tag(String name) -> named("refs/tags/" + name, "tag '" + name + "'");
            case GitReference.Commit(String id) -> exactly(id);
        };
    }

    private RevCommit named(String remoteName, String inWords) throws IOException {
        GitCommits.checkName(remoteName, inWords);
        String ours = OURS + remoteName;
        fetch(new RefSpec("+" + remoteName + ":" + ours), inWords, true);
        Ref fetched = repository.exactRef(ours);
        if (fetched == null || fetched.getObjectId() == null) {
            throw GitCommits.notFound(address, inWords);
        }
        return GitCommits.read(repository, fetched.getObjectId(), address, inWords);
    }

    /** A commit by its id: from the cache if it is there, else from the server, in the worst case with all its branches. */
    @Override
    public RevCommit exactly(String id) throws IOException {
        ObjectId wanted = GitCommits.fullId(id);
        String inWords = "commit " + id;
        if (!GitCommits.has(repository, wanted)) {
            try {
                fetch(new RefSpec("+" + id + ":" + OURS + "commits/" + id), inWords, true);
            } catch (SourceException e) {
                // Many servers give out only what a branch or tag points to, and say so in many ways, or just hang up:
                // then
                // the commit comes with the history of all of them.
                fetch(new RefSpec("+refs/*:" + OURS + "all/*"), inWords, false);
            }
        }
        if (!GitCommits.has(repository, wanted)) {
            throw GitCommits.notFound(address, inWords);
        }
        return GitCommits.read(repository, wanted, address, inWords);
    }

    private void fetch(RefSpec what, String inWords, boolean shallow) throws IOException {
        checkSecrecy();
        try (Transport transport = Transport.open(repository, address.uri());
                SshdSessionFactory ssh = address.isSsh() ? sshSessions() : null) {
            transport.setCredentialsProvider(new GitAccess(address, credentials));
            transport.setTimeout(PATIENCE_SECONDS);
            transport.setTagOpt(TagOpt.NO_TAGS);
            if (shallow) {
                transport.setDepth(1);
            }
            if (transport instanceof SshTransport overSsh && ssh != null) {
                overSsh.setSshSessionFactory(ssh);
            }
            transport.fetch(NullProgressMonitor.INSTANCE, List.of(what));
        } catch (NotSupportedException | TransportException e) {
            throw GitTrouble.explain(address, inWords, credentials.isPresent(), e);
        }
    }

    private void checkSecrecy() throws SourceException {
        if (credentials.isPresent() && address.isReadableOnTheWay()) {
            throw new SourceException("Credentials are not sent to " + address
                    + ", because everybody on the way could read them. Use https:.");
        }
    }

    /** With the user's own keys and known hosts, without asking anybody anything. */
    private SshdSessionFactory sshSessions() {
        return new SshdSessionFactoryBuilder()
                .setHomeDirectory(home.toFile())
                .setSshDirectory(home.resolve(".ssh").toFile())
                .setPreferredAuthentications("publickey")
                .build(null);
    }
}
