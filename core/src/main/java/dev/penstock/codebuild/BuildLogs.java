package dev.penstock.codebuild;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.observe.ResourceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The logs of builds that go on, for whoever follows them here: new lines are handed on with each look at the builds, by calls
 * that are made only where they can be afforded. What of a log is read is not kept: another runner goes on near its end.
 */
public final class BuildLogs {

    /** Nobody follows: no call is made for it. */
    public static final BuildLogs NONE = new BuildLogs(0);

    /** So that builds that went on elsewhere do not stay for ever. */
    private static final int MOST = 1000;

    /** How many pages of what a build said at its end are read at most. */
    private static final int LAST_PAGES = 10;

    private static final class Followed {

        private final Consumer<String> lines;
        private CodeBuilds.LogPosition position;

        Followed(Consumer<String> lines, CodeBuilds.LogPosition position) {
            this.lines = lines;
            this.position = position;
        }
    }

    private final int most;
    private final Map<ResourceId, Followed> followed = new LinkedHashMap<>();

    /** Logs of which none is followed yet. */
    public BuildLogs() {
        this(MOST);
    }

    private BuildLogs(int most) {
        this.most = most;
    }

    /**
     * Follows the log of a build, if it is not followed already.
     *
     * @param from where to begin
     * @param lines gets each line, from any thread but one at a time
     */
    public synchronized void follow(ResourceId build, CodeBuilds.LogPosition from, Consumer<String> lines) {
        if (most == 0 || followed.containsKey(build)) {
            return;
        }
        followed.put(build, new Followed(lines, from));
        if (followed.size() > most) {
            followed.remove(followed.keySet().iterator().next());
        }
    }

    /**
     * Hands on what a build has said since, as far as one call tells it.
     *
     * @return how many calls it took: none where nobody follows, or where there is no log yet
     */
    int read(CodeBuilds builds, ResourceId build, ServiceBuild seen) {
        Optional<Followed> whose = whose(build);
        if (whose.isEmpty() || seen.log().isEmpty()) {
            return 0;
        }
        var unused = page(builds, build, seen.log().get(), whose.get());
        return 1;
    }

    /** Hands on the rest of what a build has said, which has ended, and follows it no more. */
    public void finish(CodeBuilds builds, ResourceId build, ServiceBuild seen) {
        Optional<Followed> whose = whose(build);
        if (whose.isPresent() && seen.log().isPresent()) {
            for (int page = 0;
                    page < LAST_PAGES && page(builds, build, seen.log().get(), whose.get());
                    page++) {
                // Each page says whether there is more.
            }
        }
        forget(build);
    }

    /** Follows it no more. */
    public synchronized void forget(ResourceId build) {
        followed.remove(build);
    }

    private synchronized Optional<Followed> whose(ResourceId build) {
        return Optional.ofNullable(followed.get(build));
    }

    /** Whether there may be more now. A log that may not be read is not asked for again; one that is throttled is, later. */
    private boolean page(CodeBuilds builds, ResourceId build, ServiceBuild.Log log, Followed whose) {
        AwsScope scope = build.scope();
        synchronized (whose) {
            try {
                CodeBuilds.LogPosition before = whose.position;
                CodeBuilds.LogPage page = builds.log(scope, log, before);
                whose.position = page.next();
                page.lines().forEach(whose.lines);
                return !page.next().equals(before);
            } catch (RemoteCallException e) {
                if (e.kind() == Kind.DENIED) {
                    forget(build);
                }
                return false;
            }
        }
    }
}
