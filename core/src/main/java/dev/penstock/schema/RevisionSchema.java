package dev.penstock.schema;

import java.util.Optional;

/**
 * What a deployment needs of a schema, as settings tell of it.
 *
 * @param of the schema's name
 * @param writtenFor the newest migration that the revision was written for, or the file that says it
 * @param unrecorded the migration that a revision counts as written for of which the journal knows nothing; absent if that is not
 *     known
 */
public record RevisionSchema(String of, WrittenFor writtenFor, Optional<String> unrecorded) {

    /** Where it is said what a revision was written for. */
    public sealed interface WrittenFor {

        /** In the settings. */
        record Said(String migration) implements WrittenFor {}

        /**
         * In a file, which goes with the revision: its first line.
         *
         * @param artifact the name of an input artifact of the action
         * @param path of the file in it
         */
        record InFile(String artifact, String path) implements WrittenFor {}
    }
}
