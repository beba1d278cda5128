package dev.penstock.codebuild;

import dev.penstock.action.AwsScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Builds of AWS CodeBuild. Calls that fail raise {@link dev.penstock.action.RemoteCallException}. Passes {@code
 * dev.penstock.codebuild.CodeBuildsContract} (in the test jar).
 */
public interface CodeBuilds {

    /** How long CodeBuild knows a build again by its token (API Reference, StartBuild, {@code idempotencyToken}). */
    Duration TOKENS_KNOWN = Duration.ofMinutes(5);

    /** The code of the error by which CodeBuild says that as many builds run as may ({@code StartBuild}). */
    String TOO_MANY_BUILDS = "AccountLimitExceededException";

    /**
     * Starts a build. Asked again with the same token within {@link #TOKENS_KNOWN}, it starts no other.
     *
     * @return its id
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such project; with the code {@link
     *     #TOO_MANY_BUILDS} if no more builds may run at present
     */
    String start(AwsScope scope, NewBuild build);

    /**
     * Looks for a build that was started before, by its sources.
     *
     * @param since it is not older than this
     * @return its id; absent if there is none
     */
    Optional<String> find(AwsScope scope, NewBuild build, Instant since);

    /** What is seen of some builds now, in the order of their ids; at most 100. */
    List<ServiceBuild> look(AwsScope scope, List<String> ids);

    /** Stops a build; does nothing if it has ended, or is not there. */
    void stop(AwsScope scope, String id);

    /**
     * The end of a log.
     *
     * @param lines how many at most
     * @return oldest first; empty if the log is empty or may not be read: it is an extra
     */
    List<String> logEnd(AwsScope scope, ServiceBuild.Log log, int lines);

    /**
     * What a log says from some position on, as far as one call tells it.
     *
     * @return oldest first; the position that was asked from, where nothing is after it
     * @throws dev.penstock.action.RemoteCallException if it cannot be read
     */
    LogPage log(AwsScope scope, ServiceBuild.Log log, LogPosition from);

    /** Where to read on in a log. */
    sealed interface LogPosition {

        /** At its first line. */
        record Start() implements LogPosition {}

        /**
         * Near its end.
         *
         * @param lines so many lines before it
         */
        record End(int lines) implements LogPosition {}

        /**
         * Where a page ended.
         *
         * @param token by which the service knows it
         */
        record After(String token) implements LogPosition {}
    }

    /**
     * A part of a log.
     *
     * @param lines oldest first, without the ends of lines
     * @param next where to read on
     */
    record LogPage(List<String> lines, LogPosition next) {

        /** A part of a log. */
        public LogPage {
            lines = List.copyOf(lines);
        }
    }
}
