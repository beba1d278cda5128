package dev.penstock.aws.journal;

import java.util.Optional;

/**
 * Where facts are kept that are too large for an item (400 KB at most, "Quotas in Amazon DynamoDB") or too large to be
 * worth its price: by digest, so that keeping the same twice is keeping it once. Safe for use by many threads.
 */
public interface LargeFacts {

    /**
     * Keeps bytes. Durable when it returns; done again after a failure it does no harm.
     *
     * @param owner what they belong to, such as an execution's id: letters, digits and hyphens
     * @param digest their SHA-256 in hexadecimal
     * @throws dev.penstock.journal.JournalException.Unavailable if they cannot be kept at the moment
     */
    void keep(String owner, String digest, byte[] content);

    /**
     * What was kept.
     *
     * @throws dev.penstock.journal.JournalException.Damaged if it is not there
     * @throws dev.penstock.journal.JournalException.Unavailable if it cannot be read at the moment
     */
    byte[] fetch(String owner, String digest);

    /**
     * Lets what was kept expire, or stay. Does nothing where that is said by rules of the store's own.
     *
     * @param at when it may be removed, in seconds since 1970; empty if it is to stay
     */
    default void expire(String owner, String digest, Optional<Long> at) {}
}
