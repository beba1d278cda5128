package dev.penstock.local.source;

import java.io.IOException;
import org.eclipse.jgit.lib.Repository;

/** Where commits come from. */
interface GitOrigin {

    /** Does something with the repository and its commits. */
    <T> T with(Work<T> work) throws IOException;

    /** What is done. */
    interface Work<T> {

        /** Does it. The repository is closed afterwards. */
        T on(Repository repository, CommitFinder commits) throws IOException;
    }
}
