package dev.penstock.lambda.front;

import dev.penstock.secret.HmacSignature;
import dev.penstock.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret that signatures are made with. It is fetched when it is first needed and kept for some minutes; a signature that
 * does not fit has it fetched anew, though not more often than once in a while, so that a secret that was rotated is known
 * soon and forged requests cost no calls. Safe for use by many threads.
 */
final class SigningKey {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

    private final Supplier<Secret> source;
    private final InstantSource time;
    private @Nullable Secret key;
    private Instant fetched = Instant.EPOCH;

    /**
     * A key that is not fetched yet.
     *
     * @param source fetches it; what it throws goes to whoever asks
     */
    SigningKey(Supplier<Secret> source, InstantSource time) {
        this.source = source;
        this.time = time;
    }

    /** Signs a message. */
    synchronized byte[] sign(byte[] message) {
        return HmacSignature.of(key(KEPT), message);
    }

    /** Whether a signature is of a message. */
    synchronized boolean signed(byte[] message, byte[] signature) {
        return HmacSignature.isOf(key(KEPT), message, signature)
                || HmacSignature.isOf(key(BETWEEN_FETCHES), message, signature);
    }

    private Secret key(Duration oldest) {
        Secret known = key;
        Instant now = time.instant();
        if (known == null || fetched.plus(oldest).isBefore(now)) {
            known = source.get();
            if (known.reveal().isEmpty()) {
                throw new IllegalStateException("a secret that signatures are made with is empty");
            }
            key = known;
            fetched = now;
        }
        return known;
    }
}
